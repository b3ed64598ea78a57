"""The choice of a month: which have figures, and which lies beside which."""

from __future__ import annotations

from dataclasses import dataclass

from saima.core.periods import Month, months_of
from saima.core.races import Race


@dataclass(frozen=True)
class MonthLink:
    """A month of the picker: whether it has figures, and whether it is shown."""

    month: Month
    reported: bool
    current: bool


def month_links(race: Race, current: Month) -> list[MonthLink]:
    """The twelve months; only those with figures lead anywhere."""
    return [
        MonthLink(month, month in race.months, month == current)
        for month in months_of(race.year)
    ]


def neighbours(race: Race, current: Month) -> tuple[Month | None, Month | None]:
    """The months with figures before and after one."""
    before = [month for month in race.months if month < current]
    after = [month for month in race.months if month > current]
    return before[-1] if before else None, after[0] if after else None
