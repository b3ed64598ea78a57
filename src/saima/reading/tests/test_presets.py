"""Published rules as schemes: each reads whole, and gives the points that were published."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intake.collected import Collected
from saima.core.intake.lookup import Indicators
from saima.core.intake.schemes import read_scheme, read_year
from saima.core.lights import LightTable
from saima.core.numbers import round_half_up
from saima.core.progress import LowerForm, ratio
from saima.core.schemes import Edge, Item, ListRule, PlanKept, Scheme
from saima.core.tests.exact import F, known
from saima.core.tests.examples import EXAMPLES
from saima.core.units_of_measure import UNITS
from saima.reading import presets as shipped
from saima.reading.presets import Preset, preset_named, presets
from saima.reading.trees import light_presets, parse_tree

AMOUNTS = ("利润总额", "经济增加值", "营业收入", "投资完成额", "债券资金支出")
COUNTS = ("新开工项目", "责任制落实", "招商引进品牌", "评议得分")
RATES = (
    "净资产收益率", "总资产报酬率", "总资产周转率", "应收账款周转率", "已获利息倍数",
    "销售增长率", "资本保值增值率",
)  # fmt: skip


def level(name: str, direction: Direction = Direction.HIGHER) -> Indicator:
    kind = IndicatorKind.RATE
    return Indicator(name, name, UNITS["%"], kind, direction, RollUp.LAST, True)


CATALOG = (
    *(Indicator(n, n, UNITS["万元"], may_be_negative=True) for n in AMOUNTS),
    *(Indicator(n, n, UNITS["个"], IndicatorKind.COUNT) for n in COUNTS),
    *map(level, RATES),
    level("资产负债率", Direction.LOWER),
    Indicator("管理费用", "管理费用", UNITS["万元"], direction=Direction.LOWER),
)


def read(text: str) -> tuple[Scheme | None, list[str]]:
    """A scheme read against the catalog, with everything that was found in it."""
    found = Collected()
    tree = parse_tree(text.encode(), "办法")
    year = read_year(tree, found)
    scheme = read_scheme(tree, year, Indicators(CATALOG), light_presets(), found)
    return scheme, [str(finding) for finding in found.findings()]


def scheme_of(key: str) -> Scheme:
    return known(read(known(preset_named(key)).text)[0])


def item_of(key: str, indicator: str) -> Item:
    (group, *_) = scheme_of(key).groups
    return next(one for one in group.tree.items() if one.indicator == indicator)


def points(item: Item, *xs: str | Fraction) -> list[str]:
    """The points at values of the measure, to four decimals."""
    values = (known(item.curve.value(Fraction(x))) for x in xs)
    return [f"{round_half_up(value, 4).normalize():f}" for value in values]


def like(*published: str) -> list[str]:
    return [f"{round_half_up(F(one), 4).normalize():f}" for one in published]


# --- What each says of itself ------------------------------------------------------------


@pytest.mark.parametrize("preset", presets(), ids=lambda one: one.key)
def test_each_reads_whole(preset: Preset) -> None:
    scheme, findings = read(preset.text)
    assert [] == findings
    assert 100 == known(scheme).groups[0].tree.weight
    strange = preset.text.replace("indicator: ", "indicator: 另一", 1)
    assert any("另一" in finding for finding in read(strange)[1])


@pytest.mark.parametrize("preset", presets(), ids=lambda one: one.key)
def test_each_names_its_document_and_what_is_an_example(preset: Preset) -> None:
    told = (preset.name, preset.source, preset.purpose, *preset.samples)
    assert all(one.strip() for one in told)
    assert len(preset.samples) > 0
    assert not re.search(r"https?:|www\.|\.(?:com|cn|net|org)\b", "".join(told))
    assert re.match(r"name: \S.*\nyear: 2026\n", preset.text)


def test_the_reference_lists_each_with_its_document() -> None:
    page = Path(__file__).parents[4] / "docs" / "reference" / "scheme.md"
    table = page.read_text("utf-8").partition("## Published rules to start from")[2]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{p.key}` | {p.name} | {p.source} |" for p in presets()]


def test_there_are_enough_and_no_two_alike() -> None:
    assert len(presets()) >= 8
    assert len({one.name for one in presets()}) == len(presets())
    assert preset_named("none") is None
    assert preset_named(presets()[0].key) is presets()[0]


@pytest.mark.parametrize(
    "fault",
    ["name: x\n", "samples: x\nname: a\nsource: b\npurpose: c\ntext: d\n", "name: [a]\nsource: b\npurpose: c\nsamples: [d]\ntext: e\n", "name: a\nsource: b\npurpose: c\nsamples: [d]\ntext: e\ncolor: f\n"],
)  # fmt: skip
def test_a_file_that_is_no_preset_is_told(fault: str) -> None:
    with pytest.raises(ValueError, match=r"lacks|must be|expected|has color"):
        shipped._preset("x.yaml", fault.encode())
    good = b"name: a\nsource: b\npurpose: c\nsamples: [d]\ntext: |\n  e: f\n"
    assert "e: f\n" == shipped._preset("x.yaml", good).text


# --- The published points ----------------------------------------------------------------

STEPS = [
    ("sasac-2009-profit", "利润总额", "sasac2009_profit_steps"),
    ("zaozhuang-2006", "投资完成额", "zaozhuang_investment_steps"),
    ("city-deduct-only", "利润总额", "city_sasac_no_bonus_deduct_only"),
]
RATIOS = [
    ("key-projects-2020", "投资完成额", "project_award_piecewise_2020", "rates"),
    ("prorata-capped", "营业收入", "prorata_capped_linear", "rates"),
    ("threshold-80", "招商引进品牌", "threshold_then_linear", "rates"),
    ("provincial-cap-130", "营业收入", "normalise_cap_130_to_100", "ratios"),
]


@pytest.mark.parametrize(("key", "indicator", "name"), STEPS)
def test_steps_over_and_under_a_target(key: str, indicator: str, name: str) -> None:
    example = EXAMPLES[name]
    xs = [F(a) / F(example.inputs["target"]) for a in example.inputs["actuals"]]
    assert like(*example.expected["scores"]) == points(item_of(key, indicator), *xs)


@pytest.mark.parametrize(("key", "indicator", "name", "xs"), RATIOS)
def test_points_by_completion(key: str, indicator: str, name: str, xs: str) -> None:
    example = EXAMPLES[name]
    got = points(item_of(key, indicator), *example.inputs[xs])
    assert like(*example.expected["scores"]) == got


def test_a_cost_by_plan_over_actual() -> None:
    example, cost = EXAMPLES["lower_is_better_two_conventions"], item_of("prorata-capped", "管理费用")  # fmt: skip
    assert LowerForm.RATIO is cost.lower_form
    target = F(example.inputs["target"])
    for actual, want in zip(
        example.inputs["actuals"], example.expected["ratio"], strict=True
    ):
        x = ratio(F(actual), target, Direction.LOWER, cost.lower_form)
        assert (None if want is None else F(want)) == x
        if x is not None:
            assert like(str(25 * min(x, F("1.2")))) == points(cost, x)


def test_the_ladder_of_profit() -> None:
    ladder = item_of("provincial-profit-ladder", "利润总额")
    edges = ["30000", "29999.99", "10000", "5000", "1000", "0", "-5000", "-5000.01"]
    assert ["90", "85", "85", "80", "75", "70", "60", "50"] == points(ladder, *edges)


def test_the_published_exercise_of_the_efficacy_coefficient() -> None:
    """ROE 8 %, good 9.5, average 1.7: 12 + 3.23 = 15.23."""
    example = EXAMPLES["efficacy_basic_roe_textbook"]
    roe = item_of("efficacy-2006", "净资产收益率")
    assert F(example.inputs["weight"]) == roe.weight
    assert like(example.expected["score"]) == points(roe, example.inputs["actual"])
    assert ["4", "0"] == points(roe, "-8", "-8.01")  # the cliff below poor


def test_the_efficacy_coefficient_where_less_is_better() -> None:
    example = EXAMPLES["efficacy_basic_lower_is_better"]
    debt = item_of("efficacy-2006", "资产负债率")
    assert like(*example.expected["scores"]) == points(debt, *example.inputs["actuals"])


def lights(key: str, *xs: Fraction) -> list[str]:
    table: LightTable = known(scheme_of(key).item_lights)
    return [known(table.band_at(x)).light.value for x in xs]


def test_the_published_lights() -> None:
    yinchuan = EXAMPLES["yinchuan_traffic_light"]
    want = ["notice" if one == "undefined" else one for one in yinchuan.expected["lights"]]  # fmt: skip
    assert want == lights("yinchuan-lights", *map(F, yinchuan.inputs["ahead_pp"]))
    xinhuang = EXAMPLES["xinhuang_month_card"]
    cards = {"normal": "green", "key_supervision": "yellow", "yellow_card": "red"}
    assert [cards[one] for one in xinhuang.expected["status"]] == lights(
        "xinhuang-cards", *map(F, xinhuang.inputs["month_completion"])
    )
    bonds = EXAMPLES["bond_fund_light"]
    leads = [
        (F(actual) - F(expected)) * 100
        for actual, expected in zip(
            bonds.inputs["actual_progress"],
            bonds.inputs["expected_progress"],
            strict=True,
        )
    ]
    assert bonds.expected["lights"] == lights("bonds-lights", *leads)


def test_the_published_places_of_the_lists() -> None:
    towns, offices = scheme_of("mianyang-lists").groups
    for group, first, last in ((towns, 5, 4), (offices, 4, 3)):
        assert ListRule(first, plan=PlanKept.EXCEEDED) == group.lists.praise
        assert ListRule(last, plan=PlanKept.MISSED, edge=Edge.NONE) == group.lists.alarm
