"""The workbook in which a unit fills in its month."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from saima.core.filling import Entry, MonthForm
from saima.core.month_sheet import ABOUT, labels, record_of
from saima.core.words import Translate
from saima.writing.month_workbook.figures import Figures
from saima.writing.month_workbook.lists import Lists
from saima.writing.month_workbook.looks import Formats

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {
    "in_memory": True,
    # A text is a text, whatever sign it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}


def month_workbook(
    form: MonthForm,
    entries: Iterable[Entry],
    say: Translate,
    *,
    due_on: date | None = None,
) -> bytes:
    """Write the form with what was filled in so far, as an .xlsx to be put back."""
    # A start that writes no workbook must not pay for loading the library.
    library = importlib.import_module("xlsxwriter")
    target = io.BytesIO()
    given = {entry.key: entry for entry in entries}
    record = record_of(form, say)
    with library.Workbook(target, OPTIONS) as book:
        _describe(book, record)
        formats = Formats(book)
        figures = book.add_worksheet(record["sheet:fill"])
        Figures(figures, formats, form, record, say).write(given, due_on)
        if any(line.items for line in form.lines):
            sheet = book.add_worksheet(record["sheet:items"])
            Lists(sheet, formats, form, record, say).write(given)
        _write_record(book.add_worksheet(ABOUT), record, form)
    return target.getvalue()


def _describe(book: Workbook, record: Mapping[str, str]) -> None:
    """What programs that keep documents show of the file."""
    book.set_properties({"title": record["sheet:fill"], "company": record["unit_name"]})
    for name in ("kind", "form", "unit", "month"):
        book.set_custom_property(f"saima_{name}", record[name], "text")


def _write_record(sheet: Worksheet, record: Mapping[str, str], form: MonthForm) -> None:
    """The record in A and B; in D and E what the lists are chosen from."""
    for row, pair in enumerate(record.items()):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, text)
    listed = [line for line in form.lines if line.items]
    for column, things in (
        (3, labels(line.subject for line in listed)),
        (4, labels(line.indicator for line in listed)),
    ):
        for row, label in enumerate(things.values()):
            sheet.write_string(row, column, label)
    sheet.very_hidden()
