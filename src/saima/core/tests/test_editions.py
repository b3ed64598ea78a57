"""Editions: what is frozen comes back, in one form, under the rules of its month."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.editions.document import canonical_json, opened, sealed
from saima.core.editions.plain import (
    plain_scheme,
    plain_standings,
    plain_world,
)
from saima.core.editions.reading import placed_again, race_of, scheme_of
from saima.core.figures import Basis
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.progress import Convention, LowerForm
from saima.core.races import Race, standings_at
from saima.core.schemes import Item, Measure, Peers, RankOn, Section, ZeroTargetRule
from saima.core.standings import Ties
from saima.core.subjects import Subject, SubjectKind
from saima.core.tests.drawn import CURVES, Draw, amounts, tried
from saima.core.tests.exact import D, F
from saima.core.tests.made import (
    JUNE,
    REVENUE,
    YEAR,
    closed,
    item,
    monthly,
    race,
    scheme,
    simple,
    target,
    units,
)
from saima.core.tests.made import (
    opened as open_from,
)
from saima.core.units_of_measure import UNITS

COST = replace(REVENUE, code="cost", name="成本", direction=Direction.LOWER)
LEVEL = replace(
    REVENUE,
    code="level",
    name="出租率",
    unit_of_measure=UNITS["%"],
    kind=IndicatorKind.RATE,
    roll_up=RollUp.LAST,
)
LIST = replace(REVENUE, code="list", name="清单", kind=IndicatorKind.CHECKLIST)
ALL = (COST, LEVEL, LIST, REVENUE)
ZERO = ZeroTargetRule(F(1), F("6/5"), F("1/3"))
BANDS = (
    Band("绿灯", Light.GREEN, Interval(F(0), None)),
    Band("黄灯", Light.YELLOW, Interval(F(-30), F(0))),
    Band("红灯", Light.RED, Interval(None, F(-30))),
)


def lights(measure: LightMeasure) -> LightTable:
    return LightTable(measure, BANDS, "某办法")


@st.composite
def rules(draw: Draw[Any]) -> Any:
    """A scheme with all that a scheme may have."""
    items = [
        Item(
            one.code,
            D(25),
            draw(CURVES),
            draw(st.sampled_from(list(Measure))),
            draw(st.sampled_from(list(LowerForm))),
            draw(st.sampled_from([None, ZERO])),
        )
        for one in ALL
    ]
    inner = Section("里", D(50), tuple(items[2:]))
    made = scheme(
        *items[:2],
        inner,
        convention=draw(st.sampled_from(list(Convention))),
        decimals=draw(st.integers(0, 4)),
        rank_on=draw(st.sampled_from(list(RankOn))),
        ties=draw(st.sampled_from(list(Ties))),
        tie_break=("level", "cost"),
        missing_deduction=draw(amounts(0, 5)),
        item_lights=draw(st.sampled_from([None, lights(LightMeasure.LEAD)])),
        standing_lights=draw(st.sampled_from([None, lights(LightMeasure.SCORE)])),
        source="某次会议",
        sample=draw(st.booleans()),
    )
    return replace(made, peers=draw(st.sampled_from(list(Peers))))


@st.composite
def races(draw: Draw[Any]) -> Race:
    """Units with projects, some of them not open all year, and months not reported."""
    runners = units("ABC")
    project = Subject("Ap", "A 项目", SubjectKind.PROJECT, "A")
    subjects = [*runners[:2], open_from(runners[2], 3), closed(project, 5)]
    cells = [(s.code, one) for s in subjects for one in ALL]
    values = st.one_of(st.none(), amounts(-20, 20))
    years = st.one_of(st.none(), st.just(D(0)), amounts(-120, 120))
    targets, figures = [], []
    for code, one in cells:
        year = draw(years)
        months = draw(st.none() | st.tuples(*[amounts(-9, 9)] * 12)) if year else None
        applies = year is not None or draw(st.booleans())
        wanted = None if year is None else str(year)
        more = {"months": months, "applicable": applies, "source": "某文件"}
        targets.append(target(code, wanted, one.code, **more))
        told = draw(st.lists(values, min_size=12, max_size=12))
        texts = [None if v is None else str(v) for v in told]
        figures.append(
            monthly(code, texts, one.code, draw(st.sampled_from(list(Basis))))
        )
    return race(subjects, targets, figures, draw(rules()), ALL)


def kept(running: Race, month: Month) -> Any:
    """A race as it comes out of the file of an edition."""
    made = {
        "form": "saima-edition/1",
        "world": plain_world(running, month),
        "scheme": plain_scheme(running.scheme),
        "standings": plain_standings(placed_again(running, month, {"A": 2})),
    }
    return opened(sealed(canonical_json(made)))


@tried(80)
@given(races(), st.integers(1, 12))
def test_a_race_read_back_gives_the_same_places(running: Race, number: int) -> None:
    month = Month(YEAR, number)
    content = kept(running, month)
    again = race_of(content["world"], content["scheme"])
    placed = plain_standings(placed_again(again, month, {"A": 2}))
    assert content["standings"] == json.loads(canonical_json({"a": placed}))["a"]
    here = [(s.entrant.code, s.rank, s.score) for s in standings_at(running, month)]
    assert here == [
        (s.entrant.code, s.rank, s.score) for s in placed_again(again, month, {})
    ]


@tried(80)
@given(rules())
def test_rules_read_back_are_the_same(one: Any) -> None:
    form = plain_scheme(one)
    assert scheme_of(json.loads(canonical_json(form))) == one
    assert canonical_json(plain_scheme(scheme_of(form))) == canonical_json(form)


def test_an_item_alone_is_kept_too() -> None:
    made = scheme(item(weight="100", measure=Measure.LEAD))
    assert made == scheme_of(plain_scheme(made))


def test_nothing_of_later_months_is_kept() -> None:
    running = simple({"A": "90", "B": "80"})
    later = race(
        units("AB"),
        [target(code, "200") for code in "AB"],
        [
            monthly(code, ["0"] * 5 + [to, "7"])
            for code, to in (("A", "90"), ("B", "80"))
        ],
    )
    assert plain_world(running, JUNE) == plain_world(later, JUNE)
    july = JUNE.next()
    assert plain_world(running, july) != plain_world(later, july)


def test_places_of_the_month_before_are_told() -> None:
    placed = placed_again(simple({"A": "90", "B": "80"}), JUNE, {"A": 2})
    assert [2, None] == [one.previous_rank for one in placed]


# --- The file ------------------------------------------------------------------------


def test_there_is_one_form() -> None:
    assert b'{"a":"\xe8\xb5\x9b","b":[1,null,true]}' == canonical_json(
        {"b": (1, None, True), "a": "赛"}
    )


@pytest.mark.parametrize("value", [1.0, [0.5], {"a": {"b": [1, 2.5]}}, float("nan")])
def test_a_binary_float_has_no_place(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json({"value": value})
    assert canonical_json({"value": "1.0"})


@pytest.mark.parametrize("value", [{1: 2}, {None: 1}, {"a": [{2: 3}]}])
def test_a_name_is_a_text(value: dict[Any, Any]) -> None:
    with pytest.raises(TypeError, match="no name"):
        canonical_json({"value": value})
    assert canonical_json({"value": {"1": 2}})


def test_what_is_no_plain_value_is_refused() -> None:
    for value in (D(1), F(1), JUNE, b"a", {1, 2}):
        with pytest.raises(TypeError):
            canonical_json({"value": value})


FILE = sealed(canonical_json({"form": "saima-edition/1", "name": "赛马"}))


def test_every_byte_of_a_file_is_held() -> None:
    assert {"form": "saima-edition/1", "name": "赛马"} == opened(FILE)
    for position in range(len(FILE)):
        other = bytes([FILE[position] ^ 1])
        for changed in (
            FILE[:position] + other + FILE[position + 1 :],
            FILE[:position] + FILE[position + 1 :],
            FILE[:position] + b" " + FILE[position:],
        ):
            with pytest.raises(ValueError, match=r"edition|digest"):
                opened(changed)


@pytest.mark.parametrize(
    "body",
    [
        b'{"form": "saima-edition/1"}',
        b'{"form":"saima-edition/1"}\n',
        b'{"form":"saima-edition/1","form":"saima-edition/1"}',
        b'{"form":"saima-edition/2"}',
        b'{"form":"saima-edition/1","a":"\\u8d5b"}',
        b"{}",
    ],
)
def test_another_form_is_none_though_the_digest_fits(body: bytes) -> None:
    with pytest.raises(ValueError, match="form"):
        opened(sealed(body))
    assert opened(sealed(b'{"form":"saima-edition/1"}'))
