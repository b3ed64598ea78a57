"""Reading the journal: its newest events, and whether it is as it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from heapq import merge

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet

from saima.core.chains import Fault, Line, Link, chain_faults
from saima.core.digests import canonical
from saima.journal.models import HOUSE, Event, Head, LedgerRow, event_content

AT_A_TIME = 5_000  # rows held at once while everything is walked through


def newest() -> QuerySet[Event]:
    """All events, the newest first."""
    return Event.objects.order_by("-number")


def concerning(audited: Collection[int]) -> QuerySet[Event]:
    """The events of these units and groups, the newest first; row security asks the same.

    With `HOUSE` among them also those that name neither.
    """
    told = Q(unit__in=audited) | Q(unit__isnull=True, groups__overlap=[*audited])
    if HOUSE in audited:
        told |= Q(unit__isnull=True, groups__isnull=True)
    return newest().filter(told)


def ledgers() -> tuple[type[LedgerRow], ...]:
    """Every table whose rows are sealed by events."""
    return tuple(m for m in apps.get_models() if issubclass(m, LedgerRow))


@transaction.atomic
def verify() -> Iterator[Fault]:
    """Walk the whole record; each place that is not as it was written.

    The caller's role must see every row: under row security what is hidden would
    look as if it had been taken out.
    """
    head = Head.objects.filter(id=1).first()
    rows = merge(*map(_lines, ledgers()), key=lambda line: (line.event, line.line))
    end = (head.number, bytes(head.digest)) if head else None
    yield from chain_faults(_links(), rows, end)


def _links() -> Iterator[Link]:
    for event in Event.objects.order_by("number").iterator(AT_A_TIME):
        yield Link(
            event.number,
            bytes(event.previous),
            _canonical(event_content(event)),
            bytes(event.digest),
            event.lines,
            bytes(event.lines_digest),
        )


def _lines(model: type[LedgerRow]) -> Iterator[Line]:
    table = model._meta.db_table
    everything = model._base_manager.order_by("event_id", "line", "id")
    for row in everything.iterator(AT_A_TIME):
        yield Line(
            row.event_id,
            row.line,
            table,
            str(row.pk),
            _canonical(row.content()),
            bytes(row.digest),
        )


def _canonical(content: tuple[object, ...]) -> bytes:
    """The canonical form; what was never written by us has none, and fits nothing."""
    try:
        return canonical(content)
    except (TypeError, ValueError):
        return b""
