"""The record holds: nothing is changed by the application, and tampering is located."""

from __future__ import annotations

import psycopg
import pytest

from saima.core.chains import Tampering
from saima.journal.models import Event
from saima.journal.queries import verify
from saima.people import scope
from saima.people.models import Placement
from saima.people.tests.made import house
from saima.site.postgres.roles import Connection

FORBIDDEN = [
    f"{statement.format(table=table)}"
    for table in ("journal_event", "people_placement")
    for statement in ("DELETE FROM {table}", "TRUNCATE {table} CASCADE")
] + [
    "UPDATE journal_event SET verb = 'x'",
    "UPDATE people_placement SET reason = 'x'",
    "UPDATE journal_head SET number = 1",
    "DELETE FROM journal_head",
    "ALTER TABLE journal_event DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
]
# What a superuser without triggers does, and where it must be found.
CHANGES = {
    "at": "at + interval '1 second'",
    "account": "77",
    "person": "77",
    "post": "'planner'",
    "verb": "'x'",
    "about": "'x'",
    "unit": "77",
    "groups": "'{77}'",
    "details": "'{\"a\": 1}'",
    "lines": "lines + 1",
    "lines_digest": "'\\x00'",
    "previous": "'\\x00'",
    "digest": "'\\x00'",
}
OF_ROWS = {
    "unit_id": "unit_id - 1",
    "parent_id": "parent_id - 1",
    "since": "202001",
    "reason": "'x'",
    "digest": "'\\x00'",
}


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_cannot(as_app: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute(statement)
    assert as_app.execute("SELECT number FROM journal_head").fetchone()  # the control


def test_every_single_change_is_located(as_superuser: Connection) -> None:
    with scope.of_everything():
        house()
        assert [] == list(verify())
        placed = Placement.objects.latest("id")
        number, key = placed.event_id, placed.pk
        events = [
            (f"UPDATE journal_event SET {c} = {v}", "number", number, Tampering.CHANGED)
            for c, v in CHANGES.items()
        ]
        rows = [
            (f"UPDATE people_placement SET {c} = {v}", "id", key, Tampering.CHANGED)
            for c, v in OF_ROWS.items()
        ]
        gone = [
            ("DELETE FROM journal_event", "number", number, Tampering.REMOVED),
            ("DELETE FROM people_placement", "id", key, Tampering.REMOVED),
        ]
        last = Event.objects.latest("number").number
        gone.append(("DELETE FROM journal_event", "number", last, Tampering.REMOVED))
        as_superuser.execute("SET session_replication_role = replica")
        for statement, column, where, what in (*events, *rows, *gone):
            table = statement.split()[2 if "DELETE" in statement else 1]
            as_superuser.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
            as_superuser.execute(f"{statement} WHERE {column} = {where}")
            faults = list(verify())
            as_superuser.execute(f"DELETE FROM {table}")
            as_superuser.execute(f"INSERT INTO {table} SELECT * FROM kept")
            as_superuser.execute("DROP TABLE kept")
            event = last if where == last else number
            assert any(f.event == event and f.what is what for f in faults), (
                statement,
                faults,
            )
            assert len(faults) <= 2, (statement, faults)
        assert [] == list(verify())
