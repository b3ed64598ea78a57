"""What the plan does when it hears of a deed below it; done by the worker."""

from __future__ import annotations

from django.db import transaction

from saima.core.periods import Month
from saima.journal.actions import MACHINE, Deed, record
from saima.journal.handlers import on
from saima.journal.models import Event
from saima.people import scope
from saima.people.queries import tree_at
from saima.plans.actions.subjects import seat_units
from saima.plans.models import Duty


@on("unit.add")
def seat_unit(number: int) -> None:
    """A unit that was added becomes a subject, so that something can be promised.

    Done twice it finds none that is left out, and does nothing.
    """
    with scope.of_everything():
        event = Event.objects.get(number=number)
    if event.unit is not None:
        seat_units(tree_at().root_of(event.unit))


@on("unit.close")
@on("unit.merge")
def end_duties(number: int) -> None:
    """A unit that has closed reports nothing after its last month.

    Done twice it finds no duty left to end, and does nothing.
    """
    with scope.of_everything(), transaction.atomic():
        event = Event.objects.get(number=number)
        last = Month.parse(event.details["last"])
        open_ended = Duty.objects.filter(unit=event.unit, until__isnull=True)
        ended = open_ended.filter(since__lte=last).update(until=last)
        if ended:
            details = {"count": ended, "last": str(last)}
            record(Deed("duty.end", MACHINE, event.about, event.unit, details))
