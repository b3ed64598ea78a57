"""Writing into the journal by itself: digests, rows, and nothing where the deed fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from saima.core.digests import START, canonical, link
from saima.core.periods import Month
from saima.journal import actions
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.journal.models import Event, Head, LedgerRow, event_content
from saima.journal.queries import verify
from saima.people import scope
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import OrgUnit, Placement

DEED = Deed("unit.move", Who(1, 2, "planner"), "people.orgunit:3", 3, {"since": "x"})


@pytest.fixture
def group(db: None) -> Iterator[OrgUnit]:
    """A group to write about, in the scope of everything."""
    with scope.of_everything():
        yield add_unit(NewUnit("g", "示例集团"), None, by=MACHINE)


def placement(unit: OrgUnit, reason: str = "") -> Placement:
    """A row of a ledger that is not written yet."""
    return Placement(unit=unit, parent=None, since=Month(2026, 1), reason=reason)


def end() -> tuple[int, bytes]:
    """Where the chain ends."""
    head = Head.objects.get()
    return head.number, bytes(head.digest)


def test_an_event_is_the_next_link_of_the_chain(group: OrgUnit) -> None:
    number, digest = end()
    event = record(DEED)
    assert number + 1 == event.number
    assert (digest, START) == (bytes(event.previous), bytes(event.lines_digest))
    assert link(digest, canonical(event_content(event))) == bytes(event.digest)
    assert (event.number, bytes(event.digest)) == end()
    kept = Event.objects.get(number=event.number)
    assert event_content(event) == event_content(kept)
    who = kept.account, kept.person, kept.post, kept.verb, kept.unit, kept.lines
    assert (1, 2, "planner", "unit.move", 3, 0) == who


def test_rows_are_numbered_and_sealed_one_over_the_other(group: OrgUnit) -> None:
    rows = [placement(group, "一"), placement(group, "二")]
    event = record(DEED, rows)
    first, second = Placement.objects.filter(event=event).order_by("line")
    assert [event.number * 1_000_000 + n for n in (1, 2)] == [first.pk, second.pk]
    assert link(START, canonical(first.content())) == bytes(first.digest)
    sealed = link(bytes(first.digest), canonical(second.content()))
    assert sealed == bytes(second.digest) == bytes(event.lines_digest)
    assert 2 == event.lines
    assert [] == list(verify())


def test_what_fails_leaves_nothing(group: OrgUnit) -> None:
    """A row that the database refuses takes its event along, and the chain goes on."""
    before = end(), Event.objects.count(), Placement.objects.count()
    bad = placement(group)
    bad.parent = group  # under itself
    with pytest.raises(DatabaseError), transaction.atomic():
        record(DEED, [placement(group), bad])
    assert before == (end(), Event.objects.count(), Placement.objects.count())
    event = record(DEED, [placement(group)])  # the control
    assert (before[0][0] + 1, bytes(event.previous)) == (event.number, before[0][1])
    assert [] == list(verify())


def test_a_deed_that_is_rolled_back_was_not_entered(group: OrgUnit) -> None:
    before = end()
    with transaction.atomic():
        record(DEED, [placement(group)])
        assert before != end()
        transaction.set_rollback(True)
    assert before == end()


def test_what_cannot_be_sealed_is_refused(
    group: OrgUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = end()
    with pytest.raises(TypeError):
        record(Deed("unit.move", MACHINE, details={"share": 0.5}))
    monkeypatch.setattr(actions, "LINES_OF_AN_EVENT", 2)
    with pytest.raises(ValueError, match="2 rows"):
        record(DEED, [placement(group), placement(group)])
    assert before == end()
    record(DEED, [placement(group)])
    assert before[0] + 1 == end()[0]


def test_a_row_names_one_of_the_same_event(group: OrgUnit) -> None:
    """The number of another row is taken over, though it has none beforehand."""
    row: LedgerRow = placement(group)
    assert row.pk is None
    event = record(DEED, [row])
    assert row.pk == event.number * 1_000_000 + 1


def test_the_time_of_the_journal_never_goes_back(group: OrgUnit) -> None:
    first, second = record(DEED), record(DEED)
    assert first.at <= second.at
    late = Event(**{f.attname: getattr(second, f.attname) for f in Event._meta.fields})
    late.number, late.previous = second.number + 1, second.digest
    late.at = second.at - timedelta(seconds=1)
    with pytest.raises(DatabaseError, match="does not follow"), transaction.atomic():
        late.save(force_insert=True)
    late.at = second.at  # the control
    late.save(force_insert=True)
