"""Lists and streaks in a scheme: what they say is read, what makes no sense refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from saima.core.lights import Light
from saima.core.schemes import (
    Edge,
    GroupRules,
    ListRule,
    ListRules,
    PlanKept,
    StreakKind,
    StreakRule,
    Together,
)
from saima.core.tests.exact import F
from saima.core.tests.papers import LINEAR, SCHEME, taken_in, told

BANDS = [
    {"light": "green", "from": "90"},
    {"light": "yellow", "from": "60", "below": "90"},
    {"light": "red", "below": "60"},
]
LIT = {**SCHEME, "lights": {"standings": {"measure": "score", "bands": BANDS}}}


def group_of(scheme: Mapping[str, object]) -> GroupRules:
    """The one group of a scheme that is accepted."""
    intake = taken_in(scheme)
    assert intake.race is not None, [str(f) for f in intake.findings]
    return intake.race.scheme.groups[0]


def in_group(**more: object) -> Mapping[str, object]:
    """The scheme with more said in its group."""
    (group,) = SCHEME["groups"]
    return {**LIT, "groups": [{**group, **more}]}


RED = {"top": "3", "lights": ["green"], "score_from": "90", "plan": "exceeded"}
BLACK = {"bottom": "2", "lights": ["red"], "score_below": "59.5", "plan": "missed"}


def test_the_lists_of_all_groups() -> None:
    assert ListRules() == group_of(LIT).lists
    red = ListRule(3, (Light.GREEN,), F(90), PlanKept.EXCEEDED, Edge.ALL)
    black = ListRule(2, (Light.RED,), F("59.5"), PlanKept.MISSED, Edge.NONE)
    lists = {"red": RED, "black": BLACK}
    assert ListRules(red, black) == group_of({**LIT, "lists": lists}).lists
    more = {**BLACK, "least": "8", "missing": "yes", "edge": "all"}
    found = group_of({**LIT, "lists": {"black": more}}).lists
    assert (None, 8, True) == (found.praise, found.least, found.missing)
    assert found.alarm is not None
    assert Edge.ALL is found.alarm.edge
    only_missing = group_of({**LIT, "lists": {"black": {"missing": "yes"}}}).lists
    assert (None, True, True) == (
        only_missing.alarm,
        only_missing.missing,
        only_missing.any_alarm,
    )


def test_a_group_has_its_own_lists_instead() -> None:
    own = {"red": {"top": "1"}}
    head = {"red": {"top": "3"}, "black": {"bottom": "3"}}
    assert ListRules(ListRule(1)) == group_of({**in_group(lists=own), "lists": head}).lists  # fmt: skip
    assert ListRules() == group_of({**in_group(lists={}), "lists": head}).lists
    assert ListRule(3) == group_of({**in_group(), "lists": head}).lists.praise


@pytest.mark.parametrize(
    ("lists", "code", "says"),
    [
        ({"red": {"top": "0"}}, "not_a_number", "whole number above zero"),
        ({"red": {"top": "2.5"}}, "not_a_number", "whole number above zero"),
        ({"red": {"top": "三"}}, "not_a_number", "top"),
        ({"red": {}}, "needed", "at least one condition"),
        ({"red": {"bottom": "3"}}, "unknown_name", "bottom"),
        ({"red": {"top": "3", "lights": ["orange"]}}, "unknown_choice", "green, yellow, red"),
        ({"red": {"top": "3", "lights": "green"}}, "not_a_list", "lights"),
        ({"red": {"plan": "beaten"}}, "unknown_choice", "exceeded"),
        ({"red": {"top": "3", "edge": "some"}}, "unknown_choice", "all, none"),
        ({"black": {"top": "3"}}, "unknown_name", "top"),
        ({"black": {"least": "5"}}, "needed", "at least one condition"),
        ({"black": {"bottom": "3", "missing": "maybe"}}, "unknown_choice", "yes or no"),
        ({"black": {"bottom": "3", "score_from": "60"}}, "unknown_name", "score_from"),
        ({"praise": {"top": "3"}}, "unknown_name", "praise"),
        ("red", "not_entries", "names with values"),
    ],
)  # fmt: skip
def test_lists_that_make_no_sense(lists: object, code: str, says: str) -> None:
    for scheme in ({**LIT, "lists": lists}, in_group(lists=lists)):
        intake = taken_in(scheme)
        assert intake.race is None
        assert (code, "scheme line 1") in told(intake)
        assert says in str(next(f for f in intake.findings if f.code == code))


def test_without_lights_no_list_takes_any() -> None:
    lists = {"red": {"lights": ["green"]}}
    assert "unknown_choice" in dict(told(taken_in({**SCHEME, "lists": lists})))
    assert [] == told(taken_in({**LIT, "lists": lists}))
    items = {"measure": "lead", "bands": [{"light": "green"}]}
    of_items = {**SCHEME, "lights": {"items": items}, "lists": lists}
    assert [] == told(taken_in(of_items))


# --- Streaks -----------------------------------------------------------------------


def test_the_streaks_of_all_groups() -> None:
    assert () == group_of(LIT).streaks
    kinds = [{"kind": str(kind)} for kind in StreakKind]
    found = group_of({**LIT, "streaks": kinds}).streaks
    assert tuple(map(StreakRule, StreakKind)) == found
    named = {"kind": "opening", "indicators": ["营收", "rev", "招商"], "together": "weighted"}  # fmt: skip
    want = StreakRule(StreakKind.OPENING, ("rev", "new"), Together.WEIGHTED)
    assert (want,) == group_of({**LIT, "streaks": [named]}).streaks


def two_groups(*streaks: object, second: object = None) -> Mapping[str, object]:
    """Two groups, the second with 招商 alone."""
    (first,) = SCHEME["groups"]
    item = {"indicator": "招商", "weight": "100", "curve": LINEAR}
    other = {"name": "二组", "items": [item]}
    if second is not None:
        other["streaks"] = second
    return {**LIT, "streaks": list(streaks), "groups": [first, other]}


def test_of_the_indicators_named_a_group_is_asked_for_those_it_has() -> None:
    both = {"kind": "every_month", "indicators": ["营收", "招商"]}
    revenue = {"kind": "opening", "indicators": ["营收"]}
    race = taken_in(two_groups(both, revenue)).race
    assert race is not None
    first, second = race.scheme.groups
    every = StreakKind.EVERY_MONTH
    opening = StreakRule(StreakKind.OPENING, ("rev",))
    assert (StreakRule(every, ("rev", "new")), opening) == first.streaks
    assert (StreakRule(every, ("new",)),) == second.streaks
    own = taken_in(two_groups(both, second=[{"kind": "opening"}])).race
    assert own is not None
    assert (StreakRule(StreakKind.OPENING),) == own.scheme.groups[1].streaks


@pytest.mark.parametrize(
    ("streak", "code", "says"),
    [
        ({}, "needed", "kind"),
        ({"kind": "red_month"}, "unknown_choice", "every_month"),
        ({"kind": "opening", "together": "mostly"}, "unknown_choice", "weighted"),
        ({"kind": "opening", "indicators": ["营收额"]}, "unknown_indicator", "mean “营收”"),
        ({"kind": "opening", "indicators": ["负债率"]}, "unknown_indicator", "does not count"),
        ({"kind": "opening", "indicators": "营收"}, "not_a_list", "indicators"),
        ({"kind": "opening", "name": "开门红"}, "unknown_name", "name"),
    ],
)  # fmt: skip
def test_streaks_that_make_no_sense(streak: object, code: str, says: str) -> None:
    for scheme in ({**LIT, "streaks": [streak]}, in_group(streaks=[streak])):
        intake = taken_in(scheme)
        assert intake.race is None
        assert code in dict(told(intake))
        assert says in str(next(f for f in intake.findings if f.code == code))
