"""The league table of a month as it is shown: cards, groups, rows and cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.editions.telling import UNRANKED_SHORT
from saima.core.explain import amount, lead_words, reason_words
from saima.core.indicators import Indicator, RollUp
from saima.core.lights import Band, Light
from saima.core.numbers import percent, plain_text
from saima.core.periods import Month
from saima.core.positions import Status
from saima.core.progress import Convention
from saima.core.races import Race, Standing
from saima.core.schemes import GroupRules, Item
from saima.core.scoring import Reason, Scored
from saima.core.subjects import Subject
from saima.core.words import Words, words
from saima.races.cards import STATUS_WORDS, Card, cards_of, told_completion
from saima.races.drawings import hundredths
from saima.races.queries.live import Listing, placed_in, standings_of
from saima.races.rulebook import LightRule, light_rules

FULL_MARKS = Decimal(100)
MEDALS = 3
NO_POINTS = "—"
WITH_A_LAST = 4  # fewer ranked have no last place to be named
NOT_DUE = words("not due yet")


@dataclass(frozen=True)
class Cell:
    """One indicator of an entrant, in a corner of its row."""

    scored: Scored
    weight: Decimal

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.scored.position.indicator

    @property
    def word(self) -> Words | None:
        """What stands in place of a number where there is none."""
        if self.scored.reason is Reason.NOT_DUE:
            return NOT_DUE
        if self.scored.points is not None:
            return None
        return STATUS_WORDS.get(self.scored.status)

    @property
    def told(self) -> Words:
        """The cell in a sentence."""
        if self.word is not None:
            return words("{name}: {word}", name=self.indicator.name, word=self._why)
        position = self.scored.position
        completion = told_completion(position)
        if completion is None or position.lead is None:
            return words(
                "{name}: {actual}; {points} of {weight} points",
                name=self.indicator.name,
                actual=self._actual,
                points=self._points,
                weight=plain_text(self.weight),
            )
        return words(
            "{name}: {actual}, {completion} of the year's target; {lead}; "
            "{points} of {weight} points",
            name=self.indicator.name,
            actual=self._actual,
            completion=percent(completion),
            lead=lead_words(position.lead),
            points=self._points,
            weight=plain_text(self.weight),
        )

    @property
    def _actual(self) -> Words:
        """What was reached: up to here, or at the month's end for a level."""
        actual = self.scored.position.actual_to_date or Decimal(0)
        said = amount(actual, self.indicator)
        if self.indicator.roll_up is RollUp.LAST:
            return words("{actual} at month's end", actual=said)
        return words("{actual} to date", actual=said)

    @property
    def _points(self) -> str:
        points = self.scored.points
        return NO_POINTS if points is None else plain_text(points)

    @property
    def _why(self) -> Words:
        if self.scored.status is Status.NOT_APPLICABLE and self.word is not None:
            return self.word
        return reason_words(self.scored)


@dataclass(frozen=True)
class Row:
    """An entrant in the table, with what its neighbors make of its place."""

    standing: Standing
    bar: str
    tied: bool
    last: bool
    fresh: bool  # others were ranked the month before, it was not
    shifted: bool = False  # others were ranked the month before than now
    lowest: int = 0  # the last place of its group
    alone: bool = False  # nobody else runs in its group

    @property
    def movement(self) -> int:
        """Places gained, lost ones negative."""
        return self.standing.movement or 0

    @property
    def medal(self) -> int | None:
        """Its place where it is one of the first three, and not the last."""
        rank = self.standing.rank
        if not rank or self.alone or rank > MEDALS or 1 < rank == self.lowest:
            return None
        return rank

    @property
    def places(self) -> int:
        """How many places it moved."""
        return abs(self.movement)

    @property
    def cells(self) -> list[Cell]:
        """Its indicators."""
        return [Cell(s, s.item.weight) for s in self.standing.items]

    @property
    def reason(self) -> Words | None:
        """Why it has no place."""
        unranked = self.standing.unranked
        return None if unranked is None else UNRANKED_SHORT[unranked]

    @property
    def lacking(self) -> list[Cell]:
        """The indicators for which it has no place."""
        return [
            cell
            for cell in self.cells
            if cell.scored.points is None
            and cell.scored.status is not Status.NOT_APPLICABLE
        ]


@dataclass(frozen=True)
class LightCount:
    """How many entrants have a light."""

    band: Band
    count: int


@dataclass(frozen=True)
class Lacking:
    """Those who have no place for one reason."""

    reason: Words
    entrants: tuple[Subject, ...]


@dataclass(frozen=True)
class Group:
    """A group of entrants with its table."""

    number: int
    rules: GroupRules
    columns: tuple[tuple[Item, Indicator], ...]
    ranked: tuple[Row, ...]
    unranked: tuple[Row, ...]
    left: tuple[Subject, ...] = ()  # who ran in it earlier in the year

    @property
    def shifted(self) -> bool:
        """Whether others were ranked the month before, so that places moved by it."""
        return any(row.shifted for row in self.ranked)

    @property
    def size(self) -> int:
        """How many run in it."""
        return len(self.ranked) + len(self.unranked)


@dataclass(frozen=True)
class League:
    """A month of a race."""

    race: Race
    month: Month
    cards: tuple[Card, ...]
    groups: tuple[Group, ...]
    lights: tuple[LightCount, ...]

    @property
    def due(self) -> Fraction | None:
        """The share of the year that is due, where one share serves all."""
        if self.race.schedule.convention is Convention.PLAN:
            return None
        return self.race.schedule.share(self.month)

    @property
    def unranked(self) -> tuple[Lacking, ...]:
        """Who has no place, in all groups, by the reason."""
        rows = [row.standing for group in self.groups for row in group.unranked]
        return tuple(
            Lacking(word, tuple(s.entrant for s in rows if s.unranked is reason))
            for reason, word in UNRANKED_SHORT.items()
            if any(s.unranked is reason for s in rows)
        )

    @property
    def legend(self) -> tuple[LightRule, ...]:
        """What the lights look at."""
        return tuple(light_rules(self.race.scheme))

    @property
    def size(self) -> int:
        """How many run, in all groups."""
        return sum(group.size for group in self.groups)


def league(listing: Listing, race: Race, month: Month) -> League:
    """The league table of a month."""
    return League(
        race,
        month,
        tuple(cards_of(race, month)),
        groups_of(listing, race, month),
        light_counts(standings_of(listing, month)),
    )


def groups_of(listing: Listing, race: Race, month: Month) -> tuple[Group, ...]:
    """The groups in which anybody runs, each with its table."""
    groups = (
        _group(number, rules, listing, race, month)
        for number, rules in enumerate(race.scheme.groups, start=1)
    )
    return tuple(group for group in groups if group.size)


def light_counts(standings: Sequence[Standing]) -> tuple[LightCount, ...]:
    """How many entrants have which light, the best light first."""
    bands = {s.light.light: s.light for s in standings if s.light}
    counts = Counter(s.light.light for s in standings if s.light)
    return tuple(LightCount(bands[i], counts[i]) for i in Light if i in counts)


def _group(
    number: int, rules: GroupRules, listing: Listing, race: Race, month: Month
) -> Group:
    rows = tuple(
        _rows(_in_group(listing, rules, month), _shifted(listing, rules, month))
    )
    return Group(
        number,
        rules,
        tuple((item, race.indicators[item.indicator]) for item in rules.tree.items()),
        tuple(row for row in rows if row.standing.rank is not None),
        tuple(row for row in rows if row.standing.rank is None),
        tuple(_left(listing, rules, month)),
    )


def _in_group(listing: Listing, rules: GroupRules, month: Month) -> list[Standing]:
    return [s for s in standings_of(listing, month) if s.group == rules.name]


def _shifted(listing: Listing, rules: GroupRules, month: Month) -> bool:
    """Whether others were ranked in the group the month before."""
    if month.number == 1:
        return False
    here = _ranked_codes(_in_group(listing, rules, month))
    earlier = placed_in(listing, month.previous())
    before = _ranked_codes([one for one in earlier if one.group == rules.name])
    return bool(before) and here != before


def _ranked_codes(standings: Sequence[Standing]) -> set[str]:
    return {s.entrant.code for s in standings if s.rank is not None}


def _left(listing: Listing, rules: GroupRules, month: Month) -> Iterator[Subject]:
    """Who ran in the group earlier in this year and runs no more."""
    for entrant in listing.entrants:
        closed = entrant.closed
        here = entrant.group == rules.name
        if here and closed and closed < month and closed.year == month.year:
            yield entrant


def _rows(standings: Sequence[Standing], shifted: bool) -> Iterator[Row]:
    ranks = Counter(s.rank for s in standings if s.rank is not None)
    scores = [s.score for s in standings if s.score is not None]
    longest = max([FULL_MARKS, *scores])
    lowest = max(ranks, default=0)
    ranked_before = any(s.previous_rank is not None for s in standings)
    for standing in standings:
        score = max(standing.score or Decimal(0), Decimal(0))
        yield Row(
            standing,
            hundredths(Fraction(score) / Fraction(longest)),
            tied=ranks[standing.rank or 0] > 1,
            last=1 < lowest == standing.rank and ranks.total() >= WITH_A_LAST,
            fresh=ranked_before and standing.previous_rank is None,
            shifted=shifted,
            lowest=lowest,
            alone=len(standings) == 1,
        )
