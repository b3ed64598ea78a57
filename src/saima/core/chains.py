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
    beyond: dict[int, list[Fault]] = {}  # what is wrong with each event past the head
    for event in events:
        expected = before.number + 1 if before else 1
        yield from rows.without_event(expected)
        if event.number < expected:
            yield Fault(Tampering.INSERTED, event.number)
            continue
        here = _event_faults(event, before, rows)
        if head is not None and event.number > head[0]:
            beyond[event.number] = list(here)
        else:
            yield from here
        before = event
    yield from _end_faults(before, beyond, head)
    if head is not None:
        newest = before.number if before else 0
        rows.skip_to(max(newest, head[0]) + 1)
    yield from rows.rest()


def _event_faults(event: Link, before: Link | None, rows: _Rows) -> Iterator[Fault]:
    """What is wrong with the next event and its rows, or right before it."""
    expected = before.number + 1 if before else 1
    for missing in range(expected, event.number):
        yield Fault(Tampering.REMOVED, missing)
    rows.skip_to(event.number)  # what is left of events that were taken out
    sound = _sealed(event) == event.digest
    if not sound:
        yield Fault(Tampering.CHANGED, event.number)
    elif event.number == expected and not _follows(event, before):
        yield Fault(Tampering.CHANGED, before.number if before else event.number)
    yield from rows.of(event, sealed=sound)


def _sealed(event: Link) -> bytes:
    return link(event.previous, event.content)


def _follows(event: Link, before: Link | None) -> bool:
    """Whether it continues the one before, whose digest alone may have been changed."""
    if before is None:
        return event.previous == START
    return event.previous in (before.digest, _sealed(before))


def _end_faults(
    last: Link | None, beyond: dict[int, list[Fault]], head: tuple[int, bytes] | None
) -> Iterator[Fault]:
    """Hold the end of the chain against the head, which is kept apart from it."""
    newest = last.number if last else 0
    digests = {last.digest, _sealed(last)} if last else {START}
    if head is None:
        yield Fault(Tampering.REMOVED, newest, table=HEAD)
    elif head[1] in digests:
        for faults in beyond.values():
            yield from faults
        if head[0] != newest:  # the number alone was changed
            yield Fault(Tampering.CHANGED, newest, table=HEAD)
    elif head[0] == newest:
        yield Fault(Tampering.CHANGED, newest, table=HEAD)
    else:
        for number in beyond:
            yield Fault(Tampering.INSERTED, number)
        for missing in range(newest + 1, head[0] + 1):
            yield Fault(Tampering.REMOVED, missing)


class _Rows:
    """The rows of all ledgers, taken event by event."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._next = next(self._lines, None)

    def _take(self, row: Line) -> Line:
        self._next = next(self._lines, None)
        return row

    def without_event(self, expected: int) -> Iterator[Fault]:
        """Rows of an event that was settled already: they stand where none belongs."""
        while self._next is not None and self._next.event < expected:
            yield _fault(Tampering.INSERTED, self._take(self._next))

    def skip_to(self, event: int) -> None:
        """Pass over the rows of events that are told as removed themselves."""
        while self._next is not None and self._next.event < event:
            self._take(self._next)

    def rest(self) -> Iterator[Fault]:
        """Rows behind the last event."""
        while self._next is not None:
            yield _fault(Tampering.INSERTED, self._take(self._next))

    def of(self, event: Link, *, sealed: bool) -> Iterator[Fault]:
        """Compare the rows of an event with each other, and with its seal.

        The seal of an event that was changed itself says nothing.
        """
        walk = _Walk(event.lines if sealed else LINES_WITHOUT_END)
        found = False
        while self._next is not None and self._next.event == event.number:
            for fault in walk.step(self._at_one_place(self._next)):
                found = True
                yield fault
        if not sealed:
            return
        for missing in range(walk.expected, event.lines + 1):
            found = True
            yield Fault(Tampering.REMOVED, event.number, missing)
        if not found and walk.stored != event.lines_digest and walk.last is not None:
            yield _fault(Tampering.CHANGED, walk.last)

    def _at_one_place(self, first: Line) -> list[Line]:
        """The rows that claim one place; more than one where some were put in."""
        rows = [self._take(first)]
        while self._next and (self._next.event, self._next.line) == (
            first.event,
            first.line,
        ):
            rows.append(self._take(self._next))
        return rows


LINES_WITHOUT_END = 1_000_000
HEAD = "head"


class _Walk:
    """The chain of an event's rows, row by row."""

    def __init__(self, lines: int) -> None:
        self.lines = lines
        self.stored = self.computed = START
        self.expected = 1
        self.last: Line | None = None

    def step(self, rows: list[Line]) -> Iterator[Fault]:
        """What is wrong with the rows at the next place, or right before it."""
        event, line = rows[0].event, rows[0].line
        if line > self.lines or line < self.expected:
            for row in rows:
                yield _fault(Tampering.INSERTED, row)
            return
        for missing in range(self.expected, line):
            yield Fault(Tampering.REMOVED, event, missing)
        known = line == self.expected
        own = next((row for row in rows if known and self._fits(row)), rows[0])
        for row in rows:
            if row is not own:
                yield _fault(Tampering.INSERTED, row)
        if known and not self._fits(own):
            yield _fault(Tampering.CHANGED, own)
        self.computed = link(self.computed, own.content) if known else own.digest
        self.stored = own.digest
        self.expected, self.last = line + 1, own

    def _fits(self, row: Line) -> bool:
        # The row before may have had its digest changed, and not its content.
        return row.digest in (
            link(self.stored, row.content),
            link(self.computed, row.content),
        )


def _fault(what: Tampering, row: Line) -> Fault:
    return Fault(what, row.event, row.line, row.table, row.key)
