"""Lists of praise and alarm: every condition, ties at the edge, small groups, the missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.honors.lists import (
    Condition,
    Lists,
    asked_of,
    lists_of,
    reasons,
    too_few_words,
)
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.races import Race, standings_at
from saima.core.schemes import Edge, ListRule, ListRules, PlanKept
from saima.core.standings import Ties
from saima.core.tests.drawn import tried
from saima.core.tests.exact import F
from saima.core.tests.made import JUNE, simple

SCORES = LightTable(
    LightMeasure.SCORE,
    (
        Band("绿灯", Light.GREEN, Interval(F(95), None)),
        Band("黄灯", Light.YELLOW, Interval(F(80), F(95))),
        Band("红灯", Light.RED, Interval(None, F(80))),
    ),
)
TWO = {"A": "120", "B": "110", "C": "100", "D": "90", "E": "70", "F": "60"}
ON_ANY_TIE, ON_NO_TIE = ListRule(places=3), ListRule(places=3, edge=Edge.NONE)


def ruled(running: Race, rules: ListRules) -> Race:
    """The race with lists for its one group."""
    (group,) = running.scheme.groups
    scheme = replace(running.scheme, groups=(replace(group, lists=rules),))
    return replace(running, scheme=scheme)


def lists(
    made: Mapping[str, str | None], rules: ListRules, excused: str = "", **more
) -> Lists:
    """The lists of the group in June, when 100 is due; the score is what was made."""
    race = ruled(simple(made, standing_lights=SCORES, **more), rules)
    (found,) = lists_of(race.scheme, standings_at(race, JUNE), excused=[*excused])
    return found


def praised(made: Mapping[str, str | None], rule: ListRule, **more) -> str:
    found = lists(made, ListRules(praise=rule), **more)
    return "".join(one.standing.entrant.code for one in found.praise)


def alarmed(
    made: Mapping[str, str | None], rule: ListRule | None, excused: str = "", **more
) -> str:
    ties = {"ties": more.pop("ties")} if "ties" in more else {}
    found = lists(made, ListRules(alarm=rule, **more), excused, **ties)
    return "".join(one.standing.entrant.code for one in found.alarm)


# --- Conditions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (ListRule(places=2), "AB"),
        (ListRule(lights=(Light.GREEN,)), "ABC"),
        (ListRule(lights=(Light.GREEN, Light.YELLOW)), "ABCD"),
        (ListRule(limit=F(100)), "ABC"),
        (ListRule(limit=F("100.01")), "AB"),
        (ListRule(plan=PlanKept.KEPT), "ABC"),
        (ListRule(plan=PlanKept.EXCEEDED), "AB"),
        (ListRule(places=5, lights=(Light.GREEN,), limit=F(110)), "AB"),
        (ListRule(places=1, lights=(Light.RED,)), ""),
    ],
)
def test_who_is_praised(rule: ListRule, names: str) -> None:
    assert names == praised(TWO, rule)


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (ListRule(places=2), "EF"),
        (ListRule(lights=(Light.RED,)), "EF"),
        (ListRule(limit=F(90)), "EF"),
        (ListRule(limit=F("90.01")), "DEF"),
        (ListRule(plan=PlanKept.MISSED), "DEF"),
        (ListRule(places=3, lights=(Light.RED,), limit=F(65)), "F"),
        (ListRule(places=1, lights=(Light.GREEN,)), ""),
    ],
)
def test_whom_the_list_of_alarm_names(rule: ListRule, names: str) -> None:
    assert names == alarmed(TWO, rule)


def test_the_published_rule_of_mianyang() -> None:
    """超额完成 and among the first; 未完成 and among the last, unless it was spared.

    Numbers of the carried example: B is second and did not exceed; F is last, excused.
    """
    made = {"A": "108", "B": "99", "C": "102", "D": "100", "E": "85", "F": "60"}
    rules = ListRules(
        ListRule(places=2, plan=PlanKept.EXCEEDED),
        ListRule(places=2, plan=PlanKept.MISSED, edge=Edge.NONE),
    )
    found = lists(made, rules)
    assert ["A", "C"] == [one.standing.entrant.code for one in found.praise]
    assert ["E", "F"] == [one.standing.entrant.code for one in found.alarm]
    spared = lists(made, rules, excused="F").alarm
    assert ["E"] == [one.standing.entrant.code for one in spared]


# --- Ties at the edge ---------------------------------------------------------------


def test_who_shares_the_edge_is_praised_with_the_others_or_none_is() -> None:
    tied = {**TWO, "C": "90", "D": "90"}
    assert "ABCD" == praised(tied, ON_ANY_TIE)
    assert "AB" == praised(tied, ON_NO_TIE)
    assert "ABC" == praised(TWO, ON_NO_TIE)


def test_nobody_is_on_the_list_of_alarm_by_a_tie() -> None:
    tied = {**TWO, "C": "90", "D": "90"}
    assert "EF" == alarmed(tied, ON_NO_TIE)
    assert "CDEF" == alarmed(tied, ON_ANY_TIE)
    assert "DEF" == alarmed(TWO, ON_NO_TIE)


def test_a_tie_inside_the_list_is_none_at_its_edge() -> None:
    tied = {**TWO, "E": "60", "D": "70"}
    assert "DEF" == alarmed(tied, ON_NO_TIE)
    assert "DEF" == alarmed({**TWO, "E": "60", "D": "60"}, ON_NO_TIE)


def test_dense_places_are_counted_as_they_are_printed() -> None:
    """1, 2, 2, 3: the first three places hold four."""
    tied = {**TWO, "B": "110", "C": "110"}
    assert "ABCD" == praised(tied, ON_ANY_TIE, ties=Ties.DENSE)
    assert "ABCD" == praised(tied, ON_NO_TIE, ties=Ties.DENSE)
    assert "ABC" == praised(tied, ON_NO_TIE)
    assert "BCDEF" == alarmed({**tied, "E": "60"}, ON_ANY_TIE, ties=Ties.DENSE)


# --- Small groups, and who has no place -----------------------------------------------


def test_a_small_group_has_no_list_of_alarm() -> None:
    five = {code: TWO[code] for code in "ABCDE"}
    four = {code: TWO[code] for code in "ABCD"}
    assert "DE" == alarmed(five, ListRule(places=2))
    assert "" == alarmed(four, ListRule(places=2))
    assert "CD" == alarmed(four, ListRule(places=2), least=4)
    found = lists(four, ListRules(ON_ANY_TIE, ListRule(places=2)))
    assert found.too_few
    assert "ABC" == "".join(one.standing.entrant.code for one in found.praise)
    assert not lists(five, ListRules(alarm=ListRule(places=2))).too_few
    assert not lists(four, ListRules(praise=ListRule(places=2))).too_few


def test_where_most_are_missing_the_last_is_not_named() -> None:
    few = {**TWO, "B": None, "C": None}
    assert "EF" == alarmed(TWO, ListRule(places=2))
    assert "" == alarmed(few, ListRule(places=2))
    assert "BC" == alarmed(few, ListRule(places=2), missing=True)


def test_the_missing_are_on_the_list_only_where_the_scheme_says_so() -> None:
    gap = {**TWO, "F": None}
    assert "E" == alarmed(gap, ListRule(places=1))
    assert "EF" == alarmed(gap, ListRule(places=1), missing=True)
    assert "F" == alarmed(gap, None, missing=True)
    assert "" == alarmed(TWO, None, missing=True)
    assert "" == alarmed(gap, None, missing=True, excused="F")
    assert "ABCDE" == praised(gap, ListRule(places=9))


def test_nobody_is_praised_and_alarmed() -> None:
    rules = ListRules(ListRule(places=4), ListRule(places=4))
    found = lists(TWO, rules)
    assert "ABCD" == "".join(one.standing.entrant.code for one in found.praise)
    assert "EF" == "".join(one.standing.entrant.code for one in found.alarm)


def test_a_group_without_lists_has_none() -> None:
    race = simple(TWO)
    assert () == lists_of(race.scheme, standings_at(race, JUNE))
    with_one = ruled(race, ListRules(praise=ON_ANY_TIE))
    assert 1 == len(lists_of(with_one.scheme, standings_at(with_one, JUNE)))


# --- Whatever the figures -------------------------------------------------------------

MADE = st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=9)
RULES = st.builds(
    ListRule,
    st.one_of(st.none(), st.integers(1, 6)),
    st.just(()),
    st.one_of(st.none(), st.integers(0, 120).map(F)),
    st.one_of(st.none(), st.sampled_from(PlanKept)),
    st.sampled_from(Edge),
).filter(asked_of)


@tried(300)
@given(MADE, RULES, RULES, st.integers(1, 6), st.booleans(), st.sampled_from(Ties))
def test_of_any_race(made, praise, alarm, least, missing, ties) -> None:
    to_date = {
        chr(65 + n): None if one is None else str(one * 10)
        for n, one in enumerate(made)
    }
    rules = ListRules(praise, alarm, least, missing)
    found = lists(to_date, rules, ties=ties)
    red = {one.standing.entrant.code for one in found.praise}
    black = {one.standing.entrant.code for one in found.alarm}
    assert not red & black
    assert not (black and len(made) < least)
    for one in (*found.praise, *found.alarm):
        assert (one.standing.rank is None) is (Condition.MISSING in one.met)
        assert len(one.met) == len(
            reasons(one, ruled(simple({"A": "1"}), rules).scheme.groups[0], 2)
        )
    for rule, names in ((praise, found.praise), (alarm, found.alarm)):
        placed = [one for one in names if one.place is not None]
        over = rule.places is not None and len(placed) > rule.places
        if over and rule.edge is Edge.NONE:
            assert ties is Ties.DENSE
        # Who is better is on a list of praise whenever who is worse is, by place alone.
        if rule is praise and asked_of(rule) == (Condition.PLACE,):
            worst = max((one.place for one in placed), default=0)
            assert len(placed) == sum(
                s.rank is not None and s.rank <= worst
                for s in standings_at(simple(to_date, ties=ties), JUNE)
            )


# --- In words -----------------------------------------------------------------------


def said(made: Mapping[str, str | None], rules: ListRules) -> dict[str, list[str]]:
    race = ruled(simple(made, standing_lights=SCORES), rules)
    (found,) = lists_of(race.scheme, standings_at(race, JUNE))
    (group,) = race.scheme.groups
    return {
        one.standing.entrant.code: [str(why) for why in reasons(one, group, 2)]
        for one in (*found.praise, *found.alarm)
    }


def test_every_name_has_its_reasons() -> None:
    rules = ListRules(
        ListRule(1, (Light.GREEN,), F(90), PlanKept.EXCEEDED),
        ListRule(2, (Light.RED,), F(65), PlanKept.MISSED),
        missing=True,
    )
    assert {
        "A": [
            "place 1, within the first 1",
            "green light; the list takes: green light",
            "score 120.00, at least 90",
            "the plan to date was exceeded: 120.00%",
        ],
        "F": [
            "place 6, number 1 from the last, within the last 2",
            "red light; the list takes: red light",
            "score 60.00, below 65",
            "the plan to date was not kept: 60.00%",
        ],
        "G": ["not everything was reported"],
    } == said({**TWO, "G": None}, rules)


def test_what_is_just_short_of_the_plan_is_not_told_as_the_whole_of_it() -> None:
    rules = ListRules(alarm=ListRule(plan=PlanKept.MISSED))
    told = said({**TWO, "D": "99.9999"}, rules)
    assert ["the plan to date was not kept: <100.00%"] == told["D"]


def test_why_there_is_no_list() -> None:
    (group,) = ruled(simple(TWO), ListRules()).scheme.groups
    assert "fewer than 5 run in A" in str(too_few_words(group))
