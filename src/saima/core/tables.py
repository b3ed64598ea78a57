"""A sheet of cells with names for its places, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from saima.core.findings import Place

# What a cell may hold. Numbers of workbooks arrive as Decimal, never as float;
# everything in a CSV is text. An empty cell is None.
Raw = str | Decimal | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or one CSV: rows of raw cells from its top left.

    `rows[0]` is row 1 of the file, `rows[0][0]` its column A; blank rows are
    kept so that places stay true. Rows may differ in length.
    `percent_cells` are (row, column) indices, from 0, whose number is shown as
    a percentage by the workbook (0.81 shown as 81 %).
    """

    file: str
    name: str | None
    rows: Sequence[Sequence[Raw]]
    percent_cells: frozenset[tuple[int, int]] = frozenset()

    def place(self, row: int, column: int | None = None) -> Place:
        """Name a place by its indices from 0; a row alone is named by its line."""
        if column is None:
            return Place(self.file, self.name, line=row + 1)
        return Place(self.file, self.name, cell=f"{column_name(column)}{row + 1}")


def column_name(index: int) -> str:
    """Name a column as workbooks do: 0 → A, 25 → Z, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
