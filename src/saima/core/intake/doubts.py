"""Figures that are possible but doubtful: asked, and contradictions: refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.figures import Basis, cumulative_faults
from saima.core.indicators import Indicator, RollUp
from saima.core.intake.collected import Collected
from saima.core.intake.figures import FiguresRead, Key
from saima.core.intake.lookup import Indicators
from saima.core.intake.targets import PlacedTarget
from saima.core.numbers import plain_text
from saima.core.subjects import Subjects
from saima.core.words import Words, words

# 元 for 万元 and 万元 for 亿元 are both a slip of ten thousand; half a power of ten
# either way lies between an honest jump and such a slip.
SLIP = (3_162, 31_623)
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
            for slip in slips(months, plan):
                if slip.month not in self.read.confirmed.get(key, ()):
                    self._ask_slip(key, slip)
            if basis is Basis.TO_DATE:
                self._check_cumulative(key, months, indicator)

    def _ask_slip(self, key: Key, slip: Slip) -> None:
        value, indicator = self.read.months[key][slip.month - 1], key[1]
        definition = self.indicators.by_code[indicator]
        text = MORE if slip.ratio > 1 else LESS
        self.found.question(
            "ten_thousand_times",
            self.read.where[key][slip.month].place,
            Words(
                text.text,
                {
                    "subject": self.subjects[key[0]].name,
                    "indicator": definition.name,
                    "value": plain_text(value or Decimal(0)),
                    "unit": definition.unit.symbol,
                    "times": round(max(slip.ratio, 1 / slip.ratio)),
                    "other": AGAINST[slip.against],
                },
            ),
            Words(CONFIRM.text, {"month": slip.month}),
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
                    words("the cumulative figure is lower than the last one reported"),
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
    return [sum(months[: n + 1], Decimal(0)) for n in range(12)]


@dataclass(frozen=True, slots=True)
class Slip:
    """A month (1 to 12) whose figure is about ten thousand times another, or one in."""

    month: int
    ratio: Fraction
    against: str  # "plan" or "last"


def slips(
    months: Sequence[Decimal | None], plan: Sequence[Decimal | None]
) -> Iterator[Slip]:
    """The figures about ten thousand times the plan's or the last month's.

    A figure that fits its plan is not doubted because the month before it was wrong.
    """
    before: Decimal | None = None
    for number, (value, planned) in enumerate(zip(months, plan, strict=True), start=1):
        if not value:
            continue
        if planned and _slipped(value, planned):
            yield Slip(number, abs(Fraction(value) / Fraction(planned)), "plan")
        elif before and _slipped(value, before) and not _usual(value, planned):
            yield Slip(number, abs(Fraction(value) / Fraction(before)), "last")
        before = value


def _slipped(value: Decimal, other: Decimal) -> bool:
    """Whether one is about ten thousand times the other, whichever is the larger."""
    small, large = sorted((abs(value), abs(other)))
    return small * SLIP[0] <= large <= small * SLIP[1]


def _usual(value: Decimal, planned: Decimal | None) -> bool:
    if not planned:
        return False
    small, large = sorted((abs(value), abs(planned)))
    return large <= small * USUAL


AGAINST = {
    "plan": words("what was planned for it"),
    "last": words("the figure of the month before"),
}
MORE = words("{subject} {indicator}: {value} {unit} is about {times} times {other}")
LESS = words("{subject} {indicator}: {value} {unit} is about 1/{times} of {other}")
CONFIRM_FALL = words(
    "correct it, or write month {month} into the column 已核实 (confirmed)"
)
CONFIRM = words(
    "correct it (元, 万元, 亿元?), or write month {month} into the column 已核实 "
    "(confirmed)"
)
