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


# Rows of a tree add up in three ways: all of them, or only the highest, or the lowest.
ALL, HIGHEST, LOWEST = range(3)
Sums = dict[Label, dict[int, Decimal]]


class Subtotals:
    """Running sums of a table by what its rows are of, and by column.

    小计 adds up the rows since the last 小计, 合计 and 总计 all rows above, or all rows
    where it stands above them.
    """

    def __init__(
        self, layout: Layout, indicators: Indicators, found: Collected
    ) -> None:
        self._layout, self._indicators, self._found = layout, indicators, found
        self._all: dict[int, Sums] = {ALL: {}}
        self._since: dict[int, Sums] = {ALL: {}}
        self._early: list[tuple[int, Sequence[Raw], Label, Sequence[int]]] = []

    def add(
        self,
        label: Label,
        numbers: Mapping[int, Decimal | None],
        ways: Iterable[int] = (ALL,),
    ) -> None:
        """Count the numbers of an ordinary row, by column."""
        for sums in (self._all, self._since):
            for way in ways:
                columns = sums.setdefault(way, {}).setdefault(label, {})
                for column, value in numbers.items():
                    if value is not None:
                        columns[column] = plus(columns.get(column, ZERO), value)

    def check(
        self, index: int, row: Sequence[Raw], label: Label, columns: Sequence[int]
    ) -> None:
        """Compare a subtotal row; what does not agree is refused at its cell."""
        partial = subtotal(self._layout.text(row, "subject")) in PARTIAL
        if not partial and not self._meant(self._all, label):
            self._early.append((index, row, label, columns))
            return
        sums = self._since if partial else self._all
        self._compare(index, row, label, sums, columns)
        if partial:
            for other in self._meant(sums, label):
                for way in sums.values():
                    way.pop(other, None)

    def finish(self) -> None:
        """Compare the totals that stand above what they add up."""
        for index, row, label, columns in self._early:
            self._compare(index, row, label, self._all, columns)
        self._early.clear()

    def _meant(self, sums: Mapping[int, Sums], label: Label) -> list[Label]:
        return [other for other in sums[ALL] if _covers(label, other)]

    def _compare(
        self,
        index: int,
        row: Sequence[Raw],
        label: Label,
        sums: Mapping[int, Sums],
        columns: Sequence[int],
    ) -> None:
        meant = self._meant(sums, label)
        codes = {other[:2] for other in meant} or {label[:2]}
        code = next(iter(codes))[0]
        if len(codes) > 1 or code is None:
            self._of_what(index)
            return
        place = self._layout.sheet.place(index)
        expected = [
            _added(way[other] for other in meant if other in way)
            for number, way in sums.items()
            if number == ALL or any(other in way for other in meant)
        ]
        if self._indicators.by_code[code].kind is IndicatorKind.RATE:
            self._found.forgive("total_of_rates", place)
        elif self._agrees(index, row, code, expected, columns):
            self._found.forgive("subtotal", place)

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
        expected: Sequence[Mapping[int, Decimal]],
        columns: Sequence[int],
    ) -> bool:
        """Whether the row is one of the sums; else it is held against the first."""
        stated = self._stated(index, row, code, columns)
        if any(
            all(value == sums.get(column, ZERO) for column, value in stated.items())
            for sums in expected
        ):
            return True
        for column, value in stated.items():
            total = expected[0].get(column, ZERO)
            if value is not None and value != total:
                self._found.error(
                    "subtotal",
                    self._layout.sheet.place(index, column),
                    words(
                        "the subtotal is {stated}, the rows above make {total}",
                        stated=plain_text(value),
                        total=plain_text(total),
                    ),
                    words("correct the subtotal or the rows above it"),
                )
        return False

    def _stated(
        self, index: int, row: Sequence[Raw], code: str, columns: Sequence[int]
    ) -> dict[int, Decimal | None]:
        """The numbers of a subtotal row, by column; None where one cannot be read."""
        layout, found = self._layout, self._found
        indicator = self._indicators.by_code[code]
        stated = unit_of_row(layout, index, row, found)
        numbers: dict[int, Decimal | None] = {}
        for column in columns:
            raw = row[column] if column < len(row) else None
            if raw is None or raw == "":
                continue
            place = layout.sheet.place(index, column)
            unit = layout.unit_at(column, stated, indicator.unit_of_measure)
            percent = (index, column) in layout.sheet.percent_cells
            amounts = Amounts(indicator, unit)
            numbers[column] = amounts.read(raw, place, found, percent=percent)
        return numbers


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
