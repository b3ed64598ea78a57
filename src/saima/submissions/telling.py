"""What the plan wants to know of submissions, which lie above it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from saima.core.indicators import RollUp
from saima.core.periods import Month
from saima.plans.models import Indicator, Subject
from saima.plans.reported import tells_actuals, tells_reported
from saima.submissions.models import Submission
from saima.submissions.queries import approved_rounds, figures_of


@tells_actuals
def actuals(
    subject: Subject, indicator: Indicator, year: int
) -> Sequence[Decimal | None]:
    """The approved figures of a year, each of its month alone."""
    series = figures_of([subject.unit_id], year).of(subject.code, indicator.code)
    roll_up = RollUp(indicator.roll_up)
    return [series.in_period(n, since=1, roll_up=roll_up) for n in range(1, 13)]


@tells_reported
def reported_through(units: Sequence[int], year: int) -> Month | None:
    """The last month of which some unit's figures count."""
    counting = [
        number for number, round_ in approved_rounds(units, year).items() if round_
    ]
    from_months = Submission.objects.filter(pk__in=counting)
    return max(from_months.values_list("month", flat=True), default=None)
