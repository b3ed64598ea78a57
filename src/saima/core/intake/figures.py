"""Reading figures: one row a month, or one row a year with its months side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from saima.core.figures import Basis, Figures, Series, merged
from saima.core.findings import Place
from saima.core.indicators import IndicatorKind, RollUp
from saima.core.intake.cells import (
    NO,
    NOT_APPLICABLE,
    NOT_REPORTED,
    YES,
    Amounts,
    key_of,
    read_month,
    text_of,
)
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.intake.lookup import (
    Indicators,
    data_rows,
    find_indicator,
    find_subject,
    subtotal,
    unit_of_row,
)
from saima.core.intake.silence import is_dash, last_told, refuse_dashes
from saima.core.intake.subtotals import Subtotals, label_of
from saima.core.numbers import (
    plain_text,
    total,
)
from saima.core.periods import Month, month_words
from saima.core.subjects import Subject, Subjects
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
    def written(self) -> str:
        """What stands in the cell."""
        return text_of(self.layout.sheet.rows[self.row][self.column])

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
    stated: set[Key] = field(default_factory=set)  # whose 口径 was said, not assumed

    def figures(self) -> Figures:
        """The figures; where both bases were given, they are told to date."""
        series: dict[tuple[str, str], Series] = {}
        for (subject, indicator, basis), months in self.months.items():
            other = Basis.TO_DATE if basis is Basis.IN_PERIOD else Basis.IN_PERIOD
            both = self.months.get((subject, indicator, other))
            if both is None:
                series[subject, indicator] = Series(basis, tuple(months))
            elif basis is Basis.TO_DATE:
                series[subject, indicator] = Series(basis, merged(months, both))
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
        rows.subtotals.finish()
    return read


class RowsOfFigures:
    """The rows of one sheet of figures, taken one by one."""

    def __init__(
        self, layout: Layout, known: Known, read: FiguresRead, found: Collected
    ) -> None:
        self.layout, self.known = layout, known
        self.read, self.found = read, found
        self.subtotals = Subtotals(layout, known.indicators, found)
        value = layout.columns.get("value")
        self.columns = [*layout.months.values()] if value is None else [value]

    def take(self, index: int, row: Sequence[Raw]) -> None:
        """Take one row: its figures, or its subtotals to be checked."""
        layout, known = self.layout, self.known
        name = layout.text(row, "subject")
        subject = known.subjects.find(name)
        if subject is None and subtotal(name):
            self._subtotal(index, row)
            return
        indicator = known.indicators.find(layout.text(row, "indicator"))
        basis = self._basis(index, row)
        if subject is None or indicator is None:
            self._unknown(index, row)
        elif basis is not None:
            self._figures(index, row, (subject.code, indicator.code, basis))

    def _subtotal(self, index: int, row: Sequence[Raw]) -> None:
        """Check a row of sums; what it does not say it is of, it may be of."""
        layout, basis, month = self.layout, None, None
        code, _, _ = label_of(layout, index, row, self.known.indicators, self.found)
        if layout.text(row, "basis"):
            basis = self._basis(index, row)
        if layout.text(row, "month"):
            month = read_month(layout.cell(row, "month"), self.known.year)
        label = (code, basis, None if month is None else month.number)
        self.subtotals.check(index, row, label, self.columns)

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
        stated = unit_of_row(layout, index, row, self.found)
        amounts = Amounts(
            indicator, layout.unit_at(None, stated, indicator.unit_of_measure)
        )
        own_units = layout.units if stated is None else {}
        subject = self.known.subjects[key[0]]
        always = subject.opened is None and subject.closed is None
        numbers: dict[int, Decimal | None] = {}
        months = self.read.months.setdefault(key, [None] * 12)
        where = self.read.where.setdefault(key, {})
        here: list[int] = []
        dashes: list[int] = []
        for month, column, raw in self._cells(index, row):
            if raw is None or raw == "":
                continue
            if is_dash(raw):
                dashes.append(column)
                continue
            at = amounts
            if column in own_units:
                at = Amounts(indicator, own_units[column])
            value = self._value(at, index, column, raw)
            if value is None:
                continue
            here.append(month)
            if month in where:
                self._twice(layout.sheet.place(index, column), key, month)
                continue
            if not always and value:
                self._check_open(layout.sheet.place(index, column), subject, month)
            months[month - 1] = value
            where[month] = Where(layout, index, column)
            numbers[column] = value
        self._dashes(index, dashes)
        if layout.text(row, "basis"):
            self.read.stated.add(key)
        one = here[0] if here and "value" in layout.columns else None
        self.subtotals.add((indicator.code, key[2], one), numbers)
        self._check_total(index, row, amounts, key[2], numbers)
        if layout.text(row, "confirmed"):
            self._confirm(index, row, key, here)

    @cached_property
    def _last_told(self) -> int:
        return last_told(self.layout, self.columns)

    def _dashes(self, index: int, dashes: Sequence[int]) -> None:
        """Dashes in months that nobody reported yet say so; others must be mended."""
        to_come = [column for column in dashes if column > self._last_told]
        for column in to_come:
            self.found.forgive("dash", self.layout.sheet.place(index, column))
        if len(to_come) < len(dashes):
            early = [column for column in dashes if column not in to_come]
            refuse_dashes(self.layout, index, early, self.found)

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
        percent = (index, column) in self.layout.sheet.percent_cells
        plain = None if percent else amounts.plain(raw)
        if plain is not None:
            return plain
        place = self.layout.sheet.place(index, column)
        if key_of(raw) in NOT_REPORTED:
            return None
        if key_of(raw) in NOT_APPLICABLE:
            self.found.error(
                "not_applicable_here",
                place,
                words("what does not apply is said in the plan, not in the figures"),
                words("write 不适用 as its 全年目标 (year), and leave this cell empty"),
            )
            return None
        return amounts.read(raw, place, self.found, percent=percent)

    def _check_open(self, place: Place, subject: Subject, number: int) -> None:
        month = Month(self.known.year, number)
        if not subject.open_in(month):
            self.found.error(
                "not_open",
                place,
                words(
                    "{subject} was not open in {month}, but has a figure for it",
                    subject=subject.name,
                    month=month_words(month),
                ),
                words("delete the figure, or correct 启用 and 停用 (opened, closed)"),
            )

    def _twice(self, place: Place, key: Key, month: int) -> None:
        first = self.read.where[key][month].place
        self.found.error(
            "month_twice",
            place,
            words(
                "{subject} reports {indicator} for month {month} a second time; the "
                "first is in {file}, cell {cell}",
                subject=self.known.subjects[key[0]].name,
                indicator=self.known.indicators.by_code[key[1]].name,
                month=month,
                file=first.file,
                cell=first.cell or "",
            ),
            words("keep one figure for each month"),
        )

    def _check_total(
        self,
        index: int,
        row: Sequence[Raw],
        amounts: Amounts,
        basis: Basis,
        numbers: Mapping[int, Decimal | None],
    ) -> None:
        """Compare the total that a row states for itself with its months."""
        raw, column = self.layout.cell(row, "total"), self.layout.columns.get("total")
        if column is None or raw is None or raw == "" or is_dash(raw):
            return
        if "value" in self.layout.columns:
            return  # one month a row: it is no total of this row
        place = self.layout.sheet.place(index, column)
        if amounts.indicator.kind is IndicatorKind.RATE:
            self.found.forgive("total_of_rates", place)  # a sum of rates says nothing
            return
        if column in self.layout.units and not self.layout.text(row, "unit"):
            amounts = Amounts(amounts.indicator, self.layout.units[column])
        percent = (index, column) in self.layout.sheet.percent_cells
        stated = amounts.read(raw, place, self.found, percent=percent)
        values = [value for value in numbers.values() if value is not None]
        # Months to date and levels do not add up: the last one is the year's.
        if basis is Basis.TO_DATE or amounts.indicator.roll_up is RollUp.LAST:
            values = values[-1:]
        made = total(values)
        if stated is None:
            return
        if stated == made:
            self.found.forgive("subtotal", place)
            return
        self.found.error(
            "subtotal",
            place,
            words(
                "the subtotal is {stated}, the months make {total}",
                stated=plain_text(stated),
                total=plain_text(made),
            ),
            words("correct the subtotal or the months"),
        )

    def _confirm(
        self, index: int, row: Sequence[Raw], key: Key, here: Sequence[int]
    ) -> None:
        """Remember which months a person has confirmed (已核实): the row's, or some."""
        text = self.layout.key(row, "confirmed")
        named = [int(number) for number in re.findall(r"\d+", text)]
        if text in NO:
            return
        if text not in YES - {"1"} and not named:
            self.found.error(
                "not_a_month",
                self.layout.sheet.place(index, self.layout.columns["confirmed"]),
                words("“{text}” names no month", text=text),
                words("write 是 (yes) for the whole row, or months such as 2月、3月"),
            )
        months = self.read.confirmed.get(key, frozenset())
        self.read.confirmed[key] = months | frozenset(named or here)
