"""Subtotal rows of a table: checked against the rows above them, then left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from saima.core.indicators import IndicatorKind
from saima.core.intake.cells import Amounts
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.intake.lookup import Indicators, find_indicator, subtotal, unit_of_row
from saima.core.numbers import ZERO, plain_text, plus
from saima.core.tables import Raw
from saima.core.words import words

PARTIAL = frozenset({"小计", "subtotal"})

# What a row is of: indicator, basis and month; None where it does not say.
Label = tuple[str | None, str | None, int | None]


def label_of(
    layout: Layout,
    index: int,
    row: Sequence[Raw],
    indicators: Indicators,
    found: Collected,
) -> Label:
    """The indicator that a subtotal row names, if it does."""
    name = layout.text(row, "indicator")
    place = layout.sheet.place(index, layout.columns["indicator"])
    indicator = find_indicator(name, indicators, place, found) if name else None
    return (None if indicator is None else indicator.code, None, None)


class Subtotals:
    """Running sums of a table by what its rows are of, and by column.

    小计 adds up the rows since the last 小计, 合计 and 总计 all rows above.
    """

    def __init__(
        self, layout: Layout, indicators: Indicators, found: Collected
    ) -> None:
        self._layout, self._indicators, self._found = layout, indicators, found
        self._all: dict[Label, dict[int, Decimal]] = {}
        self._since: dict[Label, dict[int, Decimal]] = {}

    def add(self, label: Label, numbers: Mapping[int, Decimal | None]) -> None:
        """Count the numbers of an ordinary row, by column."""
        for sums in (self._all, self._since):
            columns = sums.setdefault(label, {})
            for column, value in numbers.items():
                if value is not None:
                    columns[column] = plus(columns.get(column, ZERO), value)

    def check(
        self, index: int, row: Sequence[Raw], label: Label, columns: Sequence[int]
    ) -> None:
        """Compare a subtotal row; what does not agree is refused at its cell."""
        partial = subtotal(self._layout.text(row, "subject")) in PARTIAL
        sums = self._since if partial else self._all
        meant = [other for other in sums if _covers(label, other)]
        codes = {other[:2] for other in meant} or {label[:2]}
        code = next(iter(codes))[0]
        if len(codes) > 1 or code is None:
            self._of_what(index)
            return
        place = self._layout.sheet.place(index)
        if self._indicators.by_code[code].kind is IndicatorKind.RATE:
            self._found.forgive("total_of_rates", place)
        elif self._agrees(
            index, row, code, _added(sums[other] for other in meant), columns
        ):
            self._found.forgive("subtotal", place)
        if partial:
            for other in meant:
                del sums[other]

    def _of_what(self, index: int) -> None:
        self._found.error(
            "subtotal_of_what",
            self._layout.sheet.place(index, self._layout.columns["indicator"]),
            words("this subtotal does not say of which indicator and basis (口径)"),
            words("name them in the row, or delete it"),
        )

    def _agrees(
        self,
        index: int,
        row: Sequence[Raw],
        code: str,
        expected: Mapping[int, Decimal],
        columns: Sequence[int],
    ) -> bool:
        layout, found = self._layout, self._found
        indicator = self._indicators.by_code[code]
        stated = unit_of_row(layout, index, row, found)
        agrees = True
        for column in columns:
            raw = row[column] if column < len(row) else None
            if raw is None or raw == "":
                continue
            place = layout.sheet.place(index, column)
            unit = layout.unit_at(column, stated, indicator.unit_of_measure)
            percent = (index, column) in layout.sheet.percent_cells
            value = Amounts(indicator, unit).read(raw, place, found, percent=percent)
            total = expected.get(column, Decimal(0))
            agrees &= value == total
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
        return agrees


def _covers(label: Label, other: Label) -> bool:
    return all(
        mine is None or mine == theirs
        for mine, theirs in zip(label, other, strict=True)
    )


def _added(parts: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for part in parts:
        for column, value in part.items():
            sums[column] = plus(sums.get(column, ZERO), value)
    return sums
