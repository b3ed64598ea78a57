"""Figures that are possible but doubtful: asked, and contradictions: refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from saima.core.figures import Basis, cumulative_faults
from saima.core.indicators import Indicator, RollUp
from saima.core.intake.collected import Collected
from saima.core.intake.figures import FiguresRead, Key
from saima.core.intake.lookup import Indicators
from saima.core.intake.targets import PlacedTarget
from saima.core.numbers import (
    grouped,
    plain_text,
    total,
)
from saima.core.subjects import Subjects
from saima.core.targets import decimals_of, plan_to_date
from saima.core.words import Words, words

# 元 for 万元 and 万元 for 亿元 are both a slip of ten thousand; half a power of ten
# either way lies between an honest jump and such a slip.
SLIP = (3_162, 31_623)
# 0.61 typed for 61 %, or 61 into a cell that shows percentages, is one of a hundred.
RATE_SLIP = (32, 316)
USUAL = 10


@dataclass(frozen=True)
class Doubts:
    """What figures are held against: their plan, and what they are of."""

    read: FiguresRead
    targets: Mapping[tuple[str, str], PlacedTarget]
    subjects: Subjects
    indicators: Indicators
    found: Collected

    def check(self) -> None:
        """Ask about slips of ten thousand and falls, refuse what contradicts itself."""
        for key, months in self.read.months.items():
            subject, code, basis = key
            indicator = self.indicators.by_code[code]
            plan = _plan(self.targets.get((subject, code)), basis, indicator)
            for slip in slips(months, plan, slip_of(indicator)):
                if slip.month not in self.read.confirmed.get(key, ()):
                    self._ask_slip(key, slip)
            if basis is Basis.TO_DATE:
                self._check_cumulative(key, months, indicator)
            elif self._unsaid(key, indicator) and _looks_cumulative(months, plan):
                self._ask_basis(key, months)

    def _unsaid(self, key: Key, indicator: Indicator) -> bool:
        """Whether months are added up though nobody said that they are alone."""
        return indicator.roll_up is RollUp.SUM and key not in self.read.stated

    def _ask_slip(self, key: Key, slip: Slip) -> None:
        value = self.read.months[key][slip.month - 1] or Decimal(0)
        definition = self.indicators.by_code[key[1]]
        where = self.read.where[key][slip.month]
        written, unit = where.written, definition.unit_of_measure.symbol
        read = f"{grouped(value, decimals_of(value))} {unit}"
        self.found.question(
            "ten_thousand_times",
            where.place,
            Words(
                (MORE if slip.ratio > 1 else LESS).text,
                {
                    "subject": self.subjects[key[0]].name,
                    "indicator": definition.name,
                    "value": read
                    if written in (plain_text(value), read)
                    else Words(READ_AS.text, {"written": written, "value": read}),
                    "times": round(max(slip.ratio, 1 / slip.ratio)),
                    "other": AGAINST[slip.against],
                    "base": f"{grouped(slip.base, decimals_of(slip.base))} {unit}",
                },
            ),
            Words(
                (CONFIRM_RATE if unit == "%" else CONFIRM).text, {"month": slip.month}
            ),
        )

    def _ask_basis(self, key: Key, months: Sequence[Decimal | None]) -> None:
        """Figures that rise with the year's plan look like figures to date."""
        last = max(n for n, value in enumerate(months, start=1) if value is not None)
        if last in self.read.confirmed.get(key, ()):
            return
        self.found.question(
            "looks_cumulative",
            self.read.where[key][last].place,
            words(
                "{subject} {indicator}: the months rise like figures to date, but would "
                "be added up",
                subject=self.subjects[key[0]].name,
                indicator=self.indicators.by_code[key[1]].name,
            ),
            words("add a column 口径 with 累计 (to date) or 当月 (in month)"),
        )

    def _check_cumulative(
        self, key: Key, months: list[Decimal | None], indicator: Indicator
    ) -> None:
        """A cumulative series must fit its months, and must not fall where it cannot."""
        alone = self.read.months.get((key[0], key[1], Basis.IN_PERIOD), [None] * 12)
        faults = cumulative_faults(months, alone)
        for number in faults.mismatch_at:
            self.found.error(
                "cumulative_mismatch",
                self.read.where[key][number].place,
                words(
                    "the cumulative figure is not that of the month before plus "
                    "this month"
                ),
                words("correct one of the three figures"),
            )
        if indicator.may_be_negative or indicator.roll_up is RollUp.LAST:
            return
        for number in faults.falls_at:
            if number not in self.read.confirmed.get(key, ()):
                self.found.question(
                    "cumulative_falls",
                    self.read.where[key][number].place,
                    words(
                        "{subject} {indicator}: {value} to date is lower than the last "
                        "one reported",
                        subject=self.subjects[key[0]].name,
                        indicator=indicator.name,
                        value=plain_text(months[number - 1] or Decimal(0)),
                    ),
                    Words(CONFIRM_FALL.text, {"month": number}),
                )


def _plan(
    placed: PlacedTarget | None, basis: Basis, indicator: Indicator
) -> Sequence[Decimal | None]:
    """The plan of each month on the same basis as the figures, as far as known."""
    if placed is None or placed.target.year is None:
        return [None] * 12
    target, year = placed.target, placed.target.year
    months = target.months or (year / 12,) * 12
    if indicator.roll_up is RollUp.LAST:
        return [year] * 12
    if basis is Basis.IN_PERIOD:
        return [*months]
    return [total(months[: n + 1]) for n in range(12)]


@dataclass(frozen=True, slots=True)
class Slip:
    """A month (1 to 12) whose figure is about ten thousand times another, or one in."""

    month: int
    ratio: Fraction
    against: str  # "plan" or "last"
    base: Decimal  # what it was held against


def slip_of(indicator: Indicator) -> tuple[int, int]:
    """How many times off a figure of the indicator looks like a slip."""
    return RATE_SLIP if indicator.unit_of_measure.dimension == "percent" else SLIP


def slips(
    months: Sequence[Decimal | None],
    plan: Sequence[Decimal | None],
    slip: tuple[int, int] = SLIP,
) -> Iterator[Slip]:
    """The figures about ten thousand times the plan's or the last month's.

    A figure that fits its plan is not doubted because the month before it was wrong.
    """
    before: Decimal | None = None
    for number, (value, planned) in enumerate(zip(months, plan, strict=True), start=1):
        if not value:
            continue
        if planned and _slipped(value, planned, slip):
            ratio = abs(Fraction(value) / Fraction(planned))
            yield Slip(number, ratio, "plan", planned)
        elif before and _slipped(value, before, slip) and not _usual(value, planned):
            ratio = abs(Fraction(value) / Fraction(before))
            yield Slip(number, ratio, "last", before)
        before = value


def _slipped(value: Decimal, other: Decimal, slip: tuple[int, int]) -> bool:
    """Whether one is about so many times the other, whichever is the larger."""
    small, large = sorted((value.copy_abs(), other.copy_abs()))
    return small * slip[0] <= large <= small * slip[1]


def _looks_cumulative(
    months: Sequence[Decimal | None], plan: Sequence[Decimal | None]
) -> bool:
    """Whether months said to be alone rise each month and each fit the plan to date."""
    values = [value for value in months if value is not None]
    if len(values) < 3 or None in plan:
        return False
    if not all(before < after for before, after in pairwise(values)):
        return False
    planned = [p for p in plan if p is not None]
    told = [
        (value, plan_to_date(planned, n))
        for n, value in enumerate(months, start=1)
        if value is not None
    ]
    fits = all(due / 2 <= value <= due * 2 for value, due in told if due > 0)
    too_much = total(value for value, _ in told) > told[-1][1] * 3 / 2
    return fits and too_much


def _usual(value: Decimal, planned: Decimal | None) -> bool:
    if not planned:
        return False
    small, large = sorted((value.copy_abs(), planned.copy_abs()))
    return large <= small * USUAL


AGAINST = {
    "plan": words("what was planned for it"),
    "last": words("the figure of the month before"),
}
MORE = words("{subject} {indicator}: {value} is about {times} times {other} ({base})")
LESS = words("{subject} {indicator}: {value} is about 1/{times} of {other} ({base})")
READ_AS = words("“{written}”, read as {value},")
CONFIRM_RATE = words(
    "correct it (61 for 61 %), or write month {month} into the column 已核实 (confirmed)"
)
CONFIRM_FALL = words(
    "correct it, or write month {month} into the column 已核实 (confirmed)"
)
CONFIRM = words(
    "correct it (元, 万元, 亿元?), or write month {month} into the column 已核实 "
    "(confirmed)"
)
