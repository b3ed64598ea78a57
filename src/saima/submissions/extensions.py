"""More time for one unit: by when its months are due, and how they stand by that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from saima.core.periods import Month
from saima.core.punctuality import punctuality
from saima.core.workflow import State
from saima.people.models import OrgUnit
from saima.submissions.duties import MonthOfUnit
from saima.submissions.models import Extension
from saima.submissions.queries import due_on

# The states in which a unit still owes its month: only then does more time matter.
OWED = frozenset({State.OPEN, State.SENT_BACK})


@dataclass(frozen=True)
class ExtendedMonth(MonthOfUnit):
    """A unit's month by its own last day, with the extension where one was given."""

    extension: Extension | None = None

    @property
    def owed(self) -> bool:
        """Whether the unit has still to report it."""
        return self.state in OWED


def extensions_of(
    units: Iterable[int], months: Iterable[Month]
) -> dict[tuple[int, Month], Extension]:
    """The newest extension of each unit and month that has one."""
    rows = Extension.objects.filter(unit__any_of=set(units), month__in=set(months))
    return {(row.unit_id, row.month): row for row in rows.order_by("id")}


def due_of(unit: OrgUnit, root: OrgUnit, month: Month) -> date:
    """The last day of one unit: the group's, or a later one of its own."""
    given = extensions_of([unit.pk], [month]).get((unit.pk, month))
    whole = due_on(root, month)
    return max(whole, given.due_on) if given else whole


def extended(rows: Iterable[MonthOfUnit]) -> list[ExtendedMonth]:
    """How months stand when more time that was given is taken into account."""
    listed = list(rows)
    given = extensions_of((r.unit.pk for r in listed), (r.month for r in listed))
    return [_extended(row, given.get((row.unit.pk, row.month))) for row in listed]


def _extended(row: MonthOfUnit, given: Extension | None) -> ExtendedMonth:
    due, when = row.due_on, row.punctuality
    if given is not None and given.due_on > due:
        at = row.standing.submitted_at
        told = timezone.localtime(at) if at else None
        due = given.due_on
        when = punctuality(row.month, told, due, timezone.localtime())
    return ExtendedMonth(row.unit, row.month, row.standing, due, when, given)
