"""What the plan wants to know of papers, which lie above it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.urls import reverse

from saima.core.figures import Figures, Series
from saima.core.indicators import RollUp
from saima.core.numbers import difference, total
from saima.core.periods import Month
from saima.core.targets import Bound
from saima.library.models import Evidence, Statement
from saima.library.queries import evidence_in
from saima.plans.quoted import Mention, Quoted, tells_addresses, tells_mentions
from saima.submissions.queries import figures_of

PREFIX = "library.statement:"


@tells_addresses
def addresses(origins: Collection[str]) -> Mapping[str, str]:
    """Where the sentences stand, as far as whoever asks may see the papers."""
    numbers = [
        int(origin.removeprefix(PREFIX))
        for origin in origins
        if origin.startswith(PREFIX)
    ]
    if not numbers:
        return {}
    rows = Statement.objects.filter(pk__any_of=numbers).values_list(
        "pk", "paper_id", "reading__number", "root__code"
    )
    return {
        f"{PREFIX}{number}": address_of(root, paper, number, reading)
        for number, paper, reading, root in rows
    }


def address_of(root: str, paper: int, statement: int, reading: int) -> str:
    """Where a sentence stands: in its paper, as it was read then."""
    path = reverse("library:paper", args=(root, paper))
    return f"{path}?reading={reading}#s{statement}"


@tells_mentions
def mentions(units: Sequence[int], year: int) -> list[Mention]:
    """The results that papers state of some units, beside what was approved."""
    rows = evidence_in(units, year)
    if not rows:
        return []
    figures = figures_of({row.unit_id for row in rows}, year)
    known = addresses([row.origin for row in rows])
    return [_mention(row, figures, known) for row in rows]


def _mention(row: Evidence, figures: Figures, known: Mapping[str, str]) -> Mention:
    series = figures.of(row.subject.code, row.indicator.code)
    reported = reported_in(series, row.first, row.last, RollUp(row.indicator.roll_up))
    apart = None if reported is None else difference(row.amount, reported)
    quoted = Quoted(row.paper, row.sentence, known.get(row.origin, ""))
    return Mention(
        row.subject,
        row.indicator,
        row.first,
        row.last,
        row.amount,
        Bound(row.bound),
        reported,
        apart,
        quoted,
    )


def reported_in(
    series: Series, first: Month | None, last: Month, roll_up: RollUp
) -> Decimal | None:
    """What was reported of some months of a year together; None where one is missing."""
    if first is None or roll_up is RollUp.LAST:
        return series.months[last.number - 1]
    if first.number == 1:
        return series.to_date(last.number, since=1, roll_up=roll_up)
    numbers = range(first.number, last.number + 1)
    months = [series.in_period(n, since=1, roll_up=roll_up) for n in numbers]
    if None in months:
        return None
    return total(value for value in months if value is not None)
