"""Subtotal rows of a table: checked against the rows above them, then left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from saima.core.intake.cells import Amounts
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.intake.lookup import Indicators
from saima.core.numbers import plain_text
from saima.core.tables import Raw
from saima.core.words import words

PARTIAL = frozenset({"小计", "subtotal"})


class Subtotals:
    """Running sums of a table by indicator and column.

    小计 adds up the rows since the last 小计, 合计 and 总计 all rows above.
    """

    def __init__(self, layout: Layout, found: Collected) -> None:
        self._layout, self._found = layout, found
        self._all: dict[str, dict[int, Decimal]] = {}
        self._since: dict[str, dict[int, Decimal]] = {}

    def add(self, indicator: str, numbers: Mapping[int, Decimal | None]) -> None:
        """Count the numbers of an ordinary row, by column."""
        for sums in (self._all, self._since):
            columns = sums.setdefault(indicator, {})
            for column, value in numbers.items():
                if value is not None:
                    columns[column] = columns.get(column, Decimal(0)) + value

    def check(
        self,
        index: int,
        row: Sequence[Raw],
        indicators: Indicators,
        columns: Sequence[int],
    ) -> None:
        """Compare a subtotal row; what does not agree is refused at its cell."""
        layout, found = self._layout, self._found
        partial = layout.key(row, "subject") in PARTIAL
        sums = self._since if partial else self._all
        indicator = indicators.find(layout.text(row, "indicator") or _only(sums))
        if indicator is None:
            found.error(
                "subtotal_of_what",
                layout.sheet.place(index, layout.columns["indicator"]),
                words("this subtotal does not say of which indicator"),
                words("name the indicator, or delete the row"),
            )
            return
        expected = sums.get(indicator.code, {})
        agrees = True
        for column in columns:
            raw = row[column] if column < len(row) else None
            if raw is None or raw == "":
                continue
            place = layout.sheet.place(index, column)
            percent = (index, column) in layout.sheet.percent_cells
            amounts = Amounts(indicator, layout.units.get(column))
            value = amounts.read(raw, place, found, percent=percent)
            total = expected.get(column, Decimal(0))
            if value is None or value != total:
                agrees = False
            if value is not None and value != total:
                found.error(
                    "subtotal",
                    place,
                    words(
                        "the subtotal is {stated}, the rows above make {total}",
                        stated=plain_text(value),
                        total=plain_text(total),
                    ),
                    words("correct the subtotal or the rows above it"),
                )
        if agrees:
            found.forgive("subtotal", layout.sheet.place(index))
        if partial:
            self._since.pop(indicator.code, None)


def _only(sums: Mapping[str, object]) -> str:
    """The one indicator that was summed, or nothing."""
    return next(iter(sums)) if len(sums) == 1 else ""
