"""How the sheets of a month's workbook look, open and print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from saima.core.filling import MonthForm

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4 = 9
TEXT = {"num_format": "@", "text_wrap": True}
CELL = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
OPEN = {**CELL, "locked": False, "bg_color": "#FFFBE0"}
HEAD = {
    **CELL,
    "bold": True,
    "text_wrap": True,
    "align": "center",
    "bg_color": "#E7EDF5",
}
TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
HINT = {"text_wrap": True, "valign": "vcenter", "font_color": "#595959"}
PROTECTED = {"autofilter": True, "format_columns": True, "format_rows": True}


class Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def of(self, *properties: Mapping[str, Any]) -> Format:
        """The format with all these properties, the later over the earlier."""
        merged = {name: value for one in properties for name, value in one.items()}
        key = repr(merged)
        if key not in self._made:
            self._made[key] = self._book.add_format(merged)
        return self._made[key]

    def number(self, look: Mapping[str, Any], decimals: int) -> Format:
        """The format of a number with so many decimals."""
        zeros = f".{'0' * decimals}" if decimals else ""
        return self.of(look, {"num_format": f"#,##0{zeros}"})


def write_text(sheet: Worksheet, at: tuple[int, int], text: str, look: Format) -> None:
    """Write a text as a text, and nothing as an empty cell with its look."""
    if text:
        sheet.write_string(*at, text, look)
    else:
        sheet.write_blank(*at, None, look)


def merge(
    sheet: Worksheet,
    row: int,
    text: str,
    across: tuple[int, Formats],
    look: Mapping[str, Any],
) -> None:
    """Write a text across the columns up to the last that is shown."""
    last, formats = across
    made = formats.of(look)
    sheet.merge_range(row, 0, row, last, "", made)
    sheet.write_string(row, 0, text, made)


def at_most(limit: int, message: str) -> dict[str, Any]:
    """The rule of a text that may not be longer."""
    return {
        "validate": "length",
        "criteria": "<=",
        "value": limit,
        "error_message": message,
    }


def print_on_a4(sheet: Worksheet, form: MonthForm) -> None:
    """Let a sheet be printed across, with unit, month and version below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    name = form.unit.name.replace("&", "&&")
    sheet.set_footer(f"&L{name} {form.month}&C&P / &N&R{form.version}")
