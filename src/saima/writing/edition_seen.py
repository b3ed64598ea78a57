"""An edition read for those who are handed it: from its content to what they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from saima.core.editions.reading import race_of
from saima.core.editions.rules import Timing
from saima.core.lights import Light
from saima.core.periods import Month
from saima.core.positions import Status
from saima.core.races import Race, Unranked
from saima.core.schemes import Item
from saima.core.scoring import Reason
from saima.core.subjects import Subject
from saima.core.words import Words, words
from saima.writing.edition_honors import honors_told
from saima.writing.edition_told import (
    Cell,
    Content,
    Group,
    Issue,
    LightTold,
    Line,
    Ranking,
    Told,
    moment,
)
from saima.writing.standings_text import STATUS_WORDS

NOBODY: frozenset[str] = frozenset()
NOT_DUE = words("not due yet")
NO_MONTH = words("the month before is missing")
NO_POINTS = words("cannot compute")


def told(content: Content, issue: Issue, hidden: Collection[str] = NOBODY) -> Told:
    """What an edition says to those who may not see the values of the hidden ones.

    Standings without their items are taken as hidden as well, so that a content from
    which they were left out serves.
    """
    rankings = tuple(_ranking(content, one, hidden) for one in content["rankings"])
    return Told(content, issue, Month.parse(content["month"]), rankings)


def _ranking(content: Content, one: Content, hidden: Collection[str]) -> Ranking:
    race, rules = race_of(content["world"], one["scheme"]), one["rules"]
    groups = tuple(_groups(race, one["standings"], hidden))
    codes = dict.fromkeys(
        item.indicator for group in groups for item in group.rules.tree.items()
    )
    return Ranking(
        race.scheme,
        rules["version"],
        rules["since"],
        moment(rules["published_at"]),
        Timing(rules["timing"]),
        tuple(race.indicators[code] for code in codes),
        race.indicators,
        groups,
        honors_told(race, one, hidden),
    )


def _groups(
    race: Race, standings: list[Content], hidden: Collection[str]
) -> Iterator[Group]:
    for rules in race.scheme.groups:
        items = {item.indicator: item for item in rules.tree.items()}
        own = [one for one in standings if one["group"] == rules.name]
        if own:
            yield Group(rules, tuple(_line(race, one, items, hidden) for one in own))


def _line(
    race: Race, one: Content, items: Mapping[str, Item], hidden: Collection[str]
) -> Line:
    entrant: Subject = race.subjects[one["entrant"]]
    seen = [] if entrant.code in hidden else one.get("items", [])
    rank, previous = one["rank"], one["previous"]
    moved = None if rank is None or previous is None else previous - rank
    return Line(
        entrant.name,
        entrant.sample,
        rank,
        moved,
        _decimal(one["score"]),
        _light(one["light"]),
        None if one["unranked"] is None else Unranked(one["unranked"]),
        Decimal(one["deduction"]),
        {got["indicator"]: _cell(race, items[got["indicator"]], got) for got in seen},
    )


def _cell(race: Race, item: Item, got: Content) -> Cell:
    return Cell(
        item,
        race.indicators[item.indicator],
        _decimal(got["actual"]),
        _decimal(got["target"]),
        None if got["plan"] is None else Fraction(got["plan"]),
        _decimal(got["points"]),
        _light(got["light"]),
        Status(got["status"]),
        _word(got),
    )


def _word(got: Content) -> Words | None:
    if got["points"] is not None:
        return None
    reason, status = got["reason"], Status(got["status"])
    if reason == Reason.NOT_DUE:
        return NOT_DUE
    if reason == Reason.NO_MONTH:
        return NO_MONTH
    return NO_POINTS if status is Status.OK else STATUS_WORDS[status]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _light(one: Content | None) -> LightTold | None:
    return None if one is None else LightTold(one["name"], Light(one["light"]))
