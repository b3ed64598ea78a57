"""Reading the plan: yearly targets with bounds, phased to months that tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from saima.core.calendars import Calendar, UnknownYear
from saima.core.findings import Place
from saima.core.indicators import Indicator, RollUp
from saima.core.intake.cells import BOUND_MARKS, NOT_APPLICABLE, Amounts, text_of
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
from saima.core.intake.subtotals import ALL, HIGHEST, LOWEST, Subtotals, label_of
from saima.core.names import folded
from saima.core.numbers import ZERO, plain_text, total
from saima.core.refusal import Refused
from saima.core.subjects import Subjects
from saima.core.tables import Raw
from saima.core.targets import Bound, Phasing, Target, phased, reconcile
from saima.core.words import words

PHASINGS = {
    "": Phasing.BY_HAND,
    "by hand": Phasing.BY_HAND,
    "逐月": Phasing.BY_HAND,
    "even": Phasing.EVEN,
    "均分": Phasing.EVEN,
    "workdays": Phasing.WORKDAYS,
    "工作日": Phasing.WORKDAYS,
    "front-loaded": Phasing.FRONT_LOADED,
    "前高": Phasing.FRONT_LOADED,
    "last year": Phasing.LAST_YEAR,
    "上年进度": Phasing.LAST_YEAR,
}
BOUNDS = {
    **{bound.value: bound for bound in Bound},
    **{mark: Bound(name) for mark, name in BOUND_MARKS.items()},
    "等于": Bound.EXACT,
}


TIE_MONTHS = words("change a month or the year until they tie")
CALENDAR_STEP = words("put a calendar.csv with that year into the folder")


@dataclass(frozen=True)
class Plan:
    """The context in which targets are read.

    `last_year` are the months that a template may follow, by subject and indicator.
    In one that is `drafted`, months need not make the year yet: it is only said; and
    rows without numbers say nothing.
    """

    year: int
    subjects: Subjects
    indicators: Indicators
    calendar: Calendar
    last_year: Mapping[tuple[str, str], Sequence[Decimal | None]] = field(
        default_factory=dict
    )
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTarget:
    """A target and the cell of its yearly number."""

    target: Target
    place: Place


def read_targets(
    layouts: Sequence[Layout], plan: Plan, found: Collected
) -> dict[tuple[str, str], PlacedTarget]:
    """Read all targets by subject and indicator code."""
    targets: dict[tuple[str, str], PlacedTarget] = {}
    for layout in layouts:
        subtotals = Subtotals(layout, plan.indicators, found)
        ranks = _Ranks(layout, plan)
        for index, row in data_rows(layout, found):
            if subtotal(layout.text(row, "subject")):
                label = label_of(layout, index, row, plan.indicators, found)
                subtotals.check(index, row, label, _subtotal_columns(layout))
                continue
            placed = _target(layout, index, row, plan, found)
            if placed is None:
                continue
            label = (placed.target.indicator, None, None)
            ways = ranks.ways(placed.target)
            subtotals.add(label, _numbers(layout, placed.target), ways)
            key = (placed.target.subject, placed.target.indicator)
            if plan.drafted and not placed.target.says_anything:
                continue  # an open row of a form
            if key in targets:
                _twice(layout, index, row, found)
                continue
            targets[key] = placed
        subtotals.finish()
    return targets


class _Ranks:
    """Which rows of a table lie above or below others of it, for each indicator."""

    def __init__(self, layout: Layout, plan: Plan) -> None:
        self._subjects = plan.subjects
        self._here: set[tuple[str, str]] = set()
        for row in layout.sheet.rows[layout.heading + 1 :]:
            subject = plan.subjects.find(layout.text(row, "subject"))
            indicator = plan.indicators.find(layout.text(row, "indicator"))
            if subject and indicator:
                self._here.add((subject.code, indicator.code))
        self._above = {
            (code, indicator)
            for subject, indicator in self._here
            for code in self._subjects.above(subject)
        }

    def ways(self, target: Target) -> list[int]:
        """In which of the sums of the table a target counts."""
        subject, indicator = target.subject, target.indicator
        above = self._subjects.above(subject)
        ways = [ALL]
        if not any((code, indicator) in self._here for code in above):
            ways.append(HIGHEST)
        if (subject, indicator) not in self._above:
            ways.append(LOWEST)
        return ways


def _subtotal_columns(layout: Layout) -> list[int]:
    return [layout.columns["year"], *layout.months.values()]


def _numbers(layout: Layout, target: Target) -> dict[int, Decimal | None]:
    numbers: dict[int, Decimal | None] = {layout.columns["year"]: target.year}
    if target.months:
        for month, column in layout.months.items():
            numbers[column] = target.months[month - 1]
    return numbers


def _twice(layout: Layout, index: int, row: Sequence[Raw], found: Collected) -> None:
    found.error(
        "duplicate_row",
        layout.sheet.place(index, layout.columns["subject"]),
        words(
            "{subject} has a second row for {indicator}",
            subject=layout.text(row, "subject"),
            indicator=layout.text(row, "indicator"),
        ),
        words("keep one row for each subject and indicator"),
    )


def _target(
    layout: Layout, index: int, row: Sequence[Raw], plan: Plan, found: Collected
) -> PlacedTarget | None:
    sheet, columns = layout.sheet, layout.columns
    subject = find_subject(
        layout.text(row, "subject"),
        plan.subjects,
        sheet.place(index, columns["subject"]),
        found,
    )
    indicator = find_indicator(
        layout.text(row, "indicator"),
        plan.indicators,
        sheet.place(index, columns["indicator"]),
        found,
    )
    if subject is None or indicator is None:
        return None
    reader = RowReader(layout, index, row, indicator, found)
    place = sheet.place(index, columns["year"])
    if layout.key(row, "year") in NOT_APPLICABLE:
        return PlacedTarget(
            Target(subject.code, indicator.code, None, applicable=False), place
        )
    bound, year = reader.bounded()
    target = Target(
        subject.code,
        indicator.code,
        year,
        _months(reader, year, plan, subject=subject.code),
        bound or _usual_bound(indicator),
        reader.amount("floor"),
        reader.amount("stretch"),
        source=layout.text(row, "source"),
    )
    return PlacedTarget(target, place)


def _usual_bound(indicator: Indicator) -> Bound:
    return Bound.AT_LEAST if indicator.sign > 0 else Bound.AT_MOST


class RowReader:
    """The numbers of one row of targets, read in the unit of its indicator."""

    def __init__(
        self,
        layout: Layout,
        index: int,
        row: Sequence[Raw],
        indicator: Indicator,
        found: Collected,
    ) -> None:
        self.layout, self.index, self.row = layout, index, row
        self.indicator, self.found = indicator, found
        self.unit = unit_of_row(layout, index, row, found)

    def at(self, column: int, raw: Raw) -> Decimal | None:
        """Read one cell; an empty one is None."""
        if raw is None or raw == "":
            return None
        layout = self.layout
        place = layout.sheet.place(self.index, column)
        unit = layout.unit_at(column, self.unit, self.indicator.unit_of_measure)
        amounts = Amounts(self.indicator, unit)
        percent = (self.index, column) in layout.sheet.percent_cells
        return amounts.read(raw, place, self.found, percent=percent)

    def amount(self, name: str) -> Decimal | None:
        """Read the number of a named column."""
        column = self.layout.columns.get(name)
        raw = self.layout.cell(self.row, name)
        return None if column is None else self.at(column, raw)

    def bounded(self) -> tuple[Bound | None, Decimal | None]:
        """Read the yearly target and its bound, as in `≥100亿元`."""
        column = self.layout.columns["year"]
        raw = self.layout.cell(self.row, "year")
        bound = self._bound()
        if isinstance(raw, str):
            text = folded(text_of(raw))
            mark = next((m for m in BOUND_MARKS if text.startswith(m)), None)
            if mark is not None:
                bound, raw = BOUNDS[mark], text[len(mark) :].strip()
        return bound, self.at(column, raw)

    def _bound(self) -> Bound | None:
        text = self.layout.text(self.row, "bound")
        bound = BOUNDS.get(self.layout.key(self.row, "bound"))
        if text and bound is None:
            self.found.error(
                "unknown_choice",
                self.place("bound"),
                words("“{text}” is not known here", text=text),
                words("write one of: {names}", names=", ".join(BOUNDS)),
            )
        return bound

    def place(self, name: str) -> Place:
        """The cell of a named column in this row."""
        return self.layout.sheet.place(self.index, self.layout.columns[name])

    def months(self) -> dict[int, Decimal | None]:
        """Read the cells of the months."""
        row = self.row
        return {
            month: self.at(column, row[column] if column < len(row) else None)
            for month, column in self.layout.months.items()
        }


def _months(
    reader: RowReader, year: Decimal | None, plan: Plan, *, subject: str
) -> tuple[Decimal, ...] | None:
    """The phasing of a row: its months as given, or made by its template."""
    given = reader.months()
    if year is None:
        unread = reader.layout.text(reader.row, "year")  # and told already
        if not unread and any(value is not None for value in given.values()):
            _months_without_year(reader)
        return None
    phasing = PHASINGS.get(reader.layout.key(reader.row, "phasing"))
    if phasing is None:
        _unknown_phasing(reader)
        return None
    if any(value is not None for value in given.values()):
        return _by_hand(reader, year, given, drafted=plan.drafted)
    if not year:
        return (ZERO,) * 12  # a target of zero is zero in every month
    if phasing is Phasing.BY_HAND or reader.indicator.roll_up is RollUp.LAST:
        return None  # no month has a share of a level
    last_year = plan.last_year.get((subject, reader.indicator.code))
    return _by_template(reader, year, phasing, plan, last_year=last_year)


def _by_template(
    reader: RowReader,
    year: Decimal,
    phasing: Phasing,
    plan: Plan,
    *,
    last_year: Sequence[Decimal | None] | None,
) -> tuple[Decimal, ...] | None:
    try:
        return phased(
            year,
            phasing,
            decimals=reader.indicator.decimals,
            calendar=plan.calendar,
            year=plan.year,
            last_year=last_year,
        )
    except UnknownYear as unknown:
        place = reader.place("phasing")
        reader.found.error("unknown_year", place, unknown.text, CALENDAR_STEP)
    except Refused as refusal:
        place = reader.place("phasing")
        reader.found.error("no_shape", place, refusal.text, refusal.next_step)
    return None


def _by_hand(
    reader: RowReader,
    year: Decimal,
    given: dict[int, Decimal | None],
    *,
    drafted: bool,
) -> tuple[Decimal, ...] | None:
    months = tuple(given.get(n) or Decimal(0) for n in range(1, 13))
    if reader.indicator.roll_up is RollUp.LAST:
        return _levels(given)
    gap = reconcile(year, months)
    if gap:
        text = words(
            "the months make {total}, the year is {year}: {gap} apart",
            total=plain_text(total(months)),
            year=plain_text(year),
            gap=plain_text(gap),
        )
        said = reader.place("year"), text, TIE_MONTHS
        if drafted:
            reader.found.note("months_do_not_tie", *said)
        else:
            reader.found.error("months_do_not_tie", *said)
    return months


def _levels(given: dict[int, Decimal | None]) -> tuple[Decimal, ...] | None:
    """A level holds until the next one is planned."""
    levels: list[Decimal] = []
    for number in range(1, 13):
        here = given.get(number)
        if here is None and not levels:
            return None
        levels.append(levels[-1] if here is None else here)
    return tuple(levels)


def _months_without_year(reader: RowReader) -> None:
    reader.found.error(
        "no_year",
        reader.layout.sheet.place(reader.index, reader.layout.columns["year"]),
        words("months are planned, but no target of the year"),
        words("enter the target of the year"),
    )


def _unknown_phasing(reader: RowReader) -> None:
    reader.found.error(
        "unknown_choice",
        reader.layout.sheet.place(reader.index, reader.layout.columns["phasing"]),
        words(
            "“{text}” is not known here",
            text=reader.layout.text(reader.row, "phasing"),
        ),
        words("write one of: {names}", names=", ".join(n for n in PHASINGS if n)),
    )
