"""The rules of lists and streaks in words: what puts a name on a list, what is kept up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from saima.core.honors.lists import HONOR_SIGNS, HONOR_WORDS, PLAN_WORDS, Honor
from saima.core.honors.streaks import STREAK_WORDS, over_words
from saima.core.indicators import Indicator
from saima.core.lights import LIGHT_WORDS
from saima.core.numbers import exact_text
from saima.core.schemes import (
    Edge,
    GroupRules,
    ListRule,
    ListRules,
    StreakKind,
    StreakRule,
    Together,
)
from saima.core.words import Words, listed, words

EDGE_WORDS = {
    Edge.ALL: words("where several share its last place, all of them are on it"),
    Edge.NONE: words("where several share its last place, none of them is on it"),
}
DEFINITIONS = {
    StreakKind.OPENING: words("the plan to date is kept at the end of March"),
    StreakKind.DOUBLE_HALF: words(
        "half of the year's target is done by the end of June; of a level, such as a "
        "debt ratio, the plan to date is asked"
    ),
    StreakKind.EVERY_MONTH: words(
        "the plan to date is kept at the end of every month from January on"
    ),
    StreakKind.HALF_YEAR: words("the plan to date is kept at the end of June"),
    StreakKind.FULL_YEAR: words("the year's target is kept at the end of December"),
}
TOGETHER_WORDS = {
    Together.ALL: words("each of them counts"),
    Together.WEIGHTED: words(
        "one may make up for another: their achievements up the weights make 100 %"
    ),
}
NOT_BOTH = words("whoever is on the list of praise is not on this one")
MISSING = words("who has not reported everything is on it, for that reason")
ONLY_MISSING = words("only who has not reported everything is on it")


@dataclass(frozen=True)
class ListTold:
    """A list of a group, in words."""

    honor: Honor
    name: Words
    sign: Words
    conditions: tuple[Words, ...]  # all of them must hold
    besides: tuple[Words, ...]


@dataclass(frozen=True)
class StreakTold:
    """A streak of a group, in words."""

    name: Words
    definition: Words
    over: str | Words
    together: Words | None


def lists_told(rules: ListRules) -> tuple[ListTold, ...]:
    """The lists that a group has."""
    return tuple(_lists(rules))


def _lists(rules: ListRules) -> Iterator[ListTold]:
    if rules.praise is not None:
        yield _told(Honor.PRAISE, rules.praise, tuple(_edge(rules.praise)))
    if rules.any_alarm:
        rule = rules.alarm or ListRule()
        yield _told(Honor.ALARM, rule, tuple(_beside_alarm(rules)))


def _told(honor: Honor, rule: ListRule, besides: tuple[Words, ...]) -> ListTold:
    return ListTold(
        honor,
        HONOR_WORDS[honor],
        HONOR_SIGNS[honor],
        tuple(_conditions(rule, honor)),
        besides,
    )


def _conditions(rule: ListRule, honor: Honor) -> Iterator[Words]:
    praise = honor is Honor.PRAISE
    if rule.places is not None:
        first = words("a place among the first {count}", count=rule.places)
        last = words("a place among the last {count} ranked", count=rule.places)
        yield first if praise else last
    if rule.lights:
        lights = listed([LIGHT_WORDS[light] for light in rule.lights])
        yield words("its light is {lights}", lights=lights)
    if rule.limit is not None:
        limit = exact_text(rule.limit)
        reached = words("a score of {limit} or more", limit=limit)
        yield reached if praise else words("a score below {limit}", limit=limit)
    if rule.plan is not None:
        yield words(
            "{plan}, all items with a target together", plan=PLAN_WORDS[rule.plan]
        )


def _edge(rule: ListRule | None) -> Iterator[Words]:
    if rule is not None and rule.places is not None:
        yield EDGE_WORDS[rule.edge]


def _beside_alarm(rules: ListRules) -> Iterator[Words]:
    yield from _edge(rules.alarm)
    if rules.missing:
        yield ONLY_MISSING if rules.alarm is None else MISSING
    if rules.least > 1:
        yield words(
            "there is none where fewer than {count} run; where fewer are ranked, "
            "nobody is on it by a ranking",
            count=rules.least,
        )
    if rules.praise is not None:
        yield NOT_BOTH


def streaks_told(
    rules: GroupRules, indicators: Mapping[str, Indicator]
) -> tuple[StreakTold, ...]:
    """What counts as kept up in a group."""
    return tuple(_streak(rule, indicators) for rule in rules.streaks)


def _streak(rule: StreakRule, indicators: Mapping[str, Indicator]) -> StreakTold:
    return StreakTold(
        STREAK_WORDS[rule.kind],
        DEFINITIONS[rule.kind],
        over_words(rule, indicators),
        None if len(rule.indicators) == 1 else TOGETHER_WORDS[rule.together],
    )
