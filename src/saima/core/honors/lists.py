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
from saima.core.words import Words, listed, words


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


def lists_of(
    scheme: Scheme, standings: Sequence[Standing], excused: Collection[str] = ()
) -> tuple[Lists, ...]:
    """The lists of every group that has any, from the standings of a month.

    `excused` are entrants that an office spares the list of alarm, as where a flood
    kept them from their plan. Whoever is praised is on no list of alarm.
    """
    return tuple(
        _lists(rules, scheme, here, excused)
        for rules in scheme.groups
        if rules.lists.praise is not None or rules.lists.any_alarm
        for here in ([s for s in standings if s.group == rules.name],)
    )


def _lists(
    rules: GroupRules,
    scheme: Scheme,
    here: Sequence[Standing],
    excused: Collection[str],
) -> Lists:
    own = rules.lists
    praise = tuple(_named(own.praise, Honor.PRAISE, rules, scheme, here))
    too_few = own.any_alarm and len(here) < own.least
    if too_few or not own.any_alarm:
        return Lists(rules.name, praise, too_few=too_few)
    spared = {one.standing.entrant.code for one in praise} | set(excused)
    alarm: list[Listed] = []
    # With most of a group missing, its last is its first.
    if sum(one.rank is not None for one in here) >= own.least:
        alarm += _named(own.alarm, Honor.ALARM, rules, scheme, here)
    if own.missing:
        alarm += (
            Listed(Honor.ALARM, one, (Condition.MISSING,))
            for one in here
            if one.unranked is Unranked.MISSING
        )
    kept = tuple(one for one in alarm if one.standing.entrant.code not in spared)
    return Lists(rules.name, praise, kept)


def _named(
    rule: ListRule | None,
    honor: Honor,
    rules: GroupRules,
    scheme: Scheme,
    here: Sequence[Standing],
) -> Iterator[Listed]:
    """Those ranked for whom every condition of a rule holds."""
    if rule is None:
        return
    counted = _places(here, honor, scheme)
    taken = _taken(rule, counted)
    for standing in here:
        place = counted.get(standing.entrant.code)
        if place is None:
            continue
        plan = None if rule.plan is None else plan_of(standing, rules)
        met = tuple(_met(rule, honor, standing, plan))
        in_place = rule.places is None or standing.entrant.code in taken
        if in_place and len(met) == len(asked_of(rule)):
            ratio = None if plan is None else plan.ratio
            yield Listed(honor, standing, met, place, ratio)


def asked_of(rule: ListRule) -> tuple[Condition, ...]:
    """The conditions of a rule, in the order in which they are told."""
    asked = {
        Condition.PLACE: rule.places is not None,
        Condition.LIGHT: bool(rule.lights),
        Condition.SCORE: rule.limit is not None,
        Condition.PLAN: rule.plan is not None,
    }
    return tuple(condition for condition, wanted in asked.items() if wanted)


def _met(
    rule: ListRule, honor: Honor, standing: Standing, plan: Verdict | None
) -> Iterator[Condition]:
    """The conditions that hold; that of the place is seen to with all the places."""
    if rule.places is not None:
        yield Condition.PLACE
    if standing.light is not None and standing.light.light in rule.lights:
        yield Condition.LIGHT
    if rule.limit is not None and standing.score is not None:
        reached = standing.score >= rule.limit
        if reached is (honor is Honor.PRAISE):
            yield Condition.SCORE
    if rule.plan is not None and plan is not None and fits(plan, rule.plan):
        yield Condition.PLAN


def _places(
    here: Sequence[Standing], honor: Honor, scheme: Scheme
) -> Mapping[str, int]:
    """Places from the first, or from the last, those who share one sharing both."""
    sign = -1 if honor is Honor.PRAISE else 1
    ranks = {s.entrant.code: Decimal(sign * s.rank) for s in here if s.rank is not None}
    return places.rank(ranks, ties=scheme.ties)


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
            lights=listed([LIGHT_WORDS[light] for light in rule.lights]),
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
    return "" if standing.light is None else standing.light.name


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
