"""Indicators: what is measured, in which unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saima.core.units_of_measure import UnitOfMeasure


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class IndicatorKind(StrEnum):
    """What kind of number an indicator is."""

    AMOUNT = "amount"  # money, area …
    COUNT = "count"  # counted items: brands, households
    RATE = "rate"  # a level such as an occupancy rate; never added up
    CHECKLIST = "checklist"  # how many of the things due are done


class RollUp(StrEnum):
    """How the months of a year make the figure to date."""

    SUM = "sum"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of what is measured (指标), never its value."""

    code: str
    name: str
    unit_of_measure: UnitOfMeasure
    kind: IndicatorKind = IndicatorKind.AMOUNT
    direction: Direction = Direction.HIGHER
    roll_up: RollUp = RollUp.SUM
    may_be_negative: bool = False
    decimals: int = 2

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.direction is Direction.HIGHER else -1
