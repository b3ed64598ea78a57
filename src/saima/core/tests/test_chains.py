"""A record that was touched: every place is named, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.chains import Fault, Line, Link, Tampering, chain_faults
from saima.core.digests import START, link
from saima.core.tests.drawn import tried

CHANGED, REMOVED, INSERTED = Tampering
LINES = (3, 0, 1, 4, 2)  # of the events of the usual record, none being empty
Head = tuple[int, bytes] | None


class Record:
    """Events with their rows, as they may be found."""

    def __init__(self, lines: Iterable[int] = LINES) -> None:
        self.events: list[Link] = []
        self.rows: list[Line] = []
        before = START
        for number, count in enumerate(lines, start=1):
            last = self._write(number, count)
            content = b"event %d %d " % (number, count) + last
            digest = link(before, content)
            self.events.append(Link(number, before, content, digest, count, last))
            before = digest
        self.head: Head = (len(self.events), before)

    def _write(self, event: int, count: int) -> bytes:
        last = START
        for line in range(1, count + 1):
            content = b"row %d %d" % (event, line)
            last = link(last, content)
            self.rows.append(
                Line(event, line, "figure", f"{event}-{line}", content, last)
            )
        return last

    def faults(self) -> list[Fault]:
        """What is found."""
        rows = sorted(self.rows, key=lambda row: (row.event, row.line))
        events = sorted(self.events, key=lambda event: event.number)
        return list(chain_faults(events, rows, self.head))


def row_fault(what: Tampering, row: Line) -> Fault:
    return Fault(what, row.event, row.line, row.table, row.key)


def place_of(row: Line) -> Fault:
    return Fault(REMOVED, row.event, row.line)


@given(st.lists(st.integers(0, 3), max_size=5))
@tried(30)
def test_an_untouched_record_has_no_fault(lines: list[int]) -> None:
    assert [] == Record(lines).faults()


ROWS = range(sum(LINES))
ROW_CHANGES = {"content": b"other", "digest": link(START, b"other")}


@pytest.mark.parametrize("index", ROWS)
@pytest.mark.parametrize("field", ROW_CHANGES)
def test_a_changed_row(index: int, field: str) -> None:
    record = Record()
    row = record.rows[index]
    record.rows[index] = replace(row, **{field: ROW_CHANGES[field]})
    assert [row_fault(CHANGED, row)] == record.faults()


@pytest.mark.parametrize("index", ROWS)
def test_a_removed_row(index: int) -> None:
    record = Record()
    row = record.rows.pop(index)
    assert [place_of(row)] == record.faults()


@pytest.mark.parametrize("index", ROWS)
@pytest.mark.parametrize("first", [True, False])
def test_a_row_put_in_where_one_stands(index: int, first: bool) -> None:
    record = Record()
    row = record.rows[index]
    made = replace(row, table="move", key="new", content=b"made")
    record.rows.insert(index if first else index + 1, made)
    assert [row_fault(INSERTED, made)] == record.faults()


@pytest.mark.parametrize(
    "at", [(1, 4), (1, 0), (1, -7), (2, 1), (0, 1), (6, 1), (99, 3)]
)
def test_a_row_put_in_where_none_belongs(at: tuple[int, int]) -> None:
    record = Record()
    made = Line(*at, "move", "new", b"made", link(START, b"made"))
    record.rows.append(made)
    assert [row_fault(INSERTED, made)] == record.faults()


def test_a_row_moved_to_another_place() -> None:
    record = Record()
    row = record.rows[1]
    record.rows[1] = moved = replace(row, event=4, line=2)
    assert {place_of(row), row_fault(INSERTED, moved)} == set(record.faults())


@pytest.mark.parametrize("index", ROWS)
def test_a_row_rewritten_with_its_digest(index: int) -> None:
    """The break lies between it and the next: one of the two is named."""
    record = Record()
    row = record.rows[index]
    before = next(
        (
            r.digest
            for r in record.rows
            if (r.event, r.line) == (row.event, row.line - 1)
        ),
        START,
    )
    record.rows[index] = replace(row, content=b"x", digest=link(before, b"x"))
    (fault,) = record.faults()
    assert (CHANGED, row.event) == (fault.what, fault.event)
    assert fault.line in (row.line, row.line + 1)


EVENTS = range(len(LINES))
EVENT_CHANGES = {
    "content": b"other",
    "digest": link(START, b"other"),
    "previous": link(START, b"other"),
}


@pytest.mark.parametrize("index", EVENTS)
@pytest.mark.parametrize("field", EVENT_CHANGES)
def test_a_changed_event(index: int, field: str) -> None:
    record = Record()
    event = record.events[index]
    record.events[index] = replace(event, **{field: EVENT_CHANGES[field]})
    assert [Fault(CHANGED, event.number)] == record.faults()


@pytest.mark.parametrize("index", EVENTS)
def test_an_event_rewritten_with_its_digest(index: int) -> None:
    record = Record()
    event = record.events[index]
    record.events[index] = replace(
        event, content=b"x", digest=link(event.previous, b"x")
    )
    (fault,) = record.faults()
    assert (CHANGED, event.number) == (fault.what, fault.event)


@pytest.mark.parametrize("index", EVENTS)
@pytest.mark.parametrize("with_rows", [True, False])
def test_a_removed_event(index: int, with_rows: bool) -> None:
    record = Record()
    event = record.events.pop(index)
    if with_rows:
        record.rows = [row for row in record.rows if row.event != event.number]
    assert [Fault(REMOVED, event.number)] == record.faults()


@pytest.mark.parametrize("number", [-3, 0, 6, 8])
@pytest.mark.parametrize("fitting", [True, False])
def test_an_event_put_in(number: int, fitting: bool) -> None:
    record = Record()
    newest = record.events[-1].digest
    digest = link(newest, b"made") if fitting else b"made"
    record.events.append(Link(number, newest, b"made", digest, 0, START))
    assert [Fault(INSERTED, number)] == record.faults()


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda head: None, [Fault(REMOVED, 5, table="head")]),
        (lambda head: (head[0], START), [Fault(CHANGED, 5, table="head")]),
        (lambda head: (head[0] - 2, head[1]), [Fault(CHANGED, 5, table="head")]),
        (lambda head: (head[0] + 2, head[1]), [Fault(CHANGED, 5, table="head")]),
    ],
)
def test_a_changed_head(
    change: Callable[[tuple[int, bytes]], Head], faults: list[Fault]
) -> None:
    record = Record()
    assert record.head is not None
    record.head = change(record.head)
    assert faults == record.faults()


def test_an_empty_record() -> None:
    assert [] == list(chain_faults([], [], (0, START)))
    assert [Fault(REMOVED, 1)] == list(chain_faults([], [], (1, link(START, b"x"))))


@tried(60)
@given(st.sets(st.integers(0, len(ROWS) - 1), max_size=4), st.integers(1, 9))
def test_several_rows_changed_apart(chosen: set[int], step: int) -> None:
    """Each is named, as long as no two of one event are touched."""
    record = Record()
    touched = {record.rows[i].event: i for i in chosen}.values()
    expected = {row_fault(CHANGED, record.rows[i]) for i in touched}
    for i in touched:
        record.rows[i] = replace(record.rows[i], content=b"%d" % step)
    assert expected == set(record.faults())
