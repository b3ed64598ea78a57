"""Writing into the journal: a deed and its rows, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import ForeignKey

from saima.core.digests import START, canonical, link
from saima.journal.handlers import wanted
from saima.journal.models import (
    LINES_OF_AN_EVENT,
    Event,
    LedgerRow,
    event_content,
)
from saima.journal.tasks import hand_over

AT_ONCE = 2_000  # rows in one statement


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: the numbers of account and person, and the post acted in."""

    account: int | None = None
    person: int | None = None
    post: str = ""


MACHINE = Who(post="machine")


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: a verb, what it was done to, and facts worth keeping.

    What concerns no unit names the heads of the groups whose auditors read of it.
    `details` hold texts, whole numbers, yes and no, and lists of them: no personal
    data and no figures, which stand in rows of their own.
    """

    verb: str
    by: Who
    about: str = ""
    unit: int | None = None
    groups: tuple[int, ...] = field(default=(), kw_only=True)
    details: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def record(deed: Deed, rows: Sequence[LedgerRow] = ()) -> Event:
    """Write a deed with its ledger rows, sealed; upper rooms will hear of it.

    Must be called in the transaction of the deed itself: without its entry nothing
    is done, and nothing else may be entered until that transaction ends.
    """
    if len(rows) >= LINES_OF_AN_EVENT:
        raise ValueError(f"one event cannot hold {len(rows)} rows")
    number, previous, at = _open()
    event = Event(
        number=number + 1,
        at=at,
        account=deed.by.account,
        person=deed.by.person,
        post=deed.by.post,
        verb=deed.verb,
        about=deed.about,
        unit=deed.unit,
        groups=sorted(set(deed.groups)) or None,
        details=dict(deed.details),
        lines=len(rows),
        lines_digest=_sealed(number + 1, rows, at),
        previous=previous,
    )
    event.digest = link(previous, canonical(event_content(event)))
    event.save(force_insert=True)
    _write(rows)
    if wanted(deed.verb):
        hand_over.enqueue(event.number, deed.verb)
    return event


def _open() -> tuple[int, bytes, datetime]:
    """Lock the end of the chain, and read the time, which never goes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest, at FROM journal_open()")
        number, digest, at = cursor.fetchone()
    return number, bytes(digest), at


def _sealed(event: int, rows: Iterable[LedgerRow], at: datetime) -> bytes:
    """Number the rows and chain their digests; the last one's seals them all."""
    last = START
    for line, row in enumerate(rows, start=1):
        row.place(event, line, at)
        _settle_keys(row)
        last = row.digest = link(last, canonical(row.content()))
    return last


def _settle_keys(row: LedgerRow) -> None:
    """Take over the number of a row of the same event, which it got just now."""
    for key in row._meta.concrete_fields:
        if isinstance(key, ForeignKey) and key.is_cached(row):
            related = getattr(row, key.name)
            if related is not None:
                setattr(row, key.attname, related.pk)


def _write(rows: Sequence[LedgerRow]) -> None:
    """Insert the rows, table by table; a row may name one of the same event."""
    by_table: dict[type[LedgerRow], list[LedgerRow]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for model, alike in by_table.items():
        model._base_manager.bulk_create(alike, batch_size=AT_ONCE)
