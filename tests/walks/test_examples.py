"""The sample folders: they load, and each keeps the facts and the story it tells."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from saima.core.findings import Severity
from saima.core.indicators import IndicatorKind
from saima.core.lights import Light
from saima.core.periods import Month, months_of
from saima.core.positions import Position, Status
from saima.core.progress import Convention, lead, schedule_share
from saima.core.races import Race, Standing, Unranked, position_of, standings_at
from saima.core.subjects import SubjectKind
from saima.core.targets import Bound
from saima.reading.folders import read_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
OPERATING, BUILDING = "生产经营类", "投资建设类"


@cache
def race_of(name: str) -> Race:
    race = read_folder(EXAMPLES / name).race
    assert race is not None
    return race


@cache
def standings(number: int) -> dict[str, Standing]:
    """The standings of 嘉城 in a month, by the entrant's name."""
    month = Month(2022, number)
    found = standings_at(race_of("jiacheng-2022"), month)
    return {standing.entrant.name: standing for standing in found}


def ranks(name: str) -> list[int | None]:
    """The places of an entrant of 嘉城 over the year; None where it has none."""
    year = [standings(number).get(name) for number in range(1, 13)]
    return [None if standing is None else standing.rank for standing in year]


def ordered(group: str, number: int) -> list[str]:
    """The ranked entrants of a group, the first one first."""
    here = [s for s in standings(number).values() if s.group == group and s.rank]
    return [s.entrant.name for s in here]


def jiacheng(subject: str, indicator: str, number: int) -> Position:
    race = race_of("jiacheng-2022")
    found = race.subjects.find(subject)
    code = next(c for c, i in race.indicators.items() if i.name == indicator)
    assert found is not None
    return position_of(race, found, code, Month(2022, number))


@pytest.mark.parametrize("name", ["airport-2024", "jiacheng-2022", "xiangjiang-2022"])
def test_a_sample_is_taken_without_error_or_question(name: str) -> None:
    intake = read_folder(EXAMPLES / name)
    assert intake.race is not None
    assert {f.severity for f in intake.findings} <= {Severity.NOTE}


# --- 机场: 27.71 of 34.15 亿元 at the end of September 2024 ------------------------


def airport() -> Position:
    race = race_of("airport-2024")
    return position_of(race, race.subjects["airport"], "investment", Month(2024, 9))


def test_the_airport_is_at_81_14_percent_and_6_14_points_ahead() -> None:
    here = airport()
    assert Fraction(2771, 3415) == here.completion
    assert "0.811420" == f"{float(here.completion):.6f}"
    assert here.lead is not None
    assert "6.14" == f"{float(here.lead * 100):.2f}"
    (standing,) = standings_at(race_of("airport-2024"), Month(2024, 9))
    assert Decimal("81.14") == standing.score


@pytest.mark.parametrize(
    ("convention", "points"),
    [
        (Convention.MONTH, "6.14"),
        (Convention.DAY, "6.28"),
        (Convention.WORKDAY, "5.84"),
    ],
)
def test_the_airports_lead_by_other_conventions(
    convention: Convention, points: str
) -> None:
    calendar = race_of("airport-2024").calendar
    year, actual = Fraction("34.15"), Fraction("27.71")
    due = year * schedule_share(convention, Month(2024, 9), calendar)
    ahead = lead(actual, due, year)
    assert ahead is not None
    assert points == f"{float(ahead * 100):.2f}"


# --- 湘江: two actuals, and no target to compare them with -------------------------


def test_xiangjiang_cannot_be_computed() -> None:
    (standing,) = standings_at(race_of("xiangjiang-2022"), Month(2022, 3))
    assert Unranked.CANNOT_COMPUTE is standing.unranked
    assert standing.score is None
    assert standing.rank is None
    assert [Status.NO_TARGET] * 2 == [item.status for item in standing.items]
    actuals = [item.position.actual_to_date for item in standing.items]
    assert [Decimal("27.24"), Decimal("40.37")] == actuals


# --- 嘉城: the document's three numbers, and the invented year around them ----------


@pytest.mark.parametrize(
    ("code", "total"),
    [("revenue", 1_000_000), ("profit", 50_000), ("investment", 683_000)],
)
def test_the_groups_targets_are_the_documents_and_tie_to_their_parts(
    code: str, total: int
) -> None:
    race = race_of("jiacheng-2022")
    whole = race.targets["jiacheng", code]
    carriers = race.carriers("jiacheng", code)
    parts = [t for s in carriers if (t := race.targets[s.code, code]).applicable]
    assert (Decimal(total), Bound.AT_LEAST) == (whole.year, whole.bound)
    assert "2022-03-14" in whole.source
    assert whole.year == sum(part.year or 0 for part in parts)
    months = [part.months for part in parts if part.months]
    assert len(parts) == len(months) > 1
    assert whole.months == tuple(map(sum, zip(*months, strict=True)))


def test_all_but_the_group_is_marked_as_an_example() -> None:
    race = race_of("jiacheng-2022")
    assert ["jiacheng"] == [s.code for s in race.subjects if not s.sample]
    for target in race.targets.values():
        own = target.subject == "jiacheng" or not target.applicable
        assert own or "示例" == target.source
    assert race.scheme.sample


def test_two_groups_run_with_at_least_ten_entrants_over_four_kinds_of_subject() -> None:
    race = race_of("jiacheng-2022")
    assert [OPERATING, BUILDING] == [rules.name for rules in race.scheme.groups]
    sizes = [len(race.entrants(g, Month(2022, 1))) for g in (OPERATING, BUILDING)]
    assert [8, 6] == sizes
    kinds = set(SubjectKind) - {SubjectKind.ELIMINATION}
    assert kinds == {subject.kind for subject in race.subjects}
    assert tuple(months_of(2022)) == race.months


@pytest.mark.parametrize(
    ("indicator", "carrier"),
    [
        ("营收", SubjectKind.UNIT),
        ("利税", SubjectKind.UNIT),
        ("投资完成额", SubjectKind.PROJECT),
        ("招商引进品牌", SubjectKind.PARCEL),
        ("拔钉清零", SubjectKind.PARCEL),
        ("数字化建设进度", SubjectKind.UNIT),
        ("数字化建设投资额", SubjectKind.PROJECT),
        ("党建创建", SubjectKind.BRANCH),
    ],
)
def test_each_kind_of_indicator_is_carried_as_the_document_asks(
    indicator: str, carrier: SubjectKind
) -> None:
    whole = jiacheng("嘉城集团", indicator, 7)
    assert carrier in {part.subject.kind for part in whole.parts}
    assert Status.OK is whole.status


def test_digital_and_party_work_are_checklists() -> None:
    indicators = race_of("jiacheng-2022").indicators
    lists = {i.name for i in indicators.values() if i.kind is IndicatorKind.CHECKLIST}
    assert {"数字化建设进度", "党建创建"} == lists


def test_the_lead_changes_hands_and_a_unit_climbs() -> None:
    leaders = [ordered(OPERATING, number)[0] for number in range(1, 13)]
    expected = ["商贸公司"] * 3 + ["数字科技公司"] * 5 + ["物业公司"] * 3
    assert [*expected, "数字科技公司"] == leaders
    first, second = (standings(12)[name] for name in ordered(OPERATING, 12)[:2])
    assert first.score is not None
    assert second.score is not None
    assert Decimal("0.31") == first.score - second.score
    assert [5, 3, 1] == [ranks("物业公司")[n - 1] for n in (3, 6, 9)]


def test_two_units_tie_in_july() -> None:
    one, other, third = (
        standings(7)[n] for n in ("物业公司", "城市服务公司", "商业运营公司")
    )
    assert Decimal("99.07") == one.score == other.score
    assert (3, 3, 5) == (one.rank, other.rank, third.rank)


def test_a_report_is_missing_in_october_alone() -> None:
    assert [None] == ranks("生态公司")[9:10]
    assert None not in ranks("生态公司")[:9] + ranks("生态公司")[10:]
    october = standings(10)["生态公司"]
    assert Unranked.MISSING is october.unranked
    assert Decimal(2) == october.deduction
    missing = [s.name for i in october.items for s in i.position.missing_subjects]
    assert ["水系综合治理"] == missing


def test_the_loss_maker_loses_less_than_planned() -> None:
    loss = jiacheng("酒店公司", "利税", 12)
    assert Decimal(-1800) == loss.target
    assert Decimal(-1516) == loss.actual_to_date
    assert loss.completion is not None
    assert loss.completion > 1
    assert (8, 5) == (ranks("酒店公司")[0], ranks("酒店公司")[11])


def test_last_place_changes_hands_in_autumn_and_again_in_december() -> None:
    last = [ordered(BUILDING, number)[-1] for number in range(1, 13)]
    assert ["古城公司"] * 8 + ["园区开发公司"] * 3 + ["生态公司"] == last


def test_an_accident_costs_the_lead() -> None:
    assert [1] * 7 + [3] == ranks("置业公司")[:8]
    assert Decimal(1) == jiacheng("置业公司", "安全生产责任事故", 8).actual_to_date
    assert 1 not in ranks("置业公司")[7:]


def test_lights_of_every_color_shine() -> None:
    year = [s for number in range(1, 13) for s in standings(number).values()]
    units = {s.light.light for s in year if s.light}
    items = {item.light.light for s in year for item in s.items if item.light}
    assert {Light.GREEN, Light.NOTICE, Light.YELLOW, Light.RED} == units == items
    brands = next(
        item
        for item in standings(11)["商业运营公司"].items
        if item.item.indicator == "brands"
    )
    assert brands.light is not None
    assert Light.RED is brands.light.light


def test_a_parcel_opens_in_june_and_a_unit_leaves_after_september() -> None:
    parcel = race_of("jiacheng-2022").subjects.find("老纺厂片区")
    assert parcel is not None
    assert Month(2022, 6) == parcel.opened
    assert Status.OK is jiacheng("城市更新公司", "拔钉清零", 5).status
    june = jiacheng("城市更新公司", "拔钉清零", 6).parts
    assert [2] == [p.actual_to_date for p in june if p.subject is parcel]
    assert [None] * 3 == ranks("停车公司")[9:]
    assert "停车公司" not in standings(10)


def test_what_does_not_apply_is_renormalized() -> None:
    parking = standings(9)["停车公司"]
    status = {item.item.indicator: item.status for item in parking.items}
    assert Status.NOT_APPLICABLE is status["debt"]
    assert OPERATING in {s.section.name for s in parking.sums if s.renormalized}


def test_the_scores_look_real() -> None:
    scores = [
        s.score
        for number in range(1, 13)
        for s in standings(number).values()
        if s.score is not None
    ]
    assert Decimal(60) < min(scores) < Decimal(70)
    assert Decimal(100) < max(scores) < Decimal(110)
    year_end = sorted(s.score for s in standings(12).values() if s.score is not None)
    assert all(low < high for low, high in pairwise(year_end))


def test_the_tables_are_plain_text() -> None:
    for path in (EXAMPLES / "jiacheng-2022").glob("*.csv"):
        data = path.read_bytes()
        assert b"\r" not in data
        rows = list(csv.reader(data.decode().splitlines()))
        assert 1 == len({len(row) for row in rows}), path.name
