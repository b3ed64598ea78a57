"""Which months of which units are to be reported, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Min
from django.utils import timezone

from saima.core.periods import Month
from saima.core.punctuality import Punctuality, punctuality
from saima.core.workflow import FILLABLE, State
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.people.trees import Tree
from saima.plans.models import Duty, Target
from saima.submissions.models import Submission
from saima.submissions.queries import (
    Standing,
    due_on,
    months_all_accepted,
    settled,
    standings_of,
    under_way,
)


@dataclass(frozen=True)
class MonthOfUnit:
    """A unit's month: how it stands, and by when it is due."""

    unit: OrgUnit
    month: Month
    standing: Standing
    due_on: date
    punctuality: Punctuality

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.standing.state

    @property
    def fillable(self) -> bool:
        """Whether the unit is to do something."""
        return self.state in FILLABLE


def years_planned(units: Iterable[int]) -> frozenset[int]:
    """The years for which anything was promised: those are reported, and no others."""
    years = Target.objects.filter(unit__any_of=list(units)).values_list(
        "year", flat=True
    )
    return frozenset(years.distinct())


def duty_months(units: Iterable[int]) -> dict[int, tuple[Month, Month | None]]:
    """From which month to which each unit reports anything."""
    numbers = list(units)
    # One that was taken back before its first month was never in force.
    held = Duty.objects.filter(unit__any_of=numbers).exclude(until__lt=F("since"))
    found = held.values("unit_id")
    ranges = found.annotate(first=Min("since"), last=Max("until"))
    endless = set(held.filter(until__isnull=True).values_list("unit_id", flat=True))
    return {
        row["unit_id"]: (
            row["first"],
            None if row["unit_id"] in endless else row["last"],
        )
        for row in ranges
    }


def months_of_units(
    units: Iterable[int], tree: Tree, months: Iterable[Month]
) -> list[MonthOfUnit]:
    """How the given months of some units stand, where they are to be reported."""
    return list(_standing(_due(units, tree, list(months)), tree))


def unsettled_months(
    units: Iterable[int], tree: Tree, months: Iterable[Month]
) -> list[MonthOfUnit]:
    """The same, without those that the office has accepted: nothing is left to do.

    Older months are among them where somebody has begun a step that another has not
    ended. The database leaves the others out, so that work done long ago costs little.
    """
    numbers, wanted = list(units), list(months)
    asked = _due(numbers, tree, wanted)
    over = months_all_accepted(_by_month(asked))
    asked = [(unit, month) for unit, month in asked if month not in over]
    done = settled(numbers, [month for month in wanted if month not in over])
    left = [(unit, month) for unit, month in asked if (unit.pk, month) not in done]
    shown = set(wanted)
    left += [
        (tree.units[unit], month)
        for unit, month in under_way(numbers)
        if month not in shown and unit in tree.units
    ]
    return list(_standing(left, tree))


def _by_month(asked: Iterable[tuple[OrgUnit, Month]]) -> dict[Month, set[int]]:
    found: dict[Month, set[int]] = {}
    for unit, month in asked:
        found.setdefault(month, set()).add(unit.pk)
    return found


def _due(
    units: Iterable[int], tree: Tree, months: Sequence[Month]
) -> list[tuple[OrgUnit, Month]]:
    """Which of the given months each unit has to report."""
    return [
        (tree.units[unit], month)
        for unit, (first, last) in duty_months(units).items()
        for month in months
        if first <= month and (last is None or month <= last)
        if _open(tree.units[unit], month)
    ]


def _open(unit: OrgUnit, month: Month) -> bool:
    return (unit.opened is None or unit.opened <= month) and (
        unit.closed is None or month <= unit.closed
    )


def _standing(asked: list[tuple[OrgUnit, Month]], tree: Tree) -> Iterator[MonthOfUnit]:
    rows = Submission.objects.filter(
        unit__any_of={unit.pk for unit, _ in asked},
        month__in={month for _, month in asked},
    )
    begun = {(row.unit_id, row.month): row for row in rows}
    standings = standings_of(begun.values())
    now = timezone.localtime()
    days: dict[tuple[int, Month], date] = {}
    for unit, month in asked:
        root = tree.root_of(unit.pk)
        key = root.pk, month
        if key not in days:
            days[key] = due_on(root, month)
        row = begun.get((unit.pk, month))
        standing = standings[row.pk] if row else Standing()
        at = standing.submitted_at
        told = timezone.localtime(at) if at else None
        when = punctuality(month, told, days[key], now)
        yield MonthOfUnit(unit, month, standing, days[key], when)


def months_at_work(years: Iterable[int]) -> list[Month]:
    """The finished months of this year and the last that lie in `years`, newest first.

    What is older is history: it is found on the board, month by month.
    """
    last = this_month().previous()
    now = [year for year in years if year >= last.year - 1]
    found = [Month(y, n) for y in now for n in range(1, 13) if Month(y, n) <= last]
    return sorted(found, reverse=True)


def counts(listed: Iterable[MonthOfUnit]) -> Mapping[Punctuality, int]:
    """How many there are of each kind."""
    found: dict[Punctuality, int] = {}
    for one in listed:
        found[one.punctuality] = found.get(one.punctuality, 0) + 1
    return found
