"""Examples of lights, ties, and of what is missing or does not apply."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from saima.core.findings import Place, Severity
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable, light_findings
from saima.core.numbers import round_half_up
from saima.core.progress import lead
from saima.core.scoring import add_up
from saima.core.standings import Ties, rank
from saima.core.tests.exact import D, F, fractions, known, printed
from saima.core.tests.examples import Example, shows
from saima.core.tests.made import item, ranks, scheme, simple

GREEN, NOTICE = Light.GREEN, Light.NOTICE
YELLOW, RED = Light.YELLOW, Light.RED


def band(light: Light, low: str | None, high: str | None, ends: str = "[)") -> Band:
    """A band named like its light; `ends` says which ends belong to it."""
    interval = Interval(
        None if low is None else F(low),
        None if high is None else F(high),
        ends[0] == "[",
        ends[1] == "]",
    )
    return Band(str(light), light, interval)


YINCHUAN_AS_PUBLISHED = LightTable(
    LightMeasure.LEAD,
    (
        band(GREEN, "0", None),
        band(YELLOW, "-30", "-10", "[]"),
        band(RED, None, "-30"),
    ),
)
YINCHUAN = LightTable(
    LightMeasure.LEAD,
    (*YINCHUAN_AS_PUBLISHED.bands, band(NOTICE, "-10", "0", "()")),
)


def lights(table: LightTable, xs: list[Fraction]) -> list[Light | str]:
    found = [table.band_at(x) for x in xs]
    return ["undefined" if b is None else b.light for b in found]


@shows("yinchuan_traffic_light")
def test_the_published_lights_of_yinchuan_leave_a_gap(example: Example) -> None:
    leads = fractions(example.inputs["ahead_pp"])
    assert example.expected["lights"] == lights(YINCHUAN_AS_PUBLISHED, leads)


def test_a_table_with_a_gap_is_refused_and_the_gap_named() -> None:
    (refusal,) = light_findings(YINCHUAN_AS_PUBLISHED, Place("办法.yaml", line=9))
    assert Severity.ERROR is refusal.severity
    assert "light_gap" == refusal.code
    assert "above -10 and below 0" in str(refusal)
    assert "办法.yaml · line 9" in str(refusal)


@shows("yinchuan_traffic_light")
def test_a_named_band_fills_the_gap_of_yinchuan(example: Example) -> None:
    want = [NOTICE if w == "undefined" else w for w in example.expected["lights"]]
    assert want == lights(YINCHUAN, fractions(example.inputs["ahead_pp"]))
    assert () == light_findings(YINCHUAN, Place("办法.yaml"))


XINHUANG = LightTable(
    LightMeasure.IN_PERIOD,
    (
        Band("normal", GREEN, Interval(F("0.8"), None)),
        Band("key_supervision", YELLOW, Interval(F("0.6"), F("0.8"))),
        Band("yellow_card", RED, Interval(None, F("0.6"))),
    ),
)


@shows("xinhuang_month_card")
def test_the_cards_of_xinhuang(example: Example) -> None:
    rates = fractions(example.inputs["month_completion"])
    names = [known(XINHUANG.band_at(r)).name for r in rates]
    assert example.expected["status"] == names
    assert () == XINHUANG.faults


BONDS = LightTable(
    LightMeasure.LEAD,
    (band(GREEN, "0", None), band(YELLOW, "-30", "0"), band(RED, None, "-30")),
)


@shows("bond_fund_light")
def test_the_lights_of_bond_funds(example: Example) -> None:
    given = example.inputs
    pairs = zip(given["actual_progress"], given["expected_progress"], strict=True)
    points = [known(lead(F(done), F(due), F(1))) * 100 for done, due in pairs]
    assert example.expected["lights"] == lights(BONDS, points)
    assert () == BONDS.faults


def places(want: dict[str, str]) -> dict[str, int]:
    return {entrant: int(place) for entrant, place in want.items()}


@shows("ties_and_display_rounding")
def test_ties_follow_the_printed_score(example: Example) -> None:
    given, want = example.inputs, example.expected
    full = {k: D(v) for k, v in given["scores"].items()}
    shown = {k: round_half_up(v, int(given["decimals"])) for k, v in full.items()}
    breakers = {k: [F(v)] for k, v in given["tie_break"].items()}
    assert places(want["competition"]) == rank(shown)
    assert places(want["dense"]) == rank(shown, ties=Ties.DENSE)
    assert places(want["with_tie_break"]) == rank(shown, tie_break=breakers)
    assert places(want["without_rounding"]) == rank(full)


@shows("missing_report_is_not_zero")
def test_who_has_not_reported_has_no_place(example: Example) -> None:
    given = example.inputs["scores"]
    scores: dict[str, Decimal | None] = {
        k: None if v is None else D(v) for k, v in given.items()
    }
    found = rank(scores)
    assert places(example.expected["ranks"]) == found
    assert example.expected["not_reported"] == sorted(set(scores) - set(found))


@shows("missing_report_is_not_zero")
def test_in_a_race_who_has_not_reported_has_no_place(example: Example) -> None:
    """A score is the completion of 100 due at the end of June."""
    want = example.expected
    found = ranks(simple(example.inputs["scores"]))
    assert places(want["ranks"]) == {k: v for k, v in found.items() if v is not None}
    assert want["not_reported"] == [k for k, v in found.items() if v is None]


@pytest.mark.parametrize("nested", [False, True], ids=["flat", "in a branch"])
@shows("not_applicable_indicator_renormalised")
def test_the_weight_of_what_does_not_apply_falls_to_the_others(
    example: Example, nested: bool
) -> None:
    given, want = example.inputs["indicators"], example.expected
    items = [item(str(n), one["weight"]) for n, one in enumerate(given)]
    tree = scheme(*items).groups[0].tree
    if nested:
        tree = scheme(tree).groups[0].tree
    points = {
        str(n): round_half_up(F(one["weight"]) * F(one["rate"]), 2)
        for n, one in enumerate(given)
        if one["rate"] is not None
    }
    total = known(add_up(tree, points))
    assert want["score"] == printed(total.points, want["score"])
    with_zero = known(add_up(tree, {**points, "2": D(0)}))
    assert D(want["score_if_null_counted_zero"]) == with_zero.points
