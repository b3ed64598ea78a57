"""Schemes: weights, curves, lights and names; each fault refused, its mending taken."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from saima.core.lights import Light
from saima.core.schemes import Section
from saima.core.tests.papers import LINEAR, SCHEME, scored, taken_in, told

Knot = dict[str, Any]


def codes(scheme: Mapping[str, object]) -> list[str]:
    """The kinds of what is found in a scheme."""
    return [code for code, _ in told(taken_in(scheme))]


def with_items(*items: object) -> Mapping[str, object]:
    """The scheme with other items in its group."""
    return {**SCHEME, "groups": [{"name": "一组", "items": list(items)}]}


def item(indicator: str, weight: str, **more: object) -> Knot:
    return {"indicator": indicator, "weight": weight, "curve": LINEAR, **more}


REVENUE, BRANDS = item("营收", "60"), item("招商", "40")


# --- Weights ----------------------------------------------------------------------


@pytest.mark.parametrize("weight", ["39", "41", "39.99", "40.01"])
def test_weights_that_do_not_make_the_whole(weight: str) -> None:
    assert [] == codes(with_items(REVENUE, BRANDS))
    intake = taken_in(with_items(REVENUE, item("招商", weight)))
    assert [("weights", "scheme line 1")] == told(intake)
    assert "not 100" in str(intake.findings[0])


def test_weights_of_a_nested_branch() -> None:
    nested = {"name": "效益", "weight": "100", "items": [REVENUE, BRANDS]}
    race = taken_in(with_items(nested)).race
    assert race is not None
    (branch,) = race.scheme.groups[0].tree.children
    assert isinstance(branch, Section)
    assert Decimal(100) == branch.weight
    wrong = taken_in(with_items({**nested, "items": [REVENUE, item("招商", "30")]}))
    assert [("weights", "scheme line 1")] == told(wrong)
    assert "“效益” make 90, not 100" in str(wrong.findings[0])


@pytest.mark.parametrize("weight", ["0", "-40", "1/3"])
def test_a_weight_that_is_none(weight: str) -> None:
    assert ["weight"] == codes(with_items(REVENUE, item("招商", weight)))


@pytest.mark.parametrize("weight", ["四十", "1e2", "1e999999999", "1_0", "NaN"])
def test_a_number_that_is_none(weight: str) -> None:
    assert ["not_a_number"] == codes(with_items(REVENUE, item("招商", weight)))


def test_weights_are_judged_beside_other_faults() -> None:
    found = codes(with_items(item("营収入", "60", measure="luck"), item("招商", "30")))
    assert {"unknown_indicator", "unknown_choice", "weights"} == set(found)


# --- Names ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "code", "says"),
    [
        (with_items(item("营收额", "60"), BRANDS), "unknown_indicator", "mean “营收”"),
        (with_items(item("营收", "60", mesure="lead"), BRANDS), "unknown_name", "mean “measure”"),
        (with_items(item("营收", "60", measure="luck"), BRANDS), "unknown_choice", "lead"),
        (with_items(item("营收", "60", curve="直线"), BRANDS), "unknown_curve", "直线"),
        (with_items(REVENUE, {**BRANDS, "indicator": "营收"}), "indicator_twice", "rev"),
        (with_items(), "needed", "items"),
        ({**SCHEME, "groups": []}, "needed", "groups"),
        ({**SCHEME, "groups": SCHEME["groups"] * 2}, "group_twice", "一组"),
        ({**SCHEME, "convetion": "month"}, "unknown_name", "mean “convention”"),
        ({**SCHEME, "convention": "moon"}, "unknown_choice", "workday"),
        ({**SCHEME, "year": "今年"}, "not_a_number", "year"),
        ({**SCHEME, "year": "2022.5"}, "not_a_year", "year"),
        ({**SCHEME, "decimals": "9"}, "decimals", "0 to 8"),
        ({**SCHEME, "decimals": "1/2"}, "decimals", "0 to 8"),
        ({**SCHEME, "sample": "也许"}, "unknown_choice", "yes or no"),
        ({**SCHEME, "missing": {"deduct": "1/3"}}, "deduction", "zero or above"),
        ({**SCHEME, "missing": {"deduct": "-3"}}, "deduction", "zero or above"),
        ({**SCHEME, "tie_break": ["营收额"]}, "unknown_indicator", "mean “营收”"),
        ({**SCHEME, "name": ["a"]}, "not_a_text", "one value"),
        ({**SCHEME, "groups": "一组"}, "not_a_list", "list"),
        ({**SCHEME, "missing": "3"}, "not_entries", "names with values"),
    ],
)  # fmt: skip
def test_what_is_not_known_in_a_scheme(
    scheme: Mapping[str, object], code: str, says: str
) -> None:
    intake = taken_in(scheme)
    assert intake.race is None
    assert (code, "scheme line 1") in told(intake)
    assert says in str(next(f for f in intake.findings if f.code == code))


@pytest.mark.parametrize(
    "more",
    [
        {"decimals": "0"},
        {"sample": "是"},
        {"missing": {"deduct": "0.5"}},
        {"tie_break": ["营收", "new"]},
        {"curves": {"直线": LINEAR}},
        {"rank_on": "full", "ties": "dense"},
    ],
)
def test_what_is_known_in_a_scheme(more: Mapping[str, object]) -> None:
    assert [] == codes({**SCHEME, **more})


# --- Curves -----------------------------------------------------------------------


def pieces(*bands: Knot) -> Knot:
    return {"kind": "pieces", "bands": list(bands)}


def points(*xs_and_points: tuple[str, str]) -> Knot:
    through = [{"x": x, "points": y} for x, y in xs_and_points]
    return {"kind": "points", "through": through}


LOW, HIGH = {"below": "1", "points": "0"}, {"from": "1", "points": "60"}
SLOPE = {"from": "1", "below": "2", "points": "0", "to_points": "60"}
TOP = {"from": "2", "points": "60"}


@pytest.mark.parametrize(
    ("bad", "good", "code", "says"),
    [
        (pieces(LOW, {**HIGH, "from": "1.2"}), pieces(LOW, HIGH), "curve_gap", "from 100% to below 120%"),
        (pieces(LOW), pieces(LOW, HIGH), "curve_gap", "100% or above"),
        (pieces(LOW, {**HIGH, "from": "0.9"}), pieces(LOW, HIGH), "curve_overlap", "from 0.9 to below 1"),
        (pieces(LOW, {"from": "2", "below": "1", "points": "3"}, HIGH), pieces(LOW, HIGH), "band_empty", "no value"),
        (pieces(), pieces(HIGH, LOW), "needed", "bands"),
        (pieces(LOW, {**HIGH, "to_points": "9"}), pieces(LOW, SLOPE, TOP), "needed", "slope"),
        (pieces(LOW, {**SLOPE, "color": "x"}, TOP), pieces(LOW, SLOPE, TOP), "unknown_name", "color"),
        (pieces({**LOW, "points": "9"}, {**HIGH, "points": "8"}), pieces(LOW, HIGH), "curve_direction", "at 100%"),
        (points(("0", "60"), ("1", "0")), points(("0", "0"), ("1", "60")), "curve_direction", "at 0%"),
        (points(("1", "60"), ("0", "0")), points(("0", "0"), ("1", "60")), "curve", "smaller"),
        (points(), points(("1", "60")), "needed", "through"),
        ({"kind": "ladder"}, {"kind": "ladder", "levels": [{"at_least": "1", "points": "60"}]}, "needed", "levels"),
        ({"kind": "ladder", "levels": [{"at_least": "0.8", "points": "60"}, {"at_least": "1", "points": "9"}]}, LINEAR, "curve_direction", "at 100%"),
        ({"kind": "steps", "per": "0"}, {"kind": "steps", "per": "3%", "max_add": "5"}, "curve", "above zero"),
        ({"kind": "threshold", "zero_below": "1"}, {"kind": "threshold", "zero_below": "0.6"}, "curve", "below “full_at”"),
        ({"kind": "linear", "full_at_cap": "yes"}, {"kind": "linear", "full_at_cap": "yes", "cap": "1.3"}, "needed", "cap"),
        ({"kind": "linear", "cap": "-1"}, {"kind": "linear", "cap": "1"}, "curve", "below “cap”"),
        ({"kind": "linear", "roof": "1"}, {"kind": "linear", "cap": "1"}, "unknown_name", "roof"),
        ({"kind": "wavy"}, LINEAR, "unknown_choice", "efficacy"),
        ({}, LINEAR, "needed", "kind"),
    ],
)  # fmt: skip
def test_curves_that_are_not_fit_to_score(
    bad: Knot, good: Knot, code: str, says: str
) -> None:
    assert [] == codes(scored(good))
    intake = taken_in(scored(bad))
    assert [code] == [finding.code for finding in intake.findings]
    assert says in str(intake.findings[0])


def test_gaps_and_overlaps_are_told_together() -> None:
    both = pieces(
        LOW, {"from": "0.9", "below": "2", "points": "9"}, {**TOP, "from": "3"}
    )
    assert ["curve_overlap", "curve_gap"] == codes(scored(both))


def test_a_figure_itself_may_be_better_when_lower() -> None:
    falling = points(("50", "60"), ("80", "0"))
    debt = {**item("负债率", "60", measure="actual"), "curve": falling}
    rising = {**debt, "curve": points(("50", "0"), ("80", "60"))}
    assert [] == codes(with_items(debt, BRANDS))
    assert ["curve_direction"] == codes(with_items(rising, BRANDS))


def test_a_figure_itself_is_scored_in_its_own_unit() -> None:
    falling = points(("50", "60"), ("80", "0"))
    shares = points(("50%", "60"), ("80%", "0"))
    debt = item("负债率", "60", measure="actual")
    assert [] == codes(with_items({**debt, "curve": falling}, BRANDS))
    refused = codes(with_items({**debt, "curve": shares}, BRANDS))
    assert ["percentage", "percentage"] == refused


# --- Lights -----------------------------------------------------------------------

GREEN = {"light": "green", "from": "0"}
YELLOW = {"light": "yellow", "from": "-30", "to": "-10"}
RED = {"light": "red", "below": "-30"}
ADDED = {"light": "notice", "name": "提示", "above": "-10", "below": "0"}


def lit(*bands: Knot) -> Mapping[str, object]:
    table = {"measure": "lead", "bands": list(bands)}
    return {**SCHEME, "lights": {"items": table}}


def test_the_published_lights_of_yinchuan_leave_a_gap_that_is_named() -> None:
    intake = taken_in(lit(GREEN, YELLOW, RED))
    assert [("light_gap", "scheme line 1")] == told(intake)
    assert "above -10 and below 0" in str(intake.findings[0])
    assert [] == codes(lit(GREEN, ADDED, YELLOW, RED))


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ([GREEN, {**ADDED, "above": "-11"}, YELLOW, RED], "light_overlap"),
        ([GREEN, ADDED, YELLOW, {**RED, "below": "-31"}], "light_gap"),
        ([GREEN, ADDED, YELLOW, {**RED, "light": "pink"}], "unknown_choice"),
        ([GREEN, ADDED, YELLOW, {**RED, "blow": "-30"}], "unknown_name"),
        ([GREEN, ADDED, YELLOW, {**RED, "below": "很低"}], "not_a_number"),
        ([], "light_gap"),
    ],
)
def test_lights_that_are_not_fit(bands: list[Knot], code: str) -> None:
    intake = taken_in(lit(*bands))
    assert intake.race is None
    assert code in dict(told(intake))


def test_a_band_has_one_begin_and_one_end() -> None:
    twice = {"light": "green", "from": "0", "above": "5"}
    assert "two_ends" in codes(lit(twice, YELLOW, ADDED, RED))
    assert [] == codes(lit(GREEN, ADDED, YELLOW, RED))


def test_lights_by_name() -> None:
    shipped = {"银川": {"measure": "lead", "bands": [GREEN, ADDED, YELLOW, RED]}}
    named = {**SCHEME, "lights": {"items": "银川"}}
    race = taken_in(named, shipped).race
    assert race is not None
    assert race.scheme.item_lights is not None
    assert Light.NOTICE in [band.light for band in race.scheme.item_lights.bands]
    unknown = taken_in({**SCHEME, "lights": {"items": "银州"}}, shipped)
    assert ["unknown_lights"] == [finding.code for finding in unknown.findings]
    assert "shipped are: 银川" in str(unknown.findings[0])


def test_each_place_has_its_own_measure_of_lights() -> None:
    score = {"measure": "score", "bands": [{"light": "green"}]}
    assert ["light_measure"] == codes({**SCHEME, "lights": {"items": score}})
    assert [] == codes({**SCHEME, "lights": {"standings": score}})
