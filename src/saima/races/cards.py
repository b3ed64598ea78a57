"""A group company on one indicator, as a card shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.explain import ZERO_TARGET_WORDS, amount
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.lights import Band
from saima.core.numbers import grouped
from saima.core.periods import Month
from saima.core.positions import Position, Status
from saima.core.progress import ZeroTarget, zero_target
from saima.core.races import Race, position_of
from saima.core.scoring import light_of
from saima.core.subjects import Subject
from saima.core.targets import Bound, Target
from saima.core.units_of_measure import UNITS
from saima.core.words import Words, words
from saima.races.drawings import hundredths

INVENTED = ("示例", "sample")
LARGE = UNITS["亿元"]
CANNOT_COMPUTE = words("cannot compute: no target")
BOUND_SIGNS = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.EXACT: "="}

STATUS_WORDS = {
    Status.MISSING: words("not reported"),
    Status.NOT_APPLICABLE: words("not applicable"),
    Status.NO_TARGET: words("no target"),
    Status.ZERO_TARGET: words("target is zero"),
}


@dataclass(frozen=True)
class Card:
    """A group company on one indicator: what is done of the year's target."""

    subject: Subject
    position: Position
    target: Target | None
    light: Band | None

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.position.indicator

    @property
    def reported(self) -> int:
        """How many of the parts have reported."""
        return len(self.position.parts) - len(self.position.missing_subjects)

    @property
    def missing_names(self) -> str:
        """Who has not reported."""
        return names_of(self.position.missing_subjects)

    @property
    def document(self) -> str:
        """The document from which the target was taken."""
        return document_of(self.target)

    @property
    def note(self) -> Words | None:
        """Why there is no completion to show."""
        position, actual = self.position, self.position.actual_to_date
        if position.status is Status.ZERO_TARGET and actual is not None:
            case = zero_target(actual, self.indicator.direction)
            said = amount(abs(actual), self.indicator)
            return Words(ZERO_TARGET_WORDS[case].text, {"amount": said})
        if position.status is Status.NOT_APPLICABLE:
            return STATUS_WORDS[Status.NOT_APPLICABLE]
        return CANNOT_COMPUTE if position.completion is None else None

    @property
    def grave(self) -> bool:
        """Whether the note tells of something wrong."""
        actual = self.position.actual_to_date
        if self.position.status is not Status.ZERO_TARGET or actual is None:
            return True
        case = zero_target(actual, self.indicator.direction)
        return case in (ZeroTarget.BREACHED, ZeroTarget.SHORT)

    @property
    def headline(self) -> Headline:
        """What is done, or what is known of it while reports are missing."""
        position = self.position
        done = position.actual_to_date
        return Headline.of(
            position.reported_so_far if done is None else done,
            position.target,
            self.indicator,
        )

    @property
    def bound(self) -> str:
        """How the target is meant, as a sign before it."""
        return BOUND_SIGNS[self.target.bound] if self.target else ""

    @property
    def completion(self) -> Fraction | None:
        """How much of the year's target is done, where that can be told."""
        return told_completion(self.position)

    @property
    def against(self) -> bool:
        """Whether completion says nothing before the year has ended."""
        return counts_at_the_end(self.position.target, self.indicator)

    @property
    def bar(self) -> Bar:
        """How far it is, against what is due."""
        return Bar.of(self.completion, self.position.schedule_share)


@dataclass(frozen=True)
class Headline:
    """An amount and its target in the unit that leaders speak in."""

    done: str
    target: str
    unit: str

    @classmethod
    def of(
        cls, done: Decimal, target: Decimal | None, indicator: Indicator
    ) -> Headline:
        """Large sums of money in 亿元 with two decimals; all else as it is kept."""
        unit, decimals = indicator.unit_of_measure, indicator.decimals
        largest = Fraction(max(abs(done), abs(target or Decimal(0)))) * unit.factor
        if unit.dimension == LARGE.dimension and largest >= LARGE.factor:
            ratio, unit, decimals = unit.factor / LARGE.factor, LARGE, 2
        else:
            ratio = Fraction(1)
        return cls(
            grouped(Fraction(done) * ratio, decimals),
            ""
            if target is None
            else _trimmed(grouped(Fraction(target) * ratio, decimals)),
            unit.symbol,
        )


def _trimmed(text: str) -> str:
    """A number without zeros behind its point."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def document_of(target: Target | None) -> str:
    """The document a target was taken from; nothing for one that is invented."""
    source = target.source if target else ""
    return "" if source.lower().startswith(INVENTED) else source


@dataclass(frozen=True)
class Bar:
    """A bar with a mark: both as hundredths of its length, ready to be drawn."""

    done: str
    due: str | None

    @classmethod
    def of(cls, done: Fraction | None, due: Fraction | None) -> Bar:
        """The longest of done, due and the whole takes the full length."""
        longest = max(Fraction(1), done or Fraction(0), due or Fraction(0))
        length = max(done or Fraction(0), Fraction(0)) / longest
        mark = None if due is None or due < 0 else hundredths(due / longest)
        return cls(hundredths(length), mark)


def names_of(subjects: Sequence[Subject]) -> str:
    """Names in a row, as they are written in Chinese."""
    return "、".join(subject.name for subject in subjects)


def cards_of(race: Race, month: Month) -> Iterator[Card]:
    """A card for each indicator that can be added up for the company as a whole."""
    for subject in _heads(race):
        for code, indicator in race.indicators.items():
            carriers = race.carriers(subject.code, code)
            level = indicator.kind is IndicatorKind.RATE and len(carriers) > 1
            if not carriers or level:
                continue
            position = position_of(race, subject, code, month)
            light = light_of(position, race.scheme.item_lights)
            yield Card(subject, position, race.targets.get((subject.code, code)), light)


def counts_at_the_end(target: Decimal | None, indicator: Indicator) -> bool:
    """Whether completion grows away from its target until the year has ended.

    So it is with a running sum of losses, or of what should be little: a small sum
    at the start of the year would read as far more than the whole.
    """
    if indicator.roll_up is RollUp.LAST or not target:
        return False
    return (target > 0) is not (indicator.direction is Direction.HIGHER)


def told_completion(position: Position) -> Fraction | None:
    """Completion of the year's target, where it may be told before the year's end."""
    against = counts_at_the_end(position.target, position.indicator)
    return None if against else position.completion


def _heads(race: Race) -> tuple[Subject, ...]:
    """The group companies; where there is none, the only entrant there is."""
    entrants = tuple(s for s in race.subjects if s.group is not None)
    return race.roots or (entrants if len(entrants) == 1 else ())
