"""How the sheets of an edition look, hold numbers and print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from saima.core.lights import Light
from saima.core.numbers import round_half_up
from saima.core.targets import decimals_of
from saima.writing.edition_told import LightTold

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4 = 9
HEAD_HEIGHT = 34  # two lines
EXACT_DIGITS = 15  # as many as a workbook keeps of a number
CELL = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
TEXT = {**CELL, "num_format": "@", "text_wrap": True}
MIDDLE = {**TEXT, "align": "center"}
WORD = {**TEXT, "align": "right", "font_color": "#595959"}
HEAD = {**MIDDLE, "bold": True, "bg_color": "#E7EDF5"}
BAND = {**TEXT, "bold": True, "bg_color": "#F2F2F2"}
TITLE = {"bold": True, "font_size": 16, "valign": "vcenter", "num_format": "@"}
PART = {"bold": True, "font_size": 13, "valign": "vcenter", "num_format": "@"}
PLAIN = {"valign": "top", "num_format": "@", "text_wrap": True}
HINT = {"valign": "vcenter", "font_color": "#595959", "num_format": "@"}
MOVES = '"↑"0;"↓"0;"="'
AHEAD = "+0.00;-0.00;0.00"
# Light grounds under black words, so that they read in print as well.
GROUNDS = {
    Light.GREEN: "#C6E7C8",
    Light.NOTICE: "#CFE8F5",
    Light.YELLOW: "#FFF2B3",
    Light.ORANGE: "#FFD9AD",
    Light.RED: "#F8C4C0",
}
Look = Mapping[str, Any]
At = tuple[int, int]


@dataclass
class Page:
    """A sheet with the formats of the book: each kind of cell has its verb."""

    sheet: Worksheet
    book: Workbook
    _made: dict[str, Format] = field(default_factory=dict)

    def look(self, look: Look, **more: Any) -> Format:
        """The format with these properties, made once."""
        key = repr((look, more))
        if key not in self._made:
            self._made[key] = self.book.add_format({**look, **more})
        return self._made[key]

    def text(self, at: At, text: str, look: Look = TEXT) -> None:
        """Write a text as a text, whatever sign it begins with."""
        if text:
            self.sheet.write_string(*at, text, self.look(look))
        else:
            self.blank(at, look)

    def blank(self, at: At, look: Look = CELL) -> None:
        """Leave a cell empty, with its look."""
        self.sheet.write_blank(*at, None, self.look(look))

    def number(self, at: At, value: Decimal | None, num_format: str) -> None:
        """Write a number, or its digits as text where a cell would lose some."""
        if value is None:
            self.blank(at)
            return
        look = self.look(CELL, num_format=num_format)
        if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
            self.text(at, f"{value:f}", {**TEXT, "align": "right"})
        else:
            # A workbook holds numbers as floats; within these digits nothing is lost.
            self.sheet.write_number(*at, float(value), look)

    def amount(self, at: At, value: Decimal | None, decimals: int) -> None:
        """Write a number with its decimals, and with more where it has more."""
        usual = decimals if value is None else max(decimals, decimals_of(value))
        self.number(at, value, places(usual))

    def share(self, at: At, value: Fraction | None) -> None:
        """Write a fraction of one as the percentage that is printed."""
        rounded = None if value is None else round_half_up(value, 4)
        self.number(at, rounded, "0.00%")

    def count(self, at: At, value: int | None, num_format: str = "0") -> None:
        """Write a whole number."""
        self.number(at, None if value is None else Decimal(value), num_format)

    def light(self, at: At, light: LightTold | None) -> None:
        """Write a light: its word on the ground of its color."""
        if light is None:
            self.blank(at)
            return
        look = {**MIDDLE, "bg_color": GROUNDS[light.light]}
        self.text(at, light.name, look)

    def across(self, row: int, columns: At, text: str, look: Look = TEXT) -> None:
        """Write a text across the columns from the first to the last."""
        first, last = columns
        self.sheet.merge_range(row, first, row, last, "", self.look(look))
        self.text((row, first), text, look)

    def heads(self, row: int, names: Mapping[str, float]) -> None:
        """Write the headings of a table with the widths of their columns."""
        self.sheet.set_row(row, HEAD_HEIGHT)
        for column, (name, width) in enumerate(names.items()):
            self.sheet.set_column(column, column, width)
            self.text((row, column), name, HEAD)


def places(decimals: int) -> str:
    """The format of a number with so many decimals."""
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def print_on_a4(sheet: Worksheet, below: str, pages_wide: int | None = 1) -> None:
    """Let a sheet be printed across, with whose it is and the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    if pages_wide is not None:
        sheet.fit_to_pages(pages_wide, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{below.replace('&', '&&')}&R&P / &N")
