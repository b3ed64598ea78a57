"""The workbook in which a group company's plan is worked at, or handed out."""

from __future__ import annotations

import importlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from saima.core.indicators import Indicator
from saima.core.month_sheet import ABOUT
from saima.core.plan_sheet import (
    BOUND_NAMES,
    GROUPS,
    HEADINGS,
    MONEY_SHEET,
    MONTHS,
    NOT_APPLICABLE,
    NUMBERS,
    OTHER_SHEET,
    PHASING_NAMES,
    PlanForm,
    PlanRow,
    record_of,
)
from saima.core.targets import Target, Targets, decimals_of
from saima.core.units_of_measure import UnitOfMeasure
from saima.core.words import Translate, words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

EXACT_DIGITS = 15  # as many as a workbook keeps of a number
A3 = 8
HEAD_ROW = 2  # from 0, below title and guidance; the head has two rows
DEEPEST = 15  # indents that a cell can show
OPTIONS = {
    "in_memory": True,
    # A text is a text, whatever sign it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}
CELL = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
TEXT = {**CELL, "num_format": "@"}
MIDDLE = {**TEXT, "align": "center"}
HEAD = {
    **CELL,
    "bold": True,
    "text_wrap": True,
    "align": "center",
    "bg_color": "#E7EDF5",
}
TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
HINT = {"text_wrap": True, "valign": "vcenter", "font_color": "#595959"}
WIDTHS = {
    "number": 6,
    "subject": 30,
    "level": 6,
    "indicator": 20,
    "unit": 10,
    "year": 14,
    "bound": 9,
    "floor": 12,
    "stretch": 12,
    "phasing": 10,
    "source": 16,
    "subject_code": 12,
    "indicator_code": 12,
}
MONTH_WIDTH = 11
GUIDANCE = words(
    "One row for each target. Rows without numbers are passed over; “not applicable” in "
    "place of the target of the year says that an indicator is not for a subject. Months "
    "make the year, or a way of phasing spreads it. Rows may be added, by the names of "
    "subject and indicator."
)


def plan_workbook(form: PlanForm, targets: Targets, say: Translate) -> bytes:
    """Write the plan as an .xlsx to be worked at and put back."""
    # A start that writes no workbook must not pay for loading the library.
    library = importlib.import_module("xlsxwriter")
    target = io.BytesIO()
    record = record_of(form, say)
    rows = [*form.rows(targets)]
    money = [row for row in rows if form.unit_of(row.indicator) is form.money]
    others = [row for row in rows if form.unit_of(row.indicator) is not form.money]
    kinds = (MONEY_SHEET, money, form.money), (OTHER_SHEET, others, None)
    tables = [kind for kind in kinds if kind[1]]
    with library.Workbook(target, OPTIONS) as book:
        _describe(book, form, record, say)
        formats = _Formats(book)
        for name, kind, unit in tables or [(MONEY_SHEET, rows, form.money)]:
            sheet = book.add_worksheet(name.say(say))
            _Table(sheet, formats, form, say, unit).write(kind, targets)
        _write_record(book.add_worksheet(ABOUT), record)
    return target.getvalue()


def _describe(
    book: Workbook, form: PlanForm, record: Mapping[str, str], say: Translate
) -> None:
    """What programs that keep documents show of the file."""
    title = _title(form, say)
    book.set_properties({"title": title, "company": form.root.name})
    for name in ("kind", "form", "root", "year", "money"):
        book.set_custom_property(f"saima_{name}", record[name], "text")


def _title(form: PlanForm, say: Translate) -> str:
    text = words(
        "{root}: targets of {year} and their plan by month",
        root=form.root.name,
        year=str(form.year),
    )
    return text.say(say)


def _write_record(sheet: Worksheet, record: Mapping[str, str]) -> None:
    for row, pair in enumerate(record.items()):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, text)
    sheet.very_hidden()


class _Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def of(self, look: Mapping[str, Any], **more: Any) -> Format:
        key = repr((look, more))
        if key not in self._made:
            self._made[key] = self._book.add_format({**look, **more})
        return self._made[key]

    def number(self, decimals: int) -> Format:
        zeros = f".{'0' * decimals}" if decimals else ""
        return self.of(CELL, num_format=f"#,##0{zeros}")


@dataclass
class _Table:
    """A sheet of targets: those in money, whose heads say the unit, or the others."""

    sheet: Worksheet
    formats: _Formats
    form: PlanForm
    say: Translate
    unit: UnitOfMeasure | None

    def __post_init__(self) -> None:
        names = [n for n in HEADINGS if n != "unit" or self.unit is None]
        self.columns = {name: index for index, name in enumerate(names)}
        self.last = self.columns["source"]

    def write(self, rows: Sequence[PlanRow], targets: Targets) -> None:
        self._write_top()
        first = HEAD_ROW + 2
        for number, row in enumerate(rows, start=1):
            at = first + number - 1
            self.sheet.write_number(at, 0, number, self.formats.of(CELL))
            self._write_names(at, row)
            target = targets.get((row.subject.code, row.indicator.code))
            self._write_target(at, row.indicator, target)
        self._validate(first, max(first, first + len(rows) - 1))
        self._set_up(max(first, first + len(rows) - 1))

    def _write_top(self) -> None:
        title, hint = _title(self.form, self.say), GUIDANCE.say(self.say)
        self._merge((0, 0, 0, self.last), title, TITLE)
        self._merge((1, 0, 1, self.last), hint, HINT)
        self.sheet.set_row(0, 28)
        self.sheet.set_row(1, 36)
        grouped = {name for _, names in GROUPS for name in names}
        for name, column in self.columns.items():
            hidden = {"hidden": True} if column > self.last else {}
            width = WIDTHS.get(name, MONTH_WIDTH)
            self.sheet.set_column(column, column, width, None, hidden)
            text = HEADINGS[name].say(self.say)
            if name in grouped:
                look = self.formats.of(HEAD)
                self.sheet.write_string(HEAD_ROW + 1, column, text, look)
            else:
                self._merge((HEAD_ROW, column, HEAD_ROW + 1, column), text, HEAD)
        unit = f"（{self.unit.symbol}）" if self.unit else ""
        for group, names in GROUPS:
            start, end = self.columns[names[0]], self.columns[names[-1]]
            text = f"{group.say(self.say)}{unit}"
            self._merge((HEAD_ROW, start, HEAD_ROW, end), text, HEAD)

    def _merge(
        self, cells: tuple[int, int, int, int], text: str, look: Mapping[str, Any]
    ) -> None:
        made = self.formats.of(look)
        self.sheet.merge_range(*cells, "", made)
        self.sheet.write_string(cells[0], cells[1], text, made)

    def _write_names(self, at: int, row: PlanRow) -> None:
        indent = self.formats.of(TEXT, indent=min(row.level - 1, DEEPEST))
        self._text(at, "subject", row.subject.name, indent)
        self.sheet.write_number(
            at, self.columns["level"], row.level, self.formats.of(CELL, align="center")
        )
        look = self.formats.of(TEXT)
        self._text(at, "indicator", row.indicator.name, look)
        self._text(at, "subject_code", row.subject.code, look)
        self._text(at, "indicator_code", row.indicator.code, look)
        if self.unit is None:
            symbol = row.indicator.unit_of_measure.symbol
            self._text(at, "unit", symbol, self.formats.of(MIDDLE))

    def _write_target(
        self, at: int, indicator: Indicator, target: Target | None
    ) -> None:
        """The numbers of a row; bound and phasing are said where there is a target."""
        numbers: dict[str, Decimal | None] = dict.fromkeys(NUMBERS)
        bound = source = ""
        if target is not None and target.applicable:
            numbers |= {
                "year": target.year,
                "floor": target.floor,
                "stretch": target.stretch,
            }
            numbers |= dict(zip(MONTHS, target.months or (), strict=False))
            bound = BOUND_NAMES[target.bound].say(self.say)
        if target is not None:
            source = target.source
        for name, number in numbers.items():
            self._number(at, name, number, indicator)
        if target is not None and not target.applicable:
            text = NOT_APPLICABLE.say(self.say)
            self._text(at, "year", text, self.formats.of(MIDDLE))
        self._text(at, "bound", bound, self.formats.of(MIDDLE))
        self._text(at, "phasing", "", self.formats.of(MIDDLE))
        self._text(at, "source", source, self.formats.of(TEXT))

    def _number(
        self, at: int, name: str, value: Decimal | None, indicator: Indicator
    ) -> None:
        column = self.columns[name]
        if value is None:
            blank = self.formats.number(indicator.decimals)
            self.sheet.write_blank(at, column, None, blank)
            return
        shown = indicator.unit_of_measure.convert(value, self.form.unit_of(indicator))
        look = self.formats.number(max(indicator.decimals, decimals_of(shown)))
        if len(shown.normalize().as_tuple().digits) > EXACT_DIGITS:
            # As a number it would lose its last digits.
            self.sheet.write_string(at, column, f"{shown:f}", look)
        else:
            # Its digits are written as they stand.
            self.sheet.write_number(at, column, shown, look)  # type: ignore[call-overload]

    def _text(self, at: int, name: str, text: str, look: Format) -> None:
        column = self.columns[name]
        if text:
            self.sheet.write_string(at, column, text, look)
        else:
            self.sheet.write_blank(at, column, None, look)

    def _validate(self, first: int, last: int) -> None:
        for name, choices in (("bound", BOUND_NAMES), ("phasing", PHASING_NAMES)):
            column = self.columns[name]
            source = [choice.say(self.say) for choice in choices.values()]
            rule = {"validate": "list", "source": source}
            self.sheet.data_validation(first, column, last, column, rule)

    def _set_up(self, last: int) -> None:
        self.sheet.freeze_panes(HEAD_ROW + 2, self.columns["year"])
        self.sheet.autofilter(HEAD_ROW + 1, 0, last, self.last)
        self.sheet.print_area(0, 0, last, self.last)
        self.sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A3)
        self.sheet.fit_to_pages(1, 0)
        name = self.form.root.name.replace("&", "&&")
        self.sheet.set_footer(f"&L{name} {self.form.year}&C&P / &N")
