"""Whether a journal and its ledgers are as they were written, and where they are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from saima.core.digests import START, link


class Tampering(StrEnum):
    """What was done to a place of the record."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it stands: its digest covers `previous` and `content`."""

    number: int
    previous: bytes
    content: bytes
    digest: bytes
    lines: int
    lines_digest: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands; `table` and `key` name it."""

    event: int
    line: int
    table: str
    key: str
    content: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the record is not as it was written.

    `line` is None for the event itself; `table` and `key` are empty where the row
    is gone. The end of the chain is named by the table `head`.
    """

    what: Tampering
    event: int
    line: int | None = None
    table: str = ""
    key: str = ""


def chain_faults(
    events: Iterable[Link], lines: Iterable[Line], head: tuple[int, bytes] | None
) -> Iterator[Fault]:
    """Walk events and rows, each in the order of their numbers, once.

    A row that was changed, taken out or put in is named itself; its neighbors, which
    are as they were, are not. Where a row was rewritten together with its own digest,
    the one that follows it no longer does, and is named.
    """
    rows = _Rows(lines)
    before: Link | None = None
    for event in events:
        expected = before.number + 1 if before else 1
        for missing in range(expected, event.number):
            yield Fault(Tampering.REMOVED, missing)
        yield from rows.without_event(expected)
        rows.skip_to(event.number)  # what is left of events that were taken out
        sound = link(event.previous, event.content) == event.digest
        if not sound:
            yield Fault(Tampering.CHANGED, event.number)
        elif event.number == expected and not _follows(event, before):
            yield Fault(Tampering.CHANGED, before.number if before else event.number)
        yield from rows.of(event, sealed=sound)
        before = event
    newest = before.number if before else 0
    yield from _head_faults(newest, before.digest if before else START, head)
    if head is not None and head[0] > newest:
        rows.skip_to(head[0] + 1)
    yield from rows.rest()


def _follows(event: Link, before: Link | None) -> bool:
    """Whether it continues the one before, whose digest alone may have been changed."""
    if before is None:
        return event.previous == START
    return event.previous in (before.digest, link(before.previous, before.content))


def _head_faults(
    newest: int, digest: bytes, head: tuple[int, bytes] | None
) -> Iterator[Fault]:
    if head is None:
        yield Fault(Tampering.REMOVED, newest, table="head")
        return
    for missing in range(newest + 1, head[0] + 1):
        yield Fault(Tampering.REMOVED, missing)
    for more in range(head[0] + 1, newest + 1):
        yield Fault(Tampering.INSERTED, more)
    if head[0] == newest and head[1] != digest:
        yield Fault(Tampering.CHANGED, newest, table="head")


class _Rows:
    """The rows of all ledgers, taken event by event."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._next = next(self._lines, None)

    def _take(self) -> Line:
        row = self._next
        if row is None:
            raise LookupError("there is no further row")
        self._next = next(self._lines, None)
        return row

    def without_event(self, expected: int) -> Iterator[Fault]:
        """Rows of an event that was settled already: they stand where none belongs."""
        while self._next is not None and self._next.event < expected:
            yield _fault(Tampering.INSERTED, self._take())

    def skip_to(self, event: int) -> None:
        """Pass over the rows of events that are told as removed themselves."""
        while self._next is not None and self._next.event < event:
            self._take()

    def rest(self) -> Iterator[Fault]:
        """Rows behind the last event."""
        while self._next is not None:
            yield _fault(Tampering.INSERTED, self._take())

    def of(self, event: Link, *, sealed: bool) -> Iterator[Fault]:
        """Compare the rows of an event with each other, and with its seal.

        The seal of an event that was changed itself says nothing.
        """
        walk = _Walk(event.lines if sealed else LINES_WITHOUT_END)
        found = False
        while self._next is not None and self._next.event == event.number:
            for fault in walk.step(self._take()):
                found = True
                yield fault
        if not sealed:
            return
        for missing in range(walk.expected, event.lines + 1):
            found = True
            yield Fault(Tampering.REMOVED, event.number, missing)
        if not found and walk.stored != event.lines_digest and walk.last is not None:
            yield _fault(Tampering.CHANGED, walk.last)


LINES_WITHOUT_END = 1_000_000


class _Walk:
    """The chain of an event's rows, row by row."""

    def __init__(self, lines: int) -> None:
        self.lines = lines
        self.stored = self.computed = START
        self.expected = 1
        self.last: Line | None = None

    def step(self, row: Line) -> Iterator[Fault]:
        """What is wrong with the next row, or right before it."""
        if row.line > self.lines or row.line < self.expected:
            yield _fault(Tampering.INSERTED, row)
            return
        for missing in range(self.expected, row.line):
            yield Fault(Tampering.REMOVED, row.event, missing)
        if row.line == self.expected:
            # The row before may have had its digest changed, and not its content.
            possible = {link(d, row.content) for d in (self.stored, self.computed)}
            if row.digest not in possible:
                yield _fault(Tampering.CHANGED, row)
            self.computed = link(self.computed, row.content)
        else:
            self.computed = row.digest
        self.stored = row.digest
        self.expected, self.last = row.line + 1, row


def _fault(what: Tampering, row: Line) -> Fault:
    return Fault(what, row.event, row.line, row.table, row.key)
