"""The sheet of a month's workbook into which the figures are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from saima.core.filling import MAX_NOTE, Entry, Key, Line, MonthForm
from saima.core.intake.cells import Amounts
from saima.core.month_sheet import HEADINGS, basis_of, of_kind
from saima.core.periods import month_words
from saima.core.targets import decimals_of
from saima.core.words import Translate, words
from saima.writing.month_workbook.looks import (
    CELL,
    HEAD,
    HINT,
    OPEN,
    PROTECTED,
    TEXT,
    TITLE,
    Formats,
    at_most,
    merge,
    print_on_a4,
    write_text,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

EXACT_DIGITS = 15  # as many as a workbook keeps of a number
LARGEST = 10**15 - 1
RANGES_TOGETHER = 100  # of cells under one validation
WIDTHS = {
    "number": 6,
    "subject": 24,
    "indicator": 20,
    "unit_of_measure": 10,
    "basis": 8,
    "target": 14,
    "planned": 14,
    "before": 14,
    "value": 16,
    "note": 40,
    "confirmed": 9,
    "subject_code": 12,
    "indicator_code": 12,
}
COLUMNS = {name: index for index, name in enumerate(HEADINGS)}
LAST_SHOWN = COLUMNS["confirmed"]
HEAD_ROW = 3  # from 0, below title, facts and guidance

YES = words("yes")
KINDS_OF_NUMBER = {
    # whole, may be negative
    (True, False): words("a whole number, not negative"),
    (True, True): words("a whole number"),
    (False, False): words("a number, not negative"),
    (False, True): words("a number"),
}
EMPTY_OR_ZERO = words("Leave empty what is not known yet; write 0 for nothing.")
GUIDANCE = words(
    "Fill in the yellow cells only. Where the basis is “to date”, plan, last month and "
    "this month count from January on. Leave empty what is not known yet; write 0 for "
    "nothing. A figure far behind its plan needs an explanation."
)


@dataclass(frozen=True)
class Figures:
    """The sheet of figures."""

    sheet: Worksheet
    formats: Formats
    form: MonthForm
    record: Mapping[str, str]
    say: Translate

    def write(self, given: Mapping[Key, Entry], due_on: date | None) -> None:
        """Write the head and a row for each line."""
        self._write_top(due_on)
        basis = of_kind(self.record, "basis")
        for index, line in enumerate(self.form.lines, start=1):
            row = HEAD_ROW + index
            self._write_line(row, line, basis[basis_of(line)])
            self._write_entry(row, line, given.get(line.key) or Entry(line.key))
            self.sheet.write_number(row, 0, index, self.formats.of(CELL))
        if self.form.lines:
            self._validate()
        self._set_up()

    def _write_top(self, due_on: date | None) -> None:
        month = month_words(self.form.month)
        title = words(
            "{unit}: figures of {month}", unit=self.form.unit.name, month=month
        )
        facts = [
            words("Unit: {name}", name=self.form.unit.name),
            words("Month: {month}", month=month),
        ]
        if due_on:
            facts.append(words("To be submitted by {day}", day=due_on.isoformat()))
        told = "    ".join(fact.say(self.say) for fact in facts)
        across = (LAST_SHOWN, self.formats)
        merge(self.sheet, 0, title.say(self.say), across, TITLE)
        merge(self.sheet, 1, told, across, {"valign": "vcenter"})
        merge(self.sheet, 2, GUIDANCE.say(self.say), across, HINT)
        self.sheet.set_row(0, 28)
        self.sheet.set_row(2, 44)
        headings = of_kind(self.record, "fill")
        for name, column in COLUMNS.items():
            hidden = {"hidden": True} if column > LAST_SHOWN else {}
            self.sheet.set_column(column, column, WIDTHS[name], None, hidden)
            look = self.formats.of(HEAD)
            self.sheet.write_string(HEAD_ROW, column, headings[name], look)

    def _write_line(self, row: int, line: Line, basis: str) -> None:
        texts = {
            "subject": line.subject.name,
            "indicator": line.indicator.name,
            "unit_of_measure": line.indicator.unit_of_measure.symbol,
            "basis": basis,
            "subject_code": line.subject.code,
            "indicator_code": line.indicator.code,
        }
        look = self.formats.of(CELL, TEXT)
        for name, text in texts.items():
            self.sheet.write_string(row, COLUMNS[name], text, look)
        numbers = {
            "target": line.target,
            "planned": line.planned,
            "before": line.before,
        }
        for name, number in numbers.items():
            self._write_number(row, COLUMNS[name], number, (line, CELL))

    def _write_entry(self, row: int, line: Line, entry: Entry) -> None:
        self._write_number(row, COLUMNS["value"], entry.value, (line, OPEN))
        text = self.formats.of(OPEN, TEXT)
        write_text(self.sheet, (row, COLUMNS["note"]), entry.note, text)
        confirmed = YES.say(self.say) if entry.confirmed else ""
        look = self.formats.of(OPEN, {"align": "center"})
        write_text(self.sheet, (row, COLUMNS["confirmed"]), confirmed, look)

    def _write_number(
        self,
        row: int,
        column: int,
        value: Decimal | None,
        shown: tuple[Line, Mapping[str, Any]],
    ) -> None:
        line, look = shown
        usual = 0 if _whole(line) else line.indicator.decimals
        if value is None:
            self.sheet.write_blank(row, column, None, self.formats.number(look, usual))
            return
        made = self.formats.number(look, max(usual, decimals_of(value)))
        if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
            # As a number it would lose its last digits.
            self.sheet.write_string(row, column, f"{value:f}", made)
        else:
            # A workbook holds numbers as floats; within these digits nothing is lost.
            self.sheet.write_number(row, column, float(value), made)

    def _validate(self) -> None:
        alike: dict[tuple[bool, bool, str], list[int]] = {}
        for row, line in enumerate(self.form.lines, start=HEAD_ROW + 1):
            negative = line.indicator.may_be_negative
            unit = line.indicator.unit_of_measure.symbol
            alike.setdefault((_whole(line), negative, unit), []).append(row)
        for (whole, negative, unit), rows in alike.items():
            title = words("Enter the number in {unit}", unit=unit).say(self.say)
            wanted = KINDS_OF_NUMBER[whole, negative].say(self.say)
            rule = {
                "validate": "integer" if whole else "decimal",
                "criteria": "between",
                "minimum": -LARGEST if negative else 0,
                "maximum": LARGEST,
                "input_title": title,
                "input_message": f"{wanted}\n{EMPTY_OR_ZERO.say(self.say)}",
                "error_title": title,
                "error_message": wanted,
            }
            _validate_cells(self.sheet, COLUMNS["value"], rows, rule)
        last = HEAD_ROW + len(self.form.lines)
        long = words("At most {limit} signs", limit=MAX_NOTE).say(self.say)
        self._validate_column("note", last, at_most(MAX_NOTE, long))
        choice = {
            "validate": "list",
            "source": [YES.say(self.say)],
            "error_message": words("write 是 (yes), or leave the cell empty").say(
                self.say
            ),
        }
        self._validate_column("confirmed", last, choice)

    def _validate_column(self, name: str, last: int, rule: dict[str, Any]) -> None:
        column = COLUMNS[name]
        self.sheet.data_validation(HEAD_ROW + 1, column, last, column, rule)

    def _set_up(self) -> None:
        last = HEAD_ROW + len(self.form.lines)
        self.sheet.freeze_panes(HEAD_ROW + 1, COLUMNS["unit_of_measure"])
        self.sheet.autofilter(HEAD_ROW, 0, last, LAST_SHOWN)
        self.sheet.print_area(0, 0, last, LAST_SHOWN)
        self.sheet.protect("", PROTECTED)
        self.sheet.repeat_rows(HEAD_ROW)
        print_on_a4(self.sheet, self.form)


def _whole(line: Line) -> bool:
    return Amounts(line.indicator).counts


def _validate_cells(
    sheet: Worksheet, column: int, rows: list[int], rule: dict[str, Any]
) -> None:
    """Lay one rule on the cells of a column, many ranges at a time."""
    letter = chr(ord("A") + column)
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    for start in range(0, len(runs), RANGES_TOGETHER):
        together = runs[start : start + RANGES_TOGETHER]
        cells = " ".join(
            f"{letter}{low + 1}:{letter}{high + 1}" for low, high in together
        )
        (low, high) = together[0]
        sheet.data_validation(low, column, high, column, {**rule, "multi_range": cells})
