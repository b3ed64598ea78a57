"""Workbooks: their values by calamine, their pitfalls by a survey made before."""

from __future__ import annotations

import importlib
import io
import math
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from saima.core.findings import Finding, Place, blocking, error, note
from saima.core.tables import Raw, Sheet
from saima.core.words import Words, words
from saima.reading.sheets import kinds, limits
from saima.reading.sheets.archives import Archive
from saima.reading.sheets.biff import survey_biff
from saima.reading.sheets.cells import CELLS, Found, NotFiniteError
from saima.reading.sheets.compound import Compound
from saima.reading.sheets.ooxml import survey_ooxml
from saima.reading.sheets.opendocument import survey_opendocument
from saima.reading.sheets.refusals import (
    SAVE_AGAIN,
    RefusalError,
    damaged,
    empty,
    encrypted,
    macro,
    unknown_kind,
)
from saima.reading.sheets.surveys import Position, Survey, check_extents

if TYPE_CHECKING:
    import python_calamine as calamine

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
UNHIDE = words("Unhide them in Excel or WPS if they belong to the table")
PROGRAM_SHEETS = ("MacroSheet", "Vba")

Read = tuple[tuple[Sheet, ...], tuple[Finding, ...]]


def read_archive(data: bytes, file: str, hidden: Collection[str]) -> Read:
    """Read an .xlsx or .ods workbook."""
    archive = Archive(data)
    if "[Content_Types].xml" in archive.names:
        _refuse_other_documents(archive.names)
        surveys = survey_ooxml(archive)
    elif "mimetype" in archive.names and archive.read("mimetype").startswith(ODS):
        surveys = survey_opendocument(archive)
    else:
        raise unknown_kind(kinds.ARCHIVES, kinds.UNPACK)
    return _read(data, file, surveys, hidden)


def read_compound(data: bytes, file: str, hidden: Collection[str]) -> Read:
    """Read an .xls or .et workbook."""
    compound = Compound(data)
    names = compound.names
    if "EncryptedPackage" in names:
        raise encrypted()
    if "_VBA_PROJECT_CUR" in names:
        raise macro()
    stream = next((name for name in ("Workbook", "Book") if name in names), None)
    if stream is None:
        raise unknown_kind(words("a document of another program"), kinds.ELSEWHERE)
    surveys = survey_biff(compound.read(stream))
    sheets, findings = _read(data, file, surveys, hidden)
    text = words("The workbook is in the old form of Excel before 2007")
    return sheets, (note("old_format", Place(file), text, SAVE_AGAIN), *findings)


def _refuse_other_documents(names: tuple[str, ...]) -> None:
    for folder, kind in (
        ("word/", words("a Word document")),
        ("ppt/", words("a presentation")),
    ):
        if any(name.startswith(folder) for name in names):
            raise unknown_kind(kind, kinds.ELSEWHERE)


def _read(
    data: bytes, file: str, surveys: tuple[Survey, ...], hidden: Collection[str]
) -> Read:
    check_extents(surveys)
    with _sound():
        found, passed_over = _found(data, surveys, hidden)
    if not found:
        raise _only_hidden() if passed_over else empty()
    sheets: list[Sheet] = []
    findings = _hidden_note(file, passed_over)
    for survey, rows in found:
        sheet, more = _sheet(file, survey, rows)
        sheets.append(sheet)
        findings += more
    return (() if blocking(findings) else tuple(sheets)), tuple(findings)


def _found(
    data: bytes, surveys: tuple[Survey, ...], hidden: Collection[str]
) -> tuple[list[tuple[Survey, list[list[Found]]]], list[str]]:
    """The values of the sheets that are shown or wanted, and the others' names."""
    book = _open(data)
    if len(book.sheets_metadata) != len(surveys):
        raise damaged()
    found, passed_over = [], []
    for index, (about, survey) in enumerate(
        zip(book.sheets_metadata, surveys, strict=True)
    ):
        kind = _word(about.typ)
        if kind in PROGRAM_SHEETS:
            raise macro()
        if kind != "WorkSheet" or not survey.anything:
            continue
        if _word(about.visible) != "Visible" and about.name not in hidden:
            passed_over.append(about.name)
            continue
        sheet = book.get_sheet_by_index(index)
        found.append((survey, sheet.to_python(skip_empty_area=False)))
    return found, passed_over


def _word(choice: object) -> str:
    """Name a choice of calamine's, without loading its classes to compare with."""
    return str(choice).rpartition(".")[2]


def _open(data: bytes) -> calamine.CalamineWorkbook:
    # A start without a workbook must not pay for loading the library.
    library = importlib.import_module("python_calamine")
    book: calamine.CalamineWorkbook = library.load_workbook(io.BytesIO(data))
    return book


@contextmanager
def _sound() -> Iterator[None]:
    """Take whatever goes wrong in the library for damage of the file."""
    try:
        yield
    except (RefusalError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # the library's panics are no Exception
        raise damaged() from None


def _sheet(
    file: str, survey: Survey, found: list[list[Found]]
) -> tuple[Sheet, list[Finding]]:
    rows: list[tuple[Raw, ...]] = []
    infinite: list[Position] = []
    for number, cells in enumerate(found):
        try:
            rows.append(tuple([CELLS[type(cell)](cell) for cell in cells]))
        except NotFiniteError:
            infinite += [(number, column) for column in _infinite(cells)]
    sheet = Sheet(file, survey.name, tuple(rows), frozenset(survey.percents))
    errors = [*survey.errors, *((at, "NaN") for at in infinite)]
    findings = _formula_note(sheet, survey)
    findings += _error_cells(sheet, errors)
    findings += _uncached(sheet, survey.uncached)
    return sheet, findings


def _infinite(cells: list[Found]) -> Iterator[int]:
    for column, cell in enumerate(cells):
        if isinstance(cell, float) and not math.isfinite(cell):
            yield column


def _place(sheet: Sheet, at: Position) -> Place:
    return sheet.place(at[0], at[1])


def _error_cells(sheet: Sheet, errors: list[tuple[Position, str]]) -> list[Finding]:
    step = words("Mend the formula or type the value, and save")
    findings = [
        error(
            "error_cell",
            _place(sheet, at),
            words("The cell holds {value}, which is no value", value=value or "#"),
            step,
        )
        for at, value in errors[: limits.CELLS_NAMED]
    ]
    return findings + _others(sheet, "error_cell", len(errors), step)


def _uncached(sheet: Sheet, cells: list[Position]) -> list[Finding]:
    text = words("The formula was saved without its value")
    step = words("Open the file in Excel or WPS, save it and put it back")
    findings = [
        error("formula_uncached", _place(sheet, at), text, step)
        for at in cells[: limits.CELLS_NAMED]
    ]
    return findings + _others(sheet, "formula_uncached", len(cells), step)


def _others(sheet: Sheet, code: str, count: int, step: Words) -> list[Finding]:
    """Count the cells that were not named one by one."""
    more = count - limits.CELLS_NAMED
    if more <= 0:
        return []
    text = words("{count} more cells of the sheet are like this", count=more)
    return [error(code, Place(sheet.file, sheet.name), text, step)]


def _formula_note(sheet: Sheet, survey: Survey) -> list[Finding]:
    count = survey.formulas - len(survey.uncached)
    if survey.first_formula is None or not count:
        return []
    text = words("{count} formulas were read by their saved values", count=count)
    step = words("Nothing is needed if the file was saved after the last change")
    return [note("formula_cached", _place(sheet, survey.first_formula), text, step)]


def _only_hidden() -> RefusalError:
    text = words("All sheets that hold anything are hidden")
    return RefusalError("empty", text, next_step=UNHIDE)


def _hidden_note(file: str, names: list[str]) -> list[Finding]:
    if not names:
        return []
    text = words("Hidden sheets were not read: {names}", names=", ".join(names))
    return [note("hidden_sheet", Place(file), text, UNHIDE)]
