"""Small forms of a month, made by hand."""

from __future__ import annotations

from saima.core.figures import Basis
from saima.core.filling import Line, MonthForm
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.periods import Month
from saima.core.subjects import Subject
from saima.core.tests.exact import D
from saima.core.units_of_measure import UNITS

MAY = Month(2026, 5)
UNIT = Subject("c1", "示例城建公司")
PROJECT = Subject("p1", "示例一号地块")
REVENUE = Indicator("revenue", "营业收入", UNITS["万元"])
PROFIT = Indicator("profit", "利润总额", UNITS["万元"], may_be_negative=True)
BRANDS = Indicator("brands", "引进品牌", UNITS["个"], IndicatorKind.COUNT)
OCCUPANCY = Indicator(
    "occupancy", "出租率", UNITS["%"], IndicatorKind.RATE, roll_up=RollUp.LAST
)
COST = Indicator("cost", "费用", UNITS["万元"], direction=Direction.LOWER)


def line(indicator: Indicator = REVENUE, **more) -> Line:
    """A line of the unit itself; amounts may be written as texts."""
    more = {k: D(v) if type(v) is str else v for k, v in more.items()}
    basis = more.pop("basis", Basis.IN_PERIOD)
    return Line(more.pop("subject", UNIT), indicator, basis, **more)


def form(*lines: Line, month: Month = MAY) -> MonthForm:
    """The form of the unit for May 2026."""
    return MonthForm(UNIT, month, lines or (line(),))


def usual() -> MonthForm:
    """A line of each kind: to be filled in as `USUAL` says."""
    return form(
        line(planned="100", target="1200", before="90", to_date_before="400"),
        line(subject=PROJECT, planned="50", target="600", before="45"),
        line(PROFIT, basis=Basis.TO_DATE, planned="30", target="80", before="24"),
        line(BRANDS, planned="2", target="20", before="1", items=True),
        line(OCCUPANCY, planned="90", target="90", before="88"),
    )


USUAL = {
    ("c1", "revenue"): "110.5",
    ("p1", "revenue"): "52",
    ("c1", "profit"): "31.25",
    ("c1", "brands"): "2",
    ("c1", "occupancy"): "91.5",
}
