"""Lists and streaks of an edition as its files tell them: who is named, who kept what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saima.core.editions.honors import lists_again, streaks_again, without_values
from saima.core.editions.reading import place_again
from saima.core.honors.lists import Honor, Listed, Lists, reasons, too_few_words
from saima.core.honors.streaks import STREAK_WORDS, Streak, over_words, streak_words
from saima.core.honors.verdicts import OUTCOME_WORDS, Outcome
from saima.core.races import Race, Standing
from saima.core.schemes import GroupRules, StreakRule
from saima.core.subjects import Subject
from saima.core.words import Translate, Words, words
from saima.writing.standings_text import SAMPLE

TITLE = words("Lists and streaks")
NOBODY_LISTED = words("Nobody this month.")


@dataclass(frozen=True)
class Named:
    """Whoever is on a list, and why."""

    entrant: Subject
    reasons: tuple[Words, ...]


@dataclass(frozen=True)
class Roll:
    """A list of a group; a note says why there is none."""

    honor: Honor
    names: tuple[Named, ...]
    note: Words | None = None


@dataclass(frozen=True)
class Kept:
    """What became of a streak: in a word, and in full."""

    outcome: Outcome
    told: Words

    @property
    def word(self) -> Words:
        """The outcome."""
        return OUTCOME_WORDS[self.outcome]


@dataclass(frozen=True)
class KeptLine:
    """An entrant with its streaks, None for one that was not asked for."""

    entrant: Subject
    kept: tuple[Kept | None, ...]


@dataclass(frozen=True)
class GroupHonors:
    """What is made of the ranking of a group."""

    group: str
    rolls: tuple[Roll, ...]
    streaks: tuple[tuple[Words, str | Words], ...]  # names, and over which indicators
    lines: tuple[KeptLine, ...]


def named(entrant: Subject, say: Translate) -> str:
    """A name, marked where it was invented for an example."""
    return f"{entrant.name}（{say(SAMPLE.text)}）" if entrant.sample else entrant.name


def honors_told(
    race: Race, ranking: Mapping[str, Any], hidden: Collection[str]
) -> tuple[GroupHonors, ...]:
    """The lists and streaks of each group that has any, without shares of the hidden."""
    if not ranking.get("honors"):
        return ()
    honors = without_values(ranking["honors"], hidden)
    standings = [
        place_again(one, race.subjects[one["entrant"]]) for one in ranking["standings"]
    ]
    lists = {one.group: one for one in lists_again(honors, standings)}
    streaks = streaks_again(honors, standings)
    found = (
        _group(race, rules, lists.get(rules.name), _of(rules, streaks, standings))
        for rules in race.scheme.groups
    )
    return tuple(one for one in found if one.rolls or one.lines)


def _of(
    rules: GroupRules, streaks: Sequence[Streak], standings: Sequence[Standing]
) -> dict[str, list[Streak]]:
    """The streaks of a group by entrant, as they stand in the table."""
    by_code: dict[str, list[Streak]] = {one.entrant.code: [] for one in standings}
    for streak in streaks:
        if streak.group == rules.name:
            by_code[streak.entrant.code].append(streak)
    return {code: own for code, own in by_code.items() if own}


def _group(
    race: Race, rules: GroupRules, lists: Lists | None, own: dict[str, list[Streak]]
) -> GroupHonors:
    columns = tuple(
        dict.fromkeys(streak.rule for streaks in own.values() for streak in streaks)
    )
    return GroupHonors(
        rules.name,
        () if lists is None else tuple(_rolls(lists, rules, race.scheme.decimals)),
        tuple((STREAK_WORDS[r.kind], over_words(r, race.indicators)) for r in columns),
        tuple(_line(race, streaks, columns) for streaks in own.values()),
    )


def _line(
    race: Race, streaks: Sequence[Streak], columns: Sequence[StreakRule]
) -> KeptLine:
    told = {
        one.rule: Kept(one.verdict.outcome, streak_words(one, race.indicators))
        for one in streaks
    }
    return KeptLine(streaks[0].entrant, tuple(told.get(rule) for rule in columns))


def _rolls(lists: Lists, rules: GroupRules, decimals: int) -> Iterator[Roll]:
    if rules.lists.praise is not None:
        yield Roll(Honor.PRAISE, _names(lists.praise, rules, decimals))
    if rules.lists.any_alarm:
        note = too_few_words(rules) if lists.too_few else None
        yield Roll(Honor.ALARM, _names(lists.alarm, rules, decimals), note)


def _names(
    listed: Sequence[Listed], rules: GroupRules, decimals: int
) -> tuple[Named, ...]:
    return tuple(
        Named(one.standing.entrant, reasons(one, rules, decimals)) for one in listed
    )
