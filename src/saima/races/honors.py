"""Lists and streaks as they are shown: who is named and why, and what each kept up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saima.core.honors.lists import (
    HONOR_SIGNS,
    Honor,
    Listed,
    Lists,
    reasons,
    too_few_words,
)
from saima.core.honors.streaks import STREAK_WORDS, Streak, over_words, streak_words
from saima.core.honors.verdicts import OUTCOME_WORDS, Outcome
from saima.core.indicators import Indicator
from saima.core.periods import Month
from saima.core.races import Race
from saima.core.schemes import GroupRules
from saima.core.subjects import Subject
from saima.core.words import Words
from saima.races.queries.honors import honors_of
from saima.races.queries.live import Listing, standings_of

FEW = 12  # entrants whose streaks are shown without asking


@dataclass(frozen=True)
class Name:
    """A name on a list, with its reasons."""

    entrant: Subject
    honor: Honor
    reasons: tuple[Words, ...]

    @property
    def sign(self) -> Words:
        """Whether it is praised or warned, in a word."""
        return HONOR_SIGNS[self.honor]


@dataclass(frozen=True)
class Roll:
    """One list of a group: of praise or of alarm."""

    honor: Honor
    names: tuple[Name, ...]
    note: Words | None = None  # why there is none

    @property
    def sign(self) -> Words:
        """Whether it praises or warns, in a word."""
        return HONOR_SIGNS[self.honor]


@dataclass(frozen=True)
class Kept:
    """What became of one streak of an entrant."""

    streak: Streak
    name: Words
    over: str | Words
    told: Words

    @property
    def outcome(self) -> Outcome:
        """Kept, broken, or neither."""
        return self.streak.verdict.outcome

    @property
    def word(self) -> Words:
        """The outcome in a word."""
        return OUTCOME_WORDS[self.outcome]


@dataclass(frozen=True)
class StreakRow:
    """An entrant with its streaks."""

    entrant: Subject
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Column:
    """A streak of a group: over which indicators, and how many kept it."""

    name: Words
    over: str | Words
    count: int


@dataclass(frozen=True)
class GroupHonors:
    """What is made of the ranking of a group."""

    group: str
    rolls: tuple[Roll, ...]
    columns: tuple[Column, ...]
    rows: tuple[StreakRow, ...]

    @property
    def few(self) -> bool:
        """Whether the streaks of all can stand open."""
        return len(self.rows) <= FEW


@dataclass(frozen=True)
class OwnHonors:
    """What is said of one entrant."""

    names: tuple[Name, ...]
    kept: tuple[Kept, ...]


def group_honors(listing: Listing, month: Month) -> tuple[GroupHonors, ...]:
    """The lists and streaks of each group that has any."""
    race = listing.by_month[month]
    lists, streaks = honors_of(listing, month)
    order = [one.entrant.code for one in standings_of(listing, month)]
    rolls = {one.group: _rolls(one, race) for one in lists}
    found = []
    for rules in race.scheme.groups:
        own = [one for one in streaks if one.group == rules.name]
        rows = _rows(own, race.indicators, order)
        if rows or rolls.get(rules.name):
            columns = _columns(own, race.indicators)
            found.append(
                GroupHonors(rules.name, rolls.get(rules.name, ()), columns, rows)
            )
    return tuple(found)


def own_honors(listing: Listing, month: Month, code: str) -> OwnHonors | None:
    """The lists on which an entrant stands, and its streaks; None without any."""
    found = group_honors(listing, month)
    names = tuple(
        name
        for group in found
        for roll in group.rolls
        for name in roll.names
        if name.entrant.code == code
    )
    rows = (row for group in found for row in group.rows if row.entrant.code == code)
    kept = next((row.kept for row in rows), ())
    return OwnHonors(names, kept) if names or kept else None


def _rolls(lists: Lists, race: Race) -> tuple[Roll, ...]:
    rules = race.scheme.rules_of(lists.group)
    if rules is None:
        return ()
    decimals = race.scheme.decimals
    rolls = []
    if rules.lists.praise is not None:
        rolls.append(Roll(Honor.PRAISE, _names(lists.praise, rules, decimals)))
    if rules.lists.any_alarm:
        note = too_few_words(rules) if lists.too_few else None
        rolls.append(Roll(Honor.ALARM, _names(lists.alarm, rules, decimals), note))
    return tuple(rolls)


def _names(
    named: Sequence[Listed], rules: GroupRules, decimals: int
) -> tuple[Name, ...]:
    return tuple(
        Name(one.standing.entrant, one.honor, reasons(one, rules, decimals))
        for one in named
    )


def _rows(
    streaks: Sequence[Streak], indicators: Mapping[str, Indicator], order: Sequence[str]
) -> tuple[StreakRow, ...]:
    """Entrant by entrant, as they stand in the table."""
    by_code: dict[str, list[Streak]] = {}
    for one in streaks:
        by_code.setdefault(one.entrant.code, []).append(one)
    return tuple(
        StreakRow(
            by_code[code][0].entrant,
            tuple(_kept(one, indicators) for one in by_code[code]),
        )
        for code in order
        if code in by_code
    )


def _kept(one: Streak, indicators: Mapping[str, Indicator]) -> Kept:
    name, told = STREAK_WORDS[one.rule.kind], streak_words(one, indicators)
    return Kept(one, name, over_words(one.rule, indicators), told)


def _columns(
    streaks: Sequence[Streak], indicators: Mapping[str, Indicator]
) -> tuple[Column, ...]:
    rules = dict.fromkeys(one.rule for one in streaks)
    return tuple(
        Column(
            STREAK_WORDS[rule.kind],
            over_words(rule, indicators),
            sum(
                one.rule == rule and one.verdict.outcome is Outcome.KEPT
                for one in streaks
            ),
        )
        for rule in rules
    )
