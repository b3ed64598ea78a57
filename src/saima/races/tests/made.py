"""Values that several tests need."""

from decimal import Decimal

from saima.core.indicators import Indicator
from saima.core.units_of_measure import UNITS

REVENUE = Indicator("revenue", "营收", UNITS["万元"], decimals=0)
INVESTMENT = Indicator("investment", "投资", UNITS["亿元"])


def amount(text: str) -> Decimal:
    """An amount."""
    return Decimal(text)
