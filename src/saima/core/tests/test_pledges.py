"""A pledge says what was promised, by quarter, and nothing that does not apply."""

from decimal import Decimal

from saima.core.indicators import Indicator, IndicatorKind, RollUp
from saima.core.pledges import pledge_lines
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Bound, Target
from saima.core.units_of_measure import UNITS

MONTHS = tuple(Decimal(n) for n in range(1, 13))
REVENUE = Indicator("r", "营收", UNITS["万元"])
DEBT = Indicator("d", "资产负债率", UNITS["%"], IndicatorKind.RATE, roll_up=RollUp.LAST)
SUBJECTS = Subjects([Subject("a", "甲公司"), Subject("b", "乙项目")])


def test_quarters_add_up_and_levels_stand_at_their_end() -> None:
    targets = [
        Target("a", "d", Decimal(12), MONTHS, Bound.AT_MOST),
        Target("a", "r", Decimal(78), MONTHS),
    ]
    amount, level = pledge_lines(SUBJECTS, {"r": REVENUE, "d": DEBT}, targets)
    assert (Decimal(6), Decimal(15), Decimal(24), Decimal(33)) == amount.quarters
    assert (Decimal(3), Decimal(6), Decimal(9), Decimal(12)) == level.quarters
    assert ("not less than", "not more than") == (str(amount.bound), str(level.bound))


def test_what_does_not_apply_or_is_not_promised_is_left_out() -> None:
    targets = [
        Target("a", "r", None, applicable=False),
        Target("b", "d", None),
        Target("b", "r", Decimal(0)),
    ]
    (line,) = pledge_lines(SUBJECTS, {"r": REVENUE, "d": DEBT}, targets)
    assert ("乙项目", Decimal(0), ()) == (line.subject, line.year, line.quarters)
