"""Lists and streaks from what an edition keeps: the same as from the race itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from saima.core.editions.document import canonical_json
from saima.core.editions.honors import plain_honors
from saima.core.editions.plain import plain_scheme, plain_world
from saima.core.editions.reading import race_of, scheme_of
from saima.core.honors.lists import lists_of
from saima.core.honors.streaks import streaks_at
from saima.core.lights import Light
from saima.core.periods import Month
from saima.core.races import Race, standings_at
from saima.core.schemes import (
    Edge,
    ListRule,
    ListRules,
    PlanKept,
    StreakKind,
    StreakRule,
    Together,
)
from saima.core.tests.exact import F
from saima.core.tests.made import JUNE, YEAR, monthly, race, target, units
from saima.core.tests.test_lists import SCORES, TWO, ruled

LISTS = ListRules(
    ListRule(3, (Light.GREEN, Light.YELLOW), F("90.5"), PlanKept.KEPT, Edge.NONE),
    ListRule(2, (Light.RED,), F("1/3") + 80, PlanKept.MISSED),
    least=3,
    missing=True,
)
STREAKS = (
    *map(StreakRule, StreakKind),
    StreakRule(StreakKind.EVERY_MONTH, ("revenue",), Together.WEIGHTED),
)


def running(until: int = 12) -> Race:
    """Six units by month, one missing in June, with figures to a month."""
    made = {**TWO, "C": None}
    figures = [
        monthly(code, [str(int(v) / 6 if v else 17)[:6]] * min(until, 12 if v else 5))
        for code, v in made.items()
    ]
    codes = "".join(made)
    found = race(units(codes), [target(code, "200") for code in codes], figures)
    scheme = replace(found.scheme, standing_lights=SCORES)
    whole = ruled(replace(found, scheme=scheme), LISTS)
    (group,) = whole.scheme.groups
    groups = (replace(group, streaks=STREAKS),)
    return replace(whole, scheme=replace(whole.scheme, groups=groups))


def frozen(found: Race, month: Month) -> Race:
    """The race as an edition of that month keeps it, through its bytes and back."""
    world = json.loads(canonical_json(plain_world(found, month)))
    return race_of(world, json.loads(canonical_json(plain_scheme(found.scheme))))


def honors(found: Race, month: Month, before: Mapping[Month, Race]) -> bytes:
    """All that is made of a month, as bytes."""
    lists = lists_of(found.scheme, standings_at(found, month), excused="F")
    streaks = streaks_at(found, month, before=before)
    return canonical_json(plain_honors(lists, streaks, excused="F"))


def test_the_rules_come_back_as_they_were() -> None:
    scheme = running().scheme
    plain = json.loads(canonical_json(plain_scheme(scheme)))
    assert scheme == scheme_of(plain)
    plain["groups"][0]["lists"]["least"] = 4
    assert scheme != scheme_of(plain)


def test_rules_of_before_there_were_any_keep_their_form() -> None:
    (group,) = plain_scheme(race([], [], []).scheme)["groups"]
    assert {"name", "tree"} == set(group)
    (now,) = plain_scheme(running().scheme)["groups"]
    assert {"name", "tree", "lists", "streaks"} == set(now)


def test_they_follow_from_the_editions_alone() -> None:
    now = running()
    months = [Month(YEAR, n) for n in range(1, 6)]
    live = honors(now, JUNE, dict.fromkeys(months, now))
    kept = {month: frozen(now, month) for month in months}
    assert live == honors(frozen(now, JUNE), JUNE, kept)
    other = frozen(running(until=5), JUNE)
    assert live != honors(other, JUNE, kept)


def test_what_stands_in_an_edition() -> None:
    now = running()
    told = json.loads(honors(now, JUNE, {}))
    (lists,) = told["lists"]
    assert ["F"] == told["excused"]
    assert ["A", "B"] == [one["entrant"] for one in lists["praise"]]
    assert [("E", ["place", "light", "score", "plan"]), ("C", ["missing"])] == [
        (one["entrant"], one["met"]) for one in lists["alarm"]
    ]
    of_c = {
        one["rule"]["kind"]: (one["outcome"], one["unsaid"], one["month"])
        for one in told["streaks"]
        if one["entrant"] == "C" and one["rule"]["together"] == "all"
    }
    assert {
        "opening": ("kept", None, "2022-03"),
        "double_half": ("unsaid", "missing", "2022-06"),
        "every_month": ("unsaid", "missing", "2022-06"),
        "half_year": ("unsaid", "missing", "2022-06"),
    } == of_c
