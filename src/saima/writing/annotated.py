"""A workbook as it was sent, with what was found in it marked at its cells."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saima.core.findings import Finding, Place, Severity
from saima.core.month_sheet import MARKS
from saima.core.words import Translate, words

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "Saima"
RESULT = words("Findings of the check")
HEADINGS = (
    words("No."),
    words("Kind of finding"),
    words("Sheet"),
    words("Cell"),
    words("What is the matter"),
    words("Next step"),
)
WIDTHS = (6, 10, 16, 10, 70, 60)
KINDS = {
    Severity.ERROR: words("must be mended"),
    Severity.QUESTION: words("please confirm"),
    Severity.NOTE: words("note"),
}
FILLS = {Severity.ERROR: "FFFFC7CE", Severity.QUESTION: "FFFFEB9C"}
HEAD_FILL = "FFE7EDF5"
WORST = list(Severity).index  # they are listed from the lightest on
COMMENTS = 2_000  # a workbook with more of them opens slowly
MOST_UNPACKED = 32 * 1024 * 1024
NEVER_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def annotated(original: bytes, findings: Iterable[Finding], say: Translate) -> bytes:
    """The same workbook, errors red and questions yellow, with a list of all findings.

    What was marked before is unmarked first. Where the file is no .xlsx that can be
    written again, the list stands alone.
    """
    # A start that marks no workbook must not pay for loading the library.
    library = importlib.import_module("openpyxl")
    told = tuple(findings)
    book = _opened(original)
    if book is None:
        book = library.Workbook()
        book.remove(book.active)
    else:
        _unmark(book)
        _mark(book, told, say)
    _write_list(book, told, say)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _opened(original: bytes) -> Workbook | None:
    """The workbook, unless it is none or would unpack to more than a month needs."""
    library = importlib.import_module("openpyxl")
    try:
        with zipfile.ZipFile(io.BytesIO(original)) as container:
            unpacked = sum(member.file_size for member in container.infolist())
        if unpacked > MOST_UNPACKED:
            return None
        book: Workbook = library.load_workbook(io.BytesIO(original))
    except Exception:  # files are broken in many ways, and the list is still of use
        return None
    return book


# --- Marks ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _Styles:
    """The library's classes, loaded when they are needed."""

    fill: Any
    comment: Any
    hyperlink: Any

    @classmethod
    def loaded(cls) -> _Styles:
        return cls(
            importlib.import_module("openpyxl.styles").PatternFill,
            importlib.import_module("openpyxl.comments").Comment,
            importlib.import_module("openpyxl.worksheet.hyperlink").Hyperlink,
        )

    def solid(self, color: str) -> Any:
        return self.fill("solid", fgColor=color)


def _mark(book: Workbook, findings: Sequence[Finding], say: Translate) -> None:
    """Fill and comment the cells; a hidden sheet keeps how they looked before."""
    styles = _Styles.loaded()
    kept = book.create_sheet(MARKS)
    kept.sheet_state = "veryHidden"
    fills = {severity: styles.solid(color) for severity, color in FILLS.items()}
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    for row, ((name, at), own) in enumerate(
        _by_cell(findings, sheets).items(), start=2
    ):
        cell = _anchor(sheets[name], at)
        _keep(kept, row, cell)
        cell.fill = fills[max((one.severity for one in own), key=WORST)]
        if row < COMMENTS + 2:
            before = f"{cell.comment.text}\n\n" if cell.comment else ""
            cell.comment = _comment(styles, before, own, say)


def _by_cell(
    findings: Sequence[Finding], sheets: Mapping[str, Worksheet]
) -> dict[tuple[str, str], list[Finding]]:
    """What is to be marked, by sheet and cell."""
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        name, at = finding.place.sheet, _at(finding.place)
        if finding.severity in FILLS and name in sheets and at:
            by_cell.setdefault((str(name), at), []).append(finding)
    return by_cell


def _at(place: Place) -> str:
    if place.cell:
        return place.cell
    return "" if place.line is None else f"A{place.line}"


def _anchor(sheet: Worksheet, at: str) -> Cell:
    """The cell itself, or the first of those it is merged with."""
    cell: Cell = sheet[at]
    for merged in sheet.merged_cells.ranges:
        if at in merged:
            cell = sheet[merged.start_cell.coordinate]
    return cell


def _comment(
    styles: _Styles, before: str, findings: Sequence[Finding], say: Translate
) -> Any:
    told = "\n".join(
        words("{text} → {next_step}", text=one.text, next_step=one.next_step).say(say)
        for one in findings
    )
    lines = 2 + sum(len(part) // 20 + 1 for part in f"{before}{told}".split("\n"))
    comment = styles.comment(_clean(f"{before}{told}"), AUTHOR)
    comment.width, comment.height = 320, min(20 * lines, 400)
    return comment


def _keep(kept: Worksheet, row: int, cell: Cell) -> None:
    """Note a cell's sheet and name, its comment, and in the fill of C its fill."""
    comment = cell.comment
    texts = [cell.parent.title, cell.coordinate, ""]
    texts += [comment.text, comment.author] if comment else []
    _write_row(kept, row, texts)
    look: Any = kept.cell(row, 3)
    look.fill = copy(cell.fill)


def _unmark(book: Workbook) -> None:
    """Take away what was marked before, and the list of it."""
    if MARKS not in book.sheetnames:
        return
    styles, kept = _Styles.loaded(), book[MARKS]
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    listed = sheets.get(str(kept["A1"].value))
    for row in kept.iter_rows(min_row=2):
        sheet = sheets.get(str(row[0].value))
        if sheet is not None and re.fullmatch(r"[A-Z]{1,3}[1-9]\d*", str(row[1].value)):
            cell: Any = _anchor(sheet, str(row[1].value))
            cell.fill = copy(row[2].fill)
            before = [str(one.value) for one in row[3:5] if one.value is not None]
            cell.comment = styles.comment(*before) if len(before) == 2 else None
    book.remove(kept)
    if listed is not None and len(book.worksheets) > 1:
        book.remove(listed)


# --- The list ------------------------------------------------------------------------


def _write_list(book: Workbook, findings: Sequence[Finding], say: Translate) -> None:
    sheet = book.create_sheet(RESULT.say(say))
    styles = _Styles.loaded()
    head, fills = (
        styles.solid(HEAD_FILL),
        {s: styles.solid(c) for s, c in FILLS.items()},
    )
    _write_row(sheet, 1, [heading.say(say) for heading in HEADINGS])
    for column, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEF"[column]].width = width
        sheet.cell(1, column + 1).fill = head
    names = {other.title for other in book.worksheets}
    for number, finding in enumerate(findings, start=1):
        _write_finding(sheet, number, finding, say)
        if finding.severity in fills:
            sheet.cell(number + 1, 2).fill = fills[finding.severity]
        if finding.place.sheet in names and number <= COMMENTS:
            _link(styles, sheet.cell(number + 1, 4), finding.place)
    sheet.freeze_panes = "A2"
    if MARKS in book.sheetnames:
        _write_row(book[MARKS], 1, [sheet.title])
    _show_alone(book, sheet)


def _write_finding(
    sheet: Worksheet, number: int, finding: Finding, say: Translate
) -> None:
    place = finding.place
    texts = [
        str(number),
        KINDS[finding.severity].say(say),
        place.sheet or place.file,
        _at(place),
        finding.text.say(say),
        finding.next_step.say(say),
    ]
    _write_row(sheet, number + 1, texts)


def _link(styles: _Styles, cell: Cell, place: Place) -> None:
    """Lead from the list to the cell."""
    if at := _at(place):
        name = str(place.sheet).replace("'", "''")
        there = f"'{name}'!{at}"
        cell.hyperlink = styles.hyperlink(ref=cell.coordinate, location=there)


def _show_alone(book: Workbook, sheet: Worksheet) -> None:
    """Open the workbook at a sheet; sheets chosen together would be typed into at once."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet


def _write_row(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column)
        cell.value = _clean(text)
        cell.data_type = "s"  # a text is a text, whatever sign it begins with


def _clean(text: str) -> str:
    return NEVER_SHOWN.sub("", text)
