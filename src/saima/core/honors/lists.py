"""Lists of honor: who is praised (红榜), whom the list of alarm (黑榜) names, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core import standings as places
from saima.core.honors.verdicts import (
    Verdict,
    fits,
    ratio_text,
    to_date,
    verdicts_of,
    weighted,
    with_target,
)
from saima.core.lights import LIGHT_WORDS
from saima.core.numbers import exact_text, grouped
from saima.core.races import Standing, Unranked
from saima.core.schemes import Edge, GroupRules, ListRule, PlanKept, Scheme
from saima.core.standings import Ties
from saima.core.words import Words, words
from saima.core.words import listed as one_after_the_other


class Honor(StrEnum):
    """The two kinds of list; neither is called by a color, which means both."""

    PRAISE = "praise"  # 红榜
    ALARM = "alarm"  # 黑榜


class Condition(StrEnum):
    """What put somebody on a list."""

    PLACE = "place"
    LIGHT = "light"
    SCORE = "score"
    PLAN = "plan"
    MISSING = "missing"  # 未报


@dataclass(frozen=True, slots=True)
class Listed:
    """A name on a list, with everything for which it stands there."""

    honor: Honor
    standing: Standing
    met: tuple[Condition, ...]
    place: int | None = None  # from the first for praise, from the last for alarm
    plan: Fraction | None = None  # of the plan to date, over all items together


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a group for a month (红黑榜)."""

    group: str
    praise: tuple[Listed, ...] = ()
    alarm: tuple[Listed, ...] = ()
    too_few: bool = False  # fewer run than a list of alarm needs


@dataclass(frozen=True, slots=True)
class _Group:
    """A group with its standings of a month, and how equal scores share places."""

    rules: GroupRules
    ties: Ties
    standings: tuple[Standing, ...]

    @property
    def ranked(self) -> int:
        """How many of it have a place."""
        return sum(one.rank is not None for one in self.standings)


def lists_of(
    scheme: Scheme, standings: Sequence[Standing], *, excused: Collection[str] = ()
) -> tuple[Lists, ...]:
    """The lists of every group that has any, from the standings of a month.

    `excused` are entrants that an office spares the list of alarm, as where a flood
    kept them from their plan. Whoever is praised is on no list of alarm.
    """
    groups = (
        _Group(
            rules,
            scheme.ties,
            tuple(one for one in standings if one.group == rules.name),
        )
        for rules in scheme.groups
        if rules.lists.praise is not None or rules.lists.any_alarm
    )
    return tuple(_lists(group, excused) for group in groups)


def _lists(group: _Group, excused: Collection[str]) -> Lists:
    rules = group.rules.lists
    praise = tuple(_named(rules.praise, Honor.PRAISE, group))
    too_few = rules.any_alarm and len(group.standings) < rules.least
    spared = {one.standing.entrant.code for one in praise} | set(excused)
    alarm = () if too_few else _alarm(group)
    return Lists(
        group.rules.name,
        praise,
        tuple(one for one in alarm if one.standing.entrant.code not in spared),
        too_few,
    )


def _alarm(group: _Group) -> Iterator[Listed]:
    """All for whom the rule of alarm holds, then who did not report."""
    rules = group.rules.lists
    if (
        group.ranked >= rules.least
    ):  # with most of a group missing, its last is its first
        yield from _named(rules.alarm, Honor.ALARM, group)
    for standing in group.standings:
        if rules.missing and standing.unranked is Unranked.MISSING:
            yield Listed(Honor.ALARM, standing, (Condition.MISSING,))


def _named(rule: ListRule | None, honor: Honor, group: _Group) -> Iterator[Listed]:
    """Those ranked for whom every condition of a rule holds."""
    if rule is None:
        return
    counted = _places(group, honor)
    taken = _taken(rule, counted)
    for standing in group.standings:
        code = standing.entrant.code
        if code not in counted or (rule.places is not None and code not in taken):
            continue
        plan = None if rule.plan is None else plan_of(standing, group.rules)
        listed = Listed(
            honor,
            standing,
            asked_of(rule),
            counted[code],
            None if plan is None else plan.ratio,
        )
        if _fits(rule, listed, plan):
            yield listed


def asked_of(rule: ListRule) -> tuple[Condition, ...]:
    """The conditions of a rule, in the order in which they are told."""
    asked = {
        Condition.PLACE: rule.places is not None,
        Condition.LIGHT: bool(rule.lights),
        Condition.SCORE: rule.limit is not None,
        Condition.PLAN: rule.plan is not None,
    }
    return tuple(condition for condition, wanted in asked.items() if wanted)


def _fits(rule: ListRule, one: Listed, plan: Verdict | None) -> bool:
    """Whether all conditions but that of the place hold."""
    standing = one.standing
    if rule.lights and (
        standing.light is None or standing.light.light not in rule.lights
    ):
        return False
    if rule.limit is not None:
        reached = standing.score is not None and standing.score >= rule.limit
        if reached is not (one.honor is Honor.PRAISE):
            return False
    return rule.plan is None or (plan is not None and fits(plan, rule.plan))


def _places(group: _Group, honor: Honor) -> Mapping[str, int]:
    """Places from the first, or from the last, those who share one sharing both."""
    sign = -1 if honor is Honor.PRAISE else 1
    ranks = {
        one.entrant.code: Decimal(sign * one.rank)
        for one in group.standings
        if one.rank is not None
    }
    return places.rank(ranks, ties=group.ties)


def _taken(rule: ListRule, counted: Mapping[str, int]) -> frozenset[str]:
    """Who is within the places of a rule; those who share the edge by its word."""
    if rule.places is None:
        return frozenset()
    within = {code: place for code, place in counted.items() if place <= rule.places}
    if rule.edge is Edge.NONE and len(within) > rule.places:
        edge = max(within.values())
        last = [code for code, place in within.items() if place == edge]
        if len(last) > 1:
            within = {code: place for code, place in within.items() if place != edge}
    return frozenset(within)


def plan_of(standing: Standing, rules: GroupRules) -> Verdict:
    """Whether the plan to date was kept over all items with a target together."""
    pairs = [
        (scored.item, scored.position)
        for scored in standing.items
        if with_target(scored.position)
    ]
    return weighted([*verdicts_of(pairs, to_date)], rules.tree)


# --- In words -----------------------------------------------------------------------

HONOR_WORDS = {
    Honor.PRAISE: words("list of praise"),
    Honor.ALARM: words("list of alarm"),
}
# The word beside the color: praise and alarm are told apart by both.
HONOR_SIGNS = {Honor.PRAISE: words("praised"), Honor.ALARM: words("warned")}
PLAN_WORDS = {
    PlanKept.EXCEEDED: words("the plan to date was exceeded"),
    PlanKept.KEPT: words("the plan to date was kept"),
    PlanKept.MISSED: words("the plan to date was not kept"),
}


def reasons(one: Listed, rules: GroupRules, decimals: int) -> tuple[Words, ...]:
    """Why somebody is on a list: what was found, and what the list asks for."""
    praised = one.honor is Honor.PRAISE
    rule = (rules.lists.praise if praised else rules.lists.alarm) or ListRule()
    return tuple(_reason(condition, one, rule, decimals) for condition in one.met)


def _reason(condition: Condition, one: Listed, rule: ListRule, decimals: int) -> Words:
    if condition is Condition.MISSING:
        return words("not everything was reported")
    if condition is Condition.PLACE:
        return _place_words(one, rule)
    if condition is Condition.LIGHT:
        return words(
            "{light}; the list takes: {lights}",
            light=_light_words(one.standing),
            lights=one_after_the_other([LIGHT_WORDS[light] for light in rule.lights]),
        )
    if condition is Condition.SCORE:
        return _score_words(one, rule, decimals)
    said = PLAN_WORDS[rule.plan or PlanKept.KEPT]
    if one.plan is None:
        return said
    return words("{said}: {ratio}", said=said, ratio=ratio_text(one.plan))


def _place_words(one: Listed, rule: ListRule) -> Words:
    rank, limit = one.standing.rank or 0, rule.places or 0
    if one.honor is Honor.PRAISE:
        return words("place {rank}, within the first {limit}", rank=rank, limit=limit)
    return words(
        "place {rank}, number {place} from the last, within the last {limit}",
        rank=rank,
        place=one.place or 0,
        limit=limit,
    )


def _light_words(standing: Standing) -> str | Words:
    """By its kind, as the rule names lights: its own name may be any other."""
    return "" if standing.light is None else LIGHT_WORDS[standing.light.light]


def _score_words(one: Listed, rule: ListRule, decimals: int) -> Words:
    score = grouped(one.standing.score or Decimal(0), decimals)
    limit = exact_text(rule.limit or Fraction(0))
    if one.honor is Honor.PRAISE:
        return words("score {score}, at least {limit}", score=score, limit=limit)
    return words("score {score}, below {limit}", score=score, limit=limit)


def too_few_words(rules: GroupRules) -> Words:
    """Why a group has no list of alarm."""
    return words(
        "fewer than {count} run in {group}: it has no list of alarm",
        count=rules.lists.least,
        group=rules.name,
    )
