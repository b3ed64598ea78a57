"""Targets that change: which one is in force, and which change needs what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saima.core.indicators import Direction, Indicator
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.targets import Bound, Target
from saima.core.tests.exact import D
from saima.core.units_of_measure import UNITS
from saima.core.versions import (
    Decision,
    Version,
    change_fault,
    closed_fault,
    first_fault,
    first_month,
    in_force,
    lowered,
)

REVENUE = Indicator("revenue", "营业收入", UNITS["万元"])
DEBT = Indicator("debt", "负债率", UNITS["%"], direction=Direction.LOWER)
JANUARY, MAY, JULY = (Month(2022, n) for n in (1, 5, 7))
MORE = Target("A", "revenue", D(100), floor=D(90))
LESS = Target("A", "debt", D(60), bound=Bound.AT_MOST, floor=D(65))
AT_MOST, AT_LEAST, EXACT = Bound.AT_MOST, Bound.AT_LEAST, Bound.EXACT


@pytest.mark.parametrize(
    ("change", "easier"),
    [
        ({"year": D("99.99")}, True),
        ({"year": D("100.01")}, False),
        ({"year": None}, True),
        ({"applicable": False}, True),
        ({"floor": D("89.9")}, True),
        ({"floor": D("90.1")}, False),
        ({"floor": None}, True),
        ({"stretch": D(120)}, False),
        ({"months": (D(0),) * 11 + (D(100),)}, False),
        ({"bound": AT_MOST}, True),
        ({"bound": EXACT}, False),
        ({"bound": EXACT, "year": D(99)}, True),
        ({"year": D(200), "floor": D(80)}, True),
    ],
    ids=str,
)
def test_a_target_made_easier(change: dict[str, object], easier: bool) -> None:
    assert easier is lowered(MORE, replace(MORE, **change), REVENUE)


@pytest.mark.parametrize(
    ("change", "easier"),
    [
        ({"year": D("60.01")}, True),
        ({"year": D("59.99")}, False),
        ({"floor": D("65.1")}, True),
        ({"floor": D("64.9")}, False),
        ({"bound": AT_LEAST}, True),
    ],
    ids=str,
)
def test_where_less_is_better(change: dict[str, object], easier: bool) -> None:
    assert easier is lowered(LESS, replace(LESS, **change), DEBT)


@pytest.mark.parametrize(("year", "easier"), [(D(90), True), (D(110), True)])
def test_a_ceiling_on_what_is_better_higher(year: object, easier: bool) -> None:
    """Lowered, it is sooner reached; raised, it is sooner kept."""
    ceiling = replace(MORE, bound=AT_MOST, floor=None)
    assert easier is lowered(ceiling, replace(ceiling, year=year), REVENUE)
    assert not lowered(ceiling, ceiling, REVENUE)


def test_an_exact_target_goes_by_what_is_better() -> None:
    exact = replace(MORE, bound=EXACT)
    assert lowered(exact, replace(exact, year=D(99)), REVENUE)
    assert not lowered(exact, replace(exact, year=D(101)), REVENUE)
    assert lowered(exact, MORE, REVENUE)


def test_what_promised_nothing_cannot_be_lowered() -> None:
    for nothing in (replace(MORE, year=None), replace(MORE, applicable=False)):
        assert not lowered(nothing, replace(MORE, year=D(1)), REVENUE)


VERSIONS = [
    Version(1, JANUARY, MORE),
    Version(3, JULY, replace(MORE, year=D(80))),
    Version(2, MAY, replace(MORE, year=D(90))),
]


@pytest.mark.parametrize(("number", "year"), [(4, 100), (5, 90), (6, 90), (7, 80)])
def test_the_version_in_force(number: int, year: int) -> None:
    target = in_force(VERSIONS, Month(2022, number))
    assert target is not None
    assert year == target.year


def test_before_the_first_version_nothing_is_in_force() -> None:
    assert in_force(VERSIONS, Month(2021, 12)) is None
    assert in_force([], MAY) is None


def fault(
    new: Target, *, reason: str = "市场变化", paper: str = "", since: Month = JULY
) -> str:
    old, decision = Version(2, MAY, MORE), Decision(since, reason, paper)
    found = change_fault(old, new, REVENUE, subject="甲公司", decision=decision)
    return str(found.text) if found else ""


RAISED, LOWERED = replace(MORE, year=D(110)), replace(MORE, year=D(90))


@pytest.mark.parametrize(
    ("new", "more", "said"),
    [
        (RAISED, {}, ""),
        (RAISED, {"reason": " "}, "no reason"),
        (LOWERED, {}, "made easier, and no paper"),
        (LOWERED, {"paper": "  "}, "made easier, and no paper"),
        (LOWERED, {"paper": "董事会决议〔2022〕3号"}, ""),
        (RAISED, {"since": MAY}, ""),
        (RAISED, {"since": Month(2022, 4)}, "begins only in 2022-05"),
        (MORE, {"reason": ""}, ""),
    ],
)
def test_what_a_change_needs(new: Target, more: dict[str, object], said: str) -> None:
    found = fault(new, **more)  # type: ignore[arg-type]
    assert said in found
    assert bool(said) is bool(found)


def test_a_change_begins_after_what_was_reported() -> None:
    assert closed_fault(JULY, None) is None
    assert closed_fault(JULY, Month(2022, 6)) is None
    refused = closed_fault(JULY, JULY)
    assert refused is not None
    assert "2022-08 or later" in str(refused.next_step)
    whole = closed_fault(JULY, Month(2022, 12))
    assert whole is not None
    assert "the next one" in str(whole.next_step)


def test_a_fault_names_the_subject_as_people_do() -> None:
    assert fault(RAISED, reason="").startswith("甲公司 营业收入: ")


def late(reported: Month | None, decision: Decision) -> Refused | None:
    return first_fault(REVENUE, subject="甲公司", decision=decision, reported=reported)


GROUNDED = Decision(JULY, "新增项目", "董事会决议〔2022〕3号")


@pytest.mark.parametrize(
    ("decision", "reported", "said"),
    [
        (Decision(JULY), None, ""),
        (GROUNDED, MAY, ""),
        (replace(GROUNDED, reason=" "), MAY, "2022-05 was already reported"),
        (replace(GROUNDED, paper=" "), MAY, "no paper is named"),
        (GROUNDED, JULY, "begins in 2022-07, and 2022-07 was already reported"),
        (replace(GROUNDED, whole_year=True), JULY, ""),
        (replace(GROUNDED, whole_year=True, reason=""), JULY, "no reason"),
        (replace(GROUNDED, whole_year=True, paper=""), JULY, "no paper"),
    ],
)
def test_what_a_late_first_target_needs(
    decision: Decision, reported: Month | None, said: str
) -> None:
    found = late(reported, decision)
    assert bool(said) is bool(found)
    assert found is None or said in str(found.text)


def test_what_is_refused_late_has_its_next_step() -> None:
    refused = late(JULY, GROUNDED)
    assert refused is not None
    assert "2022-08 or later" in str(refused.next_step)
    assert "already reported too" in str(refused.next_step)


def test_from_when_on_a_first_target_is_in_force() -> None:
    retrospective = replace(GROUNDED, whole_year=True)
    assert JANUARY == first_month(JANUARY, GROUNDED, None)
    assert JULY == first_month(JANUARY, GROUNDED, MAY)
    assert JANUARY == first_month(JANUARY, retrospective, MAY)
    after = Month(2022, 9)  # what it measures begins later than the decision
    assert after == first_month(after, GROUNDED, JULY)
