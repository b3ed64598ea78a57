"""The sheet of a month's workbook that names what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saima.core.filling import MAX_ITEM, Entry, Key, MonthForm
from saima.core.month_sheet import ABOUT, ITEM_HEADINGS, labels, of_kind
from saima.core.words import Translate, words
from saima.writing.month_workbook.looks import (
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

ITEM_WIDTHS = {"subject": 28, "indicator": 24, "name": 48, "remark": 40}
HEAD_ROW = 2
PROTECTED_LIST = {**PROTECTED, "insert_rows": True, "delete_rows": True, "sort": True}

CHOOSE = words("Choose from the list")
LIST_GUIDANCE = words(
    "One line for each thing that was counted. Subject and indicator are chosen from "
    "the list of the cell; there must be as many lines as were counted."
)


@dataclass(frozen=True)
class Lists:
    """The sheet of the things that were counted, a row each."""

    sheet: Worksheet
    formats: Formats
    form: MonthForm
    record: Mapping[str, str]
    say: Translate

    def write(self, given: Mapping[Key, Entry]) -> None:
        """Write the head and a row for each thing that was counted so far."""
        listed = [line for line in self.form.lines if line.items]
        subjects = labels(line.subject for line in listed)
        indicators = labels(line.indicator for line in listed)
        self._write_top()
        row = HEAD_ROW
        look = self.formats.of(OPEN, TEXT)
        for line in listed:
            names = subjects[line.subject.code], indicators[line.indicator.code]
            entry = given.get(line.key) or Entry(line.key)
            for item in entry.items:
                row += 1
                for column, text in enumerate((*names, item, "")):
                    write_text(self.sheet, (row, column), text, look)
        self._validate(len(subjects), len(indicators))
        self.sheet.freeze_panes(HEAD_ROW + 1, 0)
        self.sheet.protect("", PROTECTED_LIST)
        print_on_a4(self.sheet, self.form)
        self.sheet.repeat_rows(HEAD_ROW)

    def _write_top(self) -> None:
        last = len(ITEM_HEADINGS) - 1
        across = (last, self.formats)
        # Whole columns are open, so that rows may be put in and taken out.
        self.sheet.set_column(0, 16_383, None, self.formats.of({"locked": False}))
        look = self.formats.of(TEXT, {"locked": False})
        headings = of_kind(self.record, "items")
        for column, name in enumerate(ITEM_HEADINGS):
            self.sheet.set_column(column, column, ITEM_WIDTHS[name], look)
            head = self.formats.of(HEAD)
            self.sheet.write_string(HEAD_ROW, column, headings[name], head)
        merge(self.sheet, 0, self.record["sheet:items"], across, TITLE)
        merge(self.sheet, 1, LIST_GUIDANCE.say(self.say), across, HINT)
        self.sheet.set_row(0, 28)
        self.sheet.set_row(1, 32)

    def _validate(self, subjects: int, indicators: int) -> None:
        first, last = HEAD_ROW + 1, 1_048_575
        say = self.say(CHOOSE.text)
        for column, count in enumerate((subjects, indicators)):
            letter = "DE"[column]
            rule = {
                "validate": "list",
                "source": f"={ABOUT}!${letter}$1:${letter}${count}",
                "error_message": say,
                "input_message": say,
            }
            self.sheet.data_validation(first, column, last, column, rule)
        long = words("At most {limit} signs", limit=MAX_ITEM).say(self.say)
        self.sheet.data_validation(first, 2, last, 2, at_most(MAX_ITEM, long))
