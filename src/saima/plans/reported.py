"""What the rooms above know of a plan: what was reported, and up to which month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from saima.core.periods import Month
from saima.plans.models import Indicator, Subject, Target

# The figures of a year, month by month; None where one is not known.
Months = Sequence[Decimal | None]
Actuals = Callable[[Subject, Indicator, int], Months]
# The last month of which a report of these units was approved.
Through = Callable[[Sequence[int], int], Month | None]

_actuals: list[Actuals] = []
_through: list[Through] = []


def tells_actuals(source: Actuals) -> Actuals:
    """Register who knows what was reported."""
    if source not in _actuals:
        _actuals.append(source)
    return source


def tells_reported(source: Through) -> Through:
    """Register who knows up to which month was reported."""
    if source not in _through:
        _through.append(source)
    return source


def shape_of(subject: Subject, indicator: Indicator, year: int) -> Months | None:
    """The months of a year that another may follow: as reported, else as planned."""
    for source in _actuals:
        months = source(subject, indicator, year)
        if months and None not in months:
            return months
    planned = (
        Target.objects.filter(
            subject=subject, indicator__code=indicator.code, year=year
        )
        .order_by("-version")
        .first()
    )
    return planned.months if planned else None


def reported_through(units: Sequence[int], year: int) -> Month | None:
    """The last month of a year of which units have reported, as far as is known."""
    told = [month for source in _through if (month := source(units, year))]
    return max(told, default=None)
