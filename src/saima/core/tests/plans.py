"""A small plan for tests: a group, two companies, a parcel, four indicators."""

from __future__ import annotations

from decimal import Decimal

from saima.core.calendars import Calendar
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intake.lookup import Indicators
from saima.core.intake.targets import Plan
from saima.core.plan_sheet import PlanForm
from saima.core.subjects import Subject, SubjectKind, Subjects
from saima.core.targets import Bound, Target
from saima.core.tests.exact import D
from saima.core.units_of_measure import UNITS

YEAR = 2026
REVENUE = Indicator("rev", "营业收入", UNITS["万元"])
PROFIT = Indicator("net", "利润总额", UNITS["元"], may_be_negative=True)
CLIENTS = Indicator("new", "招商", UNITS["户"], IndicatorKind.COUNT, decimals=0)
DEBT = Indicator(
    "debt",
    "资产负债率",
    UNITS["%"],
    IndicatorKind.RATE,
    Direction.LOWER,
    RollUp.LAST,
)
ALL = (REVENUE, PROFIT, CLIENTS, DEBT)
ROOT = Subject("g", "示例集团")
TREE = Subjects(
    [
        ROOT,
        Subject("a", "示例城建公司", parent="g"),
        Subject("p", "一号地块", SubjectKind.PARCEL, parent="a"),
        Subject("q", "一号地块", SubjectKind.PARCEL, parent="b"),  # of the same name
        Subject("b", "示例置业公司", parent="g"),
    ]
)
PLAN = Plan(
    YEAR,
    TREE,
    Indicators(ALL),
    Calendar(frozenset({YEAR}), frozenset(), frozenset()),
)
FORM = PlanForm(ROOT, YEAR, TREE, ALL)


def months(*first: str) -> tuple[Decimal, ...]:
    """The first months of a plan, zeros after them."""
    return tuple(map(D, first)) + (D(0),) * (12 - len(first))


def by_key(*targets: Target) -> dict[tuple[str, str], Target]:
    """Targets by the codes of subject and indicator."""
    return {(target.subject, target.indicator): target for target in targets}


USUAL = by_key(
    Target("g", "rev", D("3600.5"), months("3600", "0.5"), floor=D(3000)),
    Target("a", "rev", D("1200.5"), months("1200", "0.5"), stretch=D("1300.25")),
    Target("b", "rev", D("2400"), months("2400"), source="示例文件〔2026〕1号"),
    Target("p", "rev", D("46000.1234")),
    Target("q", "rev", D("1")),
    Target("a", "net", D("-3000000.55")),
    Target("a", "new", D(7), bound=Bound.EXACT),
    Target("b", "new", None, applicable=False),
    Target("g", "debt", D("61.5"), (D(62),) * 6 + (D("61.5"),) * 6, Bound.AT_MOST),
)
