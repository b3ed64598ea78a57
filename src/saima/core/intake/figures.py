"""Reading figures: one row a month, or one row a year with its months side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saima.core.figures import Basis, Figures, Series
from saima.core.findings import Place
from saima.core.intake.cells import NOT_REPORTED, YES, Amounts, read_month, text_of
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.intake.lookup import (
    SUBTOTALS,
    Indicators,
    data_rows,
    find_indicator,
    find_subject,
)
from saima.core.intake.subtotals import Subtotals
from saima.core.intake.targets import unit_of_row
from saima.core.numbers import plain_text
from saima.core.subjects import Subjects
from saima.core.tables import Raw
from saima.core.words import words

BASES = {
    "": Basis.IN_PERIOD,
    "当月": Basis.IN_PERIOD,
    "本月": Basis.IN_PERIOD,
    "in month": Basis.IN_PERIOD,
    "in_period": Basis.IN_PERIOD,
    "累计": Basis.TO_DATE,
    "本年累计": Basis.TO_DATE,
    "to date": Basis.TO_DATE,
    "to_date": Basis.TO_DATE,
}

Key = tuple[str, str, Basis]


@dataclass(frozen=True, slots=True)
class Where:
    """The row in which a figure stands, to name its cell later."""

    layout: Layout
    row: int
    column: int

    @property
    def place(self) -> Place:
        """The cell."""
        return self.layout.sheet.place(self.row, self.column)


@dataclass
class FiguresRead:
    """What was read: months by subject, indicator and basis, with their cells."""

    months: dict[Key, list[Decimal | None]]
    where: dict[Key, dict[int, Where]]
    confirmed: dict[Key, frozenset[int]]

    def figures(self) -> Figures:
        """The figures; where both bases were given, the months alone are kept."""
        series: dict[tuple[str, str], Series] = {}
        for (subject, indicator, basis), months in self.months.items():
            key = (subject, indicator)
            if key in series and basis is Basis.TO_DATE:
                continue
            series[key] = Series(basis, tuple(months))
        return Figures(series)


@dataclass(frozen=True)
class Known:
    """The context in which figures are read."""

    year: int
    subjects: Subjects
    indicators: Indicators


def read_figures(
    layouts: Sequence[Layout], known: Known, found: Collected
) -> FiguresRead:
    """Read all figures of a year; the same month told twice is refused."""
    read = FiguresRead({}, {}, {})
    for layout in layouts:
        rows = RowsOfFigures(layout, known, read, found)
        for index, row in data_rows(layout, found):
            rows.take(index, row)
    return read


class RowsOfFigures:
    """The rows of one sheet of figures, taken one by one."""

    def __init__(
        self, layout: Layout, known: Known, read: FiguresRead, found: Collected
    ) -> None:
        self.layout, self.known = layout, known
        self.read, self.found = read, found
        self.subtotals = Subtotals(layout, found)
        value = layout.columns.get("value")
        self.columns = [*layout.months.values()] if value is None else [value]

    def take(self, index: int, row: Sequence[Raw]) -> None:
        """Take one row: its figures, or its subtotals to be checked."""
        layout, known = self.layout, self.known
        name = layout.text(row, "subject")
        if self.layout.key(row, "subject") in SUBTOTALS:
            self.subtotals.check(index, row, known.indicators, self.columns)
            return
        subject = known.subjects.find(name)
        indicator = known.indicators.find(layout.text(row, "indicator"))
        basis = self._basis(index, row)
        if subject is None or indicator is None:
            self._unknown(index, row)
        elif basis is not None:
            self._figures(index, row, (subject.code, indicator.code, basis))

    def _unknown(self, index: int, row: Sequence[Raw]) -> None:
        layout, known = self.layout, self.known
        subject_at = layout.sheet.place(index, layout.columns["subject"])
        indicator_at = layout.sheet.place(index, layout.columns["indicator"])
        find_subject(
            layout.text(row, "subject"), known.subjects, subject_at, self.found
        )
        find_indicator(
            layout.text(row, "indicator"), known.indicators, indicator_at, self.found
        )

    def _basis(self, index: int, row: Sequence[Raw]) -> Basis | None:
        text = self.layout.text(row, "basis")
        basis = BASES.get(self.layout.key(row, "basis"))
        if basis is None:
            self.found.error(
                "unknown_choice",
                self.layout.sheet.place(index, self.layout.columns["basis"]),
                words("“{text}” is not known here", text=text),
                words("write 当月 (in month) or 累计 (to date)"),
            )
        return basis

    def _figures(self, index: int, row: Sequence[Raw], key: Key) -> None:
        layout = self.layout
        indicator = self.known.indicators.by_code[key[1]]
        amounts = Amounts(indicator, unit_of_row(layout, index, row, self.found))
        numbers: dict[int, Decimal | None] = {}
        months = self.read.months.setdefault(key, [None] * 12)
        where = self.read.where.setdefault(key, {})
        for month, column, raw in self._cells(index, row):
            value = self._value(amounts, index, column, raw)
            if value is None:
                continue
            if month in where:
                self._twice(layout.sheet.place(index, column), key, month)
                continue
            months[month - 1] = value
            where[month] = Where(layout, index, column)
            numbers[column] = value
        self.subtotals.add(indicator.code, numbers)
        self._check_total(index, row, amounts, numbers)
        _confirm(self.read, key, layout, row)

    def _cells(self, index: int, row: Sequence[Raw]) -> Iterator[tuple[int, int, Raw]]:
        """The months of a row with their columns and raw cells."""
        layout, width = self.layout, len(row)
        if "value" not in layout.columns:
            for number, column in layout.months.items():
                if column < width:
                    yield number, column, row[column]
            return
        raw, year = layout.cell(row, "month"), self.known.year
        month = read_month(raw, year)
        if month is None or month.year != year:
            self.found.error(
                "not_a_month",
                layout.sheet.place(index, layout.columns.get("month")),
                words(
                    "“{text}” is not a month of {year}", text=text_of(raw), year=year
                ),
                words("write it as 2022-05, or 5月"),
            )
            return
        yield month.number, layout.columns["value"], layout.cell(row, "value")

    def _value(
        self, amounts: Amounts, index: int, column: int, raw: Raw
    ) -> Decimal | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, str) and raw.strip().lower() in NOT_REPORTED:
            return None
        layout = self.layout
        if column in layout.units and amounts.unit is None:
            amounts = Amounts(amounts.indicator, layout.units[column])
        percent = (index, column) in layout.sheet.percent_cells
        plain = None if percent else amounts.plain(raw)
        if plain is not None:
            return plain
        place = layout.sheet.place(index, column)
        return amounts.read(raw, place, self.found, percent=percent)

    def _twice(self, place: Place, key: Key, month: int) -> None:
        self.found.error(
            "month_twice",
            place,
            words(
                "{subject} reports {indicator} for month {month} a second time",
                subject=self.known.subjects[key[0]].name,
                indicator=self.known.indicators.by_code[key[1]].name,
                month=month,
            ),
            words("keep one figure for each month"),
        )

    def _check_total(
        self,
        index: int,
        row: Sequence[Raw],
        amounts: Amounts,
        numbers: Mapping[int, Decimal | None],
    ) -> None:
        """Compare the total that a row states for itself with its months."""
        raw, column = self.layout.cell(row, "total"), self.layout.columns.get("total")
        if column is None or raw is None or raw == "":
            return
        place = self.layout.sheet.place(index, column)
        stated = amounts.read(raw, place, self.found, percent=False)
        total = sum((v for v in numbers.values() if v is not None), Decimal(0))
        if stated is None:
            return
        if stated == total:
            self.found.forgive("subtotal", place)
            return
        self.found.error(
            "subtotal",
            place,
            words(
                "the subtotal is {stated}, the months make {total}",
                stated=plain_text(stated),
                total=plain_text(total),
            ),
            words("correct the subtotal or the months"),
        )


def _confirm(read: FiguresRead, key: Key, layout: Layout, row: Sequence[Raw]) -> None:
    """Remember which months a person has confirmed (已核实): all, or those named."""
    text = layout.text(row, "confirmed")
    if not text:
        return
    if layout.key(row, "confirmed") in YES - {"1"}:
        months = frozenset(range(1, 13))
    else:
        named = re.findall(r"\d+", text)
        months = frozenset(int(n) for n in named)
    read.confirmed[key] = read.confirmed.get(key, frozenset()) | months
