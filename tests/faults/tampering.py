"""Single changes made by a superuser, each of which `verify` must name exactly.

`python -m tests.faults.tampering --changes 200`: every column of every ledger in turn, and
rows that are taken out or put in. Each is made, looked for, and rolled back.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import cycle, islice

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saima.site.settings")

from saima.site.postgres.cluster import SUPERUSER

settings.DATABASES["default"]["USER"] = SUPERUSER
django.setup()

from django.db import connection, transaction  # noqa: E402

from saima.core.chains import Fault, Tampering  # noqa: E402
from saima.journal.models import Event  # noqa: E402
from saima.journal.queries import ledgers, verify  # noqa: E402
from saima.people import scope  # noqa: E402

# How a value of a type becomes another one of it.
OTHER = {
    "boolean": "NOT {c}",
    "bytea": "set_byte({c}, 0, get_byte({c}, 0) # 1)",
    "date": "{c} + 1",
    "jsonb": "'{{\"x\": 1}}'::jsonb",
    "timestamp with time zone": "{c} + interval '1 second'",
    # A group taken away; where none is named, no group at all.
    "bigint[]": "coalesce({c}[2:], '{{}}')",
    "numeric[]": "array_append({c}[1:11], {c}[12] + 1)",
}
NUMBERS = ("bigint", "integer", "smallint", "numeric")


@dataclass(frozen=True)
class Change:
    """What is done to which row, and what must be said of it."""

    table: str
    what: str  # a column, or "delete" or "insert"


def columns(table: str) -> list[tuple[str, str]]:
    """The columns of a table with their types."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE "
            "attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        return list(cursor.fetchall())


def all_changes() -> list[Change]:
    """Every kind of change to every ledger that holds anything, and to the journal."""
    tables = [m._meta.db_table for m in ledgers() if m._base_manager.exists()]
    found = []
    for table in [*tables, "journal_event"]:
        found += [Change(table, column) for column, _ in columns(table)]
        found += [Change(table, "delete"), Change(table, "insert")]
    return found


def altered(table: str, column: str) -> str:
    """An expression for another value of a column."""
    if column == "id":
        return "id + 900000"  # where no other row stands
    kind = dict(columns(table))[column]
    if kind in NUMBERS:
        return f"coalesce({column}, 0) + 1"
    if kind in OTHER:
        return OTHER[kind].format(c=column)
    return f"coalesce({column}, '') || 'x'"


def make(change: Change, dice: random.Random) -> Fault:
    """Make a change in the open transaction; the fault that must be found."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        if change.table == "journal_event":
            return _of_event(cursor, change, dice)
        return _of_row(cursor, change, dice)


def _of_event(cursor: object, change: Change, dice: random.Random) -> Fault:
    newest = Event.objects.order_by("-number")[0].number
    number = dice.randint(1, newest)
    run = cursor.execute  # type: ignore[attr-defined]
    if change.what == "delete":
        run("DELETE FROM journal_event WHERE number = %s", [number])
        return Fault(Tampering.REMOVED, number)
    if change.what == "insert":
        names = ", ".join(c for c, _ in columns("journal_event") if c != "number")
        run(
            f"INSERT INTO journal_event (number, {names}) SELECT %s, {names} "
            "FROM journal_event WHERE number = %s",
            [newest + 1, number],
        )
        return Fault(Tampering.INSERTED, newest + 1)
    if change.what == "number":
        # The newest one: another number would be taken.
        run("UPDATE journal_event SET number = number + 1 WHERE number = %s", [newest])
        return Fault(Tampering.REMOVED, newest)
    value = altered("journal_event", change.what)
    run(f"UPDATE journal_event SET {change.what} = {value} WHERE number = %s", [number])
    return Fault(Tampering.CHANGED, number)


def _of_row(cursor: object, change: Change, dice: random.Random) -> Fault:
    run = cursor.execute  # type: ignore[attr-defined]
    table = change.table
    column = change.what
    held = "" if column in ("delete", "insert") else f"WHERE {column} IS NOT NULL"
    run(f"SELECT id, event_id, line FROM {table} {held} ORDER BY id")
    rows = cursor.fetchall()  # type: ignore[attr-defined]
    if not rows:  # a column that nobody has filled in: then something is put there
        run(f"SELECT id, event_id, line FROM {table} ORDER BY id")
        rows = cursor.fetchall()  # type: ignore[attr-defined]
    key, event, line = dice.choice(rows)
    run(f"ALTER TABLE {table} DROP CONSTRAINT {table}_place")
    if column == "delete":
        run(f"DELETE FROM {table} WHERE id = %s", [key])
        return Fault(Tampering.REMOVED, event, line)
    if column == "insert":
        lines = Event.objects.get(number=event).lines
        names = ", ".join(c for c, _ in columns(table) if c not in ("id", "line"))
        fresh = event * 1_000_000 + lines + 1
        for index in _unique(table):
            run(f'ALTER TABLE {table} DROP CONSTRAINT "{index}"')
        run(
            f"INSERT INTO {table} (id, line, {names}) SELECT %s, %s, {names} "
            f"FROM {table} WHERE id = %s",
            [fresh, lines + 1, key],
        )
        return Fault(Tampering.INSERTED, event, lines + 1, table, str(fresh))
    for index in _unique(table):
        run(f'ALTER TABLE {table} DROP CONSTRAINT "{index}"')
    run(f"UPDATE {table} SET {column} = {altered(table, column)} WHERE id = %s", [key])
    if column in ("event_id", "line"):
        return Fault(Tampering.REMOVED, event, line)
    if column == "id":
        return Fault(Tampering.CHANGED, event, line, table, str(key + 900_000))
    return Fault(Tampering.CHANGED, event, line, table, str(key))


def _unique(table: str) -> list[str]:
    """Rules that would keep a superuser from the change, who can drop them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype IN ('u', 'c')",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def located(change: Change, dice: random.Random) -> tuple[bool, Fault, list[Fault]]:
    """Whether a change is named, and nothing else of what stayed as it was."""
    with transaction.atomic():
        wanted = make(change, dice)
        found = list(verify())
        transaction.set_rollback(True)
    # A row that is moved elsewhere is missing in one place and too much in another.
    moved = change.what in ("event_id", "line", "number")
    same = wanted in found if moved else found == [wanted]
    return same, wanted, found


def main() -> int:
    """Make so many changes; the exit code says whether every one was located."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with scope.of_everything():
        assert [] == list(verify()), "the record is not sound to begin with"
        kinds: Counter[str] = Counter()
        missed = []
        for change in islice(cycle(all_changes()), options.changes):
            kinds[change.what if change.what in ("delete", "insert") else "update"] += 1
            same, wanted, found = located(change, dice)
            if not same:
                missed.append((change, wanted, found[:4]))
        assert [] == list(verify()), "a change was not rolled back"
    for one in missed:
        print(*one, sep="\n    ")
    done = options.changes - len(missed)
    print(f"{dict(kinds)}: {done} of {options.changes} changes located")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
