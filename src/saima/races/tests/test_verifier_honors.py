"""The verifier recomputes lists and streaks on its own, and names who was put where."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.editions.document import opened
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.races import Race
from saima.core.schemes import (
    Edge,
    GroupRules,
    ListRule,
    ListRules,
    PlanKept,
    Scheme,
    StreakKind,
    StreakRule,
    Together,
)
from saima.core.subjects import Subject, SubjectKind
from saima.core.tests.drawn import tried
from saima.core.tests.made import JUNE, even, item, race, scheme, target, units
from saima.facts.tests.drawn import months, races
from saima.races.tests.frozen import content_of, sealed_again
from saima.races.verifier import verify_edition

Content = dict[str, Any]


def differing(content: Content) -> set[str]:
    """The names of what differs in some content under a seal that fits."""
    found = verify_edition.report(sealed_again(content), None)
    return {one.what for one in found["differences"]}


# --- Rules of any shape ----------------------------------------------------------------


def list_rules(honor_edge: Edge) -> st.SearchStrategy[ListRule | None]:
    """The conditions of a list, whatever they are."""
    lights = st.lists(st.sampled_from(list(Light)), max_size=3, unique=True)
    rule = st.builds(
        ListRule,
        st.none() | st.integers(1, 4),
        lights.map(tuple),
        st.none() | st.integers(0, 100).map(Fraction),
        st.none() | st.sampled_from(list(PlanKept)),
        st.just(honor_edge) | st.sampled_from(list(Edge)),
    )
    return st.none() | rule


def streak_rules(codes: list[str]) -> st.SearchStrategy[tuple[StreakRule, ...]]:
    """Streaks over some of the indicators of a group, or over all of them."""
    rule = st.builds(
        StreakRule,
        st.sampled_from(list(StreakKind)),
        st.lists(st.sampled_from(codes), max_size=2, unique=True).map(tuple),
        st.sampled_from(list(Together)),
    )
    return st.lists(rule, max_size=5, unique=True).map(tuple)


@st.composite
def honored_races(draw: st.DrawFn) -> Race:
    """A race under a scheme of any shape, with lists and streaks of any shape."""
    drawn = draw(races())
    groups = tuple(_honored(draw, rules) for rules in drawn.scheme.groups)
    return replace(drawn, scheme=replace(drawn.scheme, groups=groups))


def _honored(draw: st.DrawFn, rules: GroupRules) -> GroupRules:
    lists = ListRules(
        draw(list_rules(Edge.ALL)),
        draw(list_rules(Edge.NONE)),
        draw(st.integers(1, 3)),
        draw(st.booleans()),
    )
    codes = [one.indicator for one in rules.tree.items()]
    return replace(rules, lists=lists, streaks=draw(streak_rules(codes)))


@tried(300)
@given(honored_races(), months())
def test_it_agrees_with_the_core_on_lists_of_any_shape(
    race: Race, month: Month
) -> None:
    content = content_of(race, month)
    assert [] == verify_edition.report(sealed_again(content), None)["differences"]


def test_lists_of_any_shape_are_seldom_empty() -> None:
    """A positive control: what is drawn names somebody, and keeps and breaks streaks."""
    seen: set[str] = set()

    @tried(150)
    @given(honored_races())
    def look(race: Race) -> None:
        honors = content_of(race, Month(race.year, 12))["rankings"][0].get("honors", {})
        for one in honors.get("lists", ()):
            seen.update(kind for kind in ("praise", "alarm", "too_few") if one[kind])
        for one in honors.get("streaks", ()):
            seen.update({one["outcome"], one["rule"]["kind"], str(one["unsaid"])})

    look()
    assert {"praise", "alarm", "too_few", "kept", "broken", "unsaid"} <= seen
    assert {kind.value for kind in StreakKind} <= seen
    assert {"missing", "no_target"} <= seen


# --- A small edition, and its lies ------------------------------------------------------

LISTS = ListRules(
    ListRule(2, (), Fraction(90), PlanKept.KEPT),
    ListRule(2, (Light.RED,), Fraction(60), PlanKept.MISSED, Edge.NONE),
    least=3,
    missing=True,
)
STREAKS = (StreakRule(StreakKind.DOUBLE_HALF), StreakRule(StreakKind.EVERY_MONTH))
LIGHTS = LightTable(
    LightMeasure.SCORE,
    (
        Band("领先", Light.GREEN, Interval(Fraction(90), None, True, False)),
        Band("落后", Light.RED, Interval(None, Fraction(90), False, False)),
    ),
)


def honored() -> Scheme:
    """Rules with both lists and two streaks."""
    rules = scheme(item(), standing_lights=LIGHTS)
    (group,) = rules.groups
    return replace(rules, groups=(replace(group, lists=LISTS, streaks=STREAKS),))


def content() -> Content:
    """June, in which A and B lead, C is in the middle, D and E lag, F is missing."""
    done = {"A": "110", "B": "100", "C": "80", "D": "40", "E": "20"}
    return content_of(
        race(
            units("ABCDEF"),
            [target(code, "200") for code in "ABCDEF"],
            [even(code, reached) for code, reached in done.items()],
            honored(),
        ),
        JUNE,
    )


def honors(content: Content) -> Any:
    """The lists and streaks of the ranking that counts."""
    return content["rankings"][0]["honors"]


def lists(content: Content) -> Any:
    """The lists of its only group."""
    return honors(content)["lists"][0]


def test_the_small_edition_is_right_and_has_all_kinds() -> None:
    made = opened(sealed_again(content()))
    assert set() == differing(made)
    assert ["A", "B"] == [one["entrant"] for one in lists(made)["praise"]]
    assert ["D", "E", "F"] == [one["entrant"] for one in lists(made)["alarm"]]
    told = [(one["entrant"], one["outcome"]) for one in honors(made)["streaks"][::2]]
    kept, broken = ("kept", "broken")
    assert [("A", kept), ("B", kept), ("C", broken)] == told[:3]
    assert ("F", "unsaid") == told[5]


def take_off(content: Content) -> None:
    del lists(content)["alarm"][0]


def add_to_alarm(content: Content) -> None:
    name = {**lists(content)["alarm"][0], "entrant": "C", "rank": 3, "place": 3}
    lists(content)["alarm"].append(name)


def add_to_praise(content: Content) -> None:
    lists(content)["praise"].append({**lists(content)["praise"][1], "entrant": "C"})


def swap_names(content: Content) -> None:
    lists(content)["praise"].reverse()


def twice(content: Content) -> None:
    lists(content)["praise"].append(lists(content)["praise"][0])


def turn(content: Content) -> None:
    streak = honors(content)["streaks"][0]
    streak.update(outcome="broken", ratio="1/2", indicator="revenue")


def forget_streak(content: Content) -> None:
    del honors(content)["streaks"][3]


def invent_streak(content: Content) -> None:
    rule = {"kind": "opening", "indicators": [], "together": "all"}
    honors(content)["streaks"].append({**honors(content)["streaks"][0], "rule": rule})


def spare(content: Content) -> None:
    honors(content)["excused"] = ["D"]
    del lists(content)["alarm"][0]


def drop_all(content: Content) -> None:
    del content["rankings"][0]["honors"]


def put(*path: Any, value: Any) -> Callable[[Content], None]:
    """The lie that puts something else in a place of the honors."""

    def lie(content: Content) -> None:
        holder = honors(content)
        for name in path[:-1]:
            holder = holder[name]
        assert holder[path[-1]] != value
        holder[path[-1]] = value

    return lie


ALARM, STREAK = ("lists", 0, "alarm", 0), ("streaks", 4)
LIES: dict[str, tuple[Callable[[Content], None], str]] = {
    "a name taken off": (take_off, "alarm"),
    "a name put on the list of alarm": (add_to_alarm, "alarm"),
    "a name put on the list of praise": (add_to_praise, "praise"),
    "a name twice": (twice, "praise"),
    "another order": (swap_names, "position"),
    "somebody spared": (spare, "excused"),
    "nothing of it": (drop_all, "honors"),
    "a list for too few": (put("lists", 0, "too_few", value=True), "too_few"),
    "another group": (put("lists", 0, "group", value="别的组"), "lists"),
    "a condition": (put(*ALARM, "met", value=["score"]), "met"),
    "a place": (put(*ALARM, "rank", value=2), "rank"),
    "a place on the list": (put(*ALARM, "place", value=1), "place"),
    "a light": (put(*ALARM, "light", value=None), "light"),
    "a score": (put(*ALARM, "score", value="1.00"), "score"),
    "a plan": (put(*ALARM, "plan", value="1/3"), "plan"),
    "a streak turned": (turn, "outcome"),
    "a streak gone": (forget_streak, "streaks"),
    "a streak made up": (invent_streak, "streaks"),
    "a month that decided": (put(*STREAK, "month", value="2024-01"), "month"),
    "an indicator": (put(*STREAK, "indicator", value=None), "indicator"),
    "a share": (put(*STREAK, "ratio", value="1"), "ratio"),
    "a reason": (put(*STREAK, "unsaid", value="missing"), "unsaid"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_about_honors_is_named_though_the_digest_fits(name: str) -> None:
    tell, what = LIES[name]
    made = opened(sealed_again(content()))
    assert set() == differing(made)
    tell(made)
    assert what in differing(made)


def test_whoever_was_taken_off_is_named(capsys: Any, tmp_path: Any) -> None:
    made = content()
    take_off(made)
    (tmp_path / "edition").write_bytes(sealed_again(made))
    for language, said in (
        ("en", "alarm: the file has nothing"),
        ("zh", "黑榜：文件中为 无"),
    ):
        code = verify_edition.main([str(tmp_path / "edition"), "--lang", language])
        out = capsys.readouterr().out
        assert (1, True) == (code, said in out)
        assert "(D)" in out


def test_rules_without_lists_have_none_beside_their_places() -> None:
    """And an edition that has some all the same is no true one."""
    made = content_of(
        race(
            units("AB"), [target(c, "200") for c in "AB"], [even(c, "90") for c in "AB"]
        ),
        JUNE,
    )
    assert "honors" not in made["rankings"][0]
    assert set() == differing(made)
    made["rankings"][0]["honors"] = {"excused": [], "lists": [], "streaks": []}
    assert {"honors"} == differing(made)


def test_whatever_is_said_has_its_chinese() -> None:
    told = {what for _, what in LIES.values()}
    assert told <= set(verify_edition.CHINESE)


def named_by(rules: ListRules, done: dict[str, str]) -> tuple[list[str], list[str]]:
    """Who the core puts on the lists, where the verifier says the same."""
    plain = honored()
    scheme = replace(plain, groups=(replace(plain.groups[0], lists=rules),))
    figures = [even(code, reached) for code, reached in done.items()]
    targets = [target(code, "200") for code in done]
    made = content_of(race(units("".join(done)), targets, figures, scheme), JUNE)
    assert set() == differing(made)
    found = lists(made)
    praise, alarm = ([one["entrant"] for one in found[k]] for k in ("praise", "alarm"))
    return praise, alarm


def test_the_edges_of_lists_are_those_worked_out_by_hand() -> None:
    """Exactly on plan is kept and not exceeded; a shared last place is all or none."""
    done = {"A": "110", "B": "100", "C": "90", "D": "90"}
    for asked, praised in ((PlanKept.EXCEEDED, ["A"]), (PlanKept.KEPT, ["A", "B"])):
        rules = ListRules(ListRule(plan=asked), None)
        assert (praised, []) == named_by(rules, done)
    for edge, praised in ((Edge.ALL, list("ABCD")), (Edge.NONE, ["A", "B"])):
        assert (praised, []) == named_by(ListRules(ListRule(3, edge=edge)), done)
    for edge, warned in ((Edge.ALL, ["C", "D"]), (Edge.NONE, [])):
        rules = ListRules(None, ListRule(1, edge=edge), least=2)
        assert ([], warned) == named_by(rules, done)
    for least, warned in ((4, ["D"]), (5, [])):
        rules = ListRules(None, ListRule(1), least=least)
        assert ([], warned) == named_by(rules, {**done, "D": "80"})


def test_what_is_only_taken_off_promises_nothing() -> None:
    """A group whose firms sell to each other, without any target: nothing is asked."""
    off = Subject("X", "内部抵销", SubjectKind.ELIMINATION, "A")
    firms = [Subject(code, code, SubjectKind.UNIT, "A") for code in "BC"]
    figures = [even("B", "60"), even("C", "50"), even("X", "10")]
    rules = replace(honored(), item_lights=None)
    for targets, outcome in (
        ([], "unsaid"),
        ([target("B", "100"), target("C", "80")], "kept"),
    ):
        made = content_of(
            race([*units("A"), *firms, off], targets, figures, rules), JUNE
        )
        assert set() == differing(made)
        half = honors(made)["streaks"][0]
        assert ("A", outcome) == (half["entrant"], half["outcome"])
        assert (half["unsaid"] == "nothing_due") is (outcome == "unsaid")


JUNK = (None, True, 0, -1, "", "0", "1/0", "zz", [], {}, ["x"])


def test_no_honors_make_it_stumble() -> None:
    """Something else in every place of them, sealed anew: differences or no edition."""
    true = opened(sealed_again(content()))
    outcomes: set[str] = set()
    for path in _places_in(honors(true)):
        for junk in JUNK:
            made = copy.deepcopy(true)
            holder = honors(made)
            for name in path[:-1]:
                holder = holder[name]
            if holder[path[-1]] == junk and type(holder[path[-1]]) is type(junk):
                continue
            holder[path[-1]] = junk
            outcomes.add(_outcome(made))
    assert {"differs", "no edition"} == outcomes


def _places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    found = [(*path, name) for name, _ in inner]
    for name, one in inner:
        if isinstance(one, dict | list):
            found += _places_in(one, (*path, name))
    return found


def _outcome(content: Content) -> str:
    try:
        return "differs" if differing(content) else "equal"
    except verify_edition.NoEdition:
        return "no edition"
