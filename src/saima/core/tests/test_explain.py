"""The working of a score in words, from the figure to the place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from saima.core.explain import amount, explain, lead_words
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.progress import Convention
from saima.core.races import Race
from saima.core.schemes import Measure, Section, ZeroTargetRule
from saima.core.subjects import Subject
from saima.core.targets import EVEN, apportion
from saima.core.tests.exact import D, F
from saima.core.tests.made import (
    JUNE,
    REVENUE,
    by_code,
    even,
    item,
    race,
    scheme,
    simple,
    target,
    units,
)
from saima.core.units_of_measure import UNITS

A = units("A")
LOWER = replace(REVENUE, direction=Direction.LOWER)


def said(running: Race, code: str = "A") -> list[str]:
    """All that is said of the items of an entrant, then of its total."""
    found = explain(running, by_code(running)[code], JUNE)
    steps = [step for one in found.items for step in one.steps]
    return [str(step) for step in (*steps, *found.total)]


def tells(sentences: list[str], *parts: str) -> bool:
    """Whether these words are said, in this order."""
    text = " ".join(sentences)
    places = [text.find(part) for part in parts]
    return -1 not in places and sorted(places) == places


def test_the_whole_working_of_an_ordinary_score() -> None:
    assert tells(
        said(simple({"A": "90"})),
        "营业收入 to the end of June 2022: 90.00 万元.",
        "Target of the year: 200.00 万元",
        "90 ÷ 200 = 45.00%",
        "by month: 50.00% of the year, 100.00 万元",
        "Achievement of plan to date: 90.00%",
        "5.00 percentage points behind schedule",
        "from 0% to below 120%: from 0 points evenly to 120 points",
        "Points: 90",
        "of a weight of 100",
        "Score 90.00, place 1 in A.",
    )


def test_a_loss_target_is_worked_from_two() -> None:
    running = race(A, [target("A", "-100")], [even("A", "-40")])
    assert tells(said(running), "2 − (-40) ÷ (-100) = 160.00%", "Score")


def test_a_missing_report_is_said_with_its_deduction() -> None:
    running = simple({"A": None, "B": "1"}, missing_deduction=D(2))
    assert tells(
        said(running),
        "Missing for June 2022: A 公司.",
        "Not reported is not zero",
        "Not ranked: not everything was reported.",
        "2 points are deducted, apart",
    )
    assert not tells(said(running, "B"), "deducted")


def test_parts_and_their_figures_are_named() -> None:
    parts = [Subject(c, c, parent="A") for c in "pq"]
    goals, figures = [target(c, "100") for c in "pq"], [even("p", "9"), even("q", "2")]
    assert tells(
        said(race([*A, *parts], goals, figures)),
        "11.00 万元",
        "made of 2 subjects: p 9.00 万元, q 2.00 万元",
    )


@pytest.mark.parametrize(
    ("running", "words"),
    [
        (race(A, [], []), "Cannot compute: no target."),
        (race(A, [], [even("A", "1")]), "Cannot compute: no target for A 公司."),
        (race(A, [target("A", "0")], [even("A", "1")]), "no rule for a target of zero"),
        (
            race(A, [target("A", None, applicable=False)], []),
            "does not apply; its weight falls to the others",
        ),
        (
            race(
                A,
                [target("A", "12", months=(D(0),) * 11 + (D(12),))],
                [even("A", "0")],
                scheme(convention=Convention.PLAN),
            ),
            "Nothing is due yet",
        ),
    ],
    ids=["nothing", "no target", "zero", "not applicable", "not due"],
)
def test_why_there_is_no_score(running: Race, words: str) -> None:
    assert tells(said(running), words, "Not ranked")
    assert not tells(said(simple({"A": "1"})), words)


@pytest.mark.parametrize(
    ("done", "indicator", "words"),
    [
        ("0", REVENUE, "was kept"),
        ("3", REVENUE, "3.00 万元 better"),
        ("-3", REVENUE, "3.00 万元 short"),
        ("3", LOWER, "broken by 3.00 万元"),
    ],
)
def test_a_target_of_zero_is_said_by_its_case(done: str, indicator, words) -> None:
    rules = scheme(item(zero_target=ZeroTargetRule(F(1), F(1), F(0))))
    running = race(A, [target("A", "0")], [even("A", done)], rules, [indicator])
    assert tells(said(running), "The target is zero", words, "Points")


def test_a_level_is_said_at_the_end_of_its_month() -> None:
    rate = replace(
        REVENUE,
        name="出租率",
        unit_of_measure=UNITS["%"],
        kind=IndicatorKind.RATE,
        roll_up=RollUp.LAST,
    )
    running = race(A, [target("A", "60")], [even("A", "48")], indicators=[rate])
    assert tells(
        said(running),
        "出租率 at the end of June 2022: 48.00%.",
        "Planned for this month: 60.00%",
    )


@pytest.mark.parametrize(
    ("measure", "x"),
    [
        (Measure.LEAD, "schedule -5.00 pp —"),
        (Measure.ACTUAL, "to date 90 —"),
        (Measure.COMPLETION, "target 45.00% —"),
    ],
)
def test_what_went_in_is_said_in_its_own_way(measure: Measure, x: str) -> None:
    running = simple({"A": "90"})
    rules = scheme(item(measure=measure))
    assert tells(said(replace(running, scheme=rules)), "Rule for", x)


def test_the_convention_is_named() -> None:
    goal = target("A", "200", months=apportion(D(200), EVEN, decimals=2))
    rules = scheme(convention=Convention.PLAN)
    assert tells(said(race(A, [goal], [even("A", "90")], rules)), "by phased plan")
    assert not tells(said(simple({"A": "90"})), "by phased plan")


def test_weight_that_falls_to_the_others_is_said() -> None:
    inner = Section("财务", D(60), (item("revenue", "40"), item("profit", "20")))
    running = race(
        A,
        [target("A", "200"), target("A", None, "profit", applicable=False)],
        [even("A", "90")],
        scheme(Section("内", D(100), (inner, item("other", "40")))),
        [REVENUE, replace(REVENUE, code="profit"), replace(REVENUE, code="other")],
    )
    other = target("A", "200", "other")
    running = replace(
        running,
        targets=dict([*running.targets.items(), other]),
        figures=replace(
            running.figures,
            series=dict([*running.figures.series.items(), even("A", "50", "other")]),
        ),
    )
    assert tells(said(running), "Of 财务 only 40 of 60 points of weight apply", "74.00")


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        ("0.0614", "6.14 percentage points ahead of schedule"),
        ("-0.0608", "6.08 percentage points behind schedule"),
        ("0", "exactly on schedule"),
    ],
)
def test_a_lead_in_words(lead: str, words: str) -> None:
    assert words == str(lead_words(F(lead)))


def test_amounts_have_the_decimals_of_their_indicator() -> None:
    households = replace(REVENUE, unit_of_measure=UNITS["户"], decimals=0)
    assert "1,235 户" == amount(Decimal("1234.5"), households)
    assert "48.00%" == amount(D(48), replace(REVENUE, unit_of_measure=UNITS["%"]))
