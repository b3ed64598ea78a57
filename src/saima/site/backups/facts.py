"""What is known of a database at one moment, to be found again after a restore."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from saima.core.words import words
from saima.site.postgres.refusals import DatabaseRefused

# Whoever is signed in signs in again after a restore.
NOT_KEPT = ("django_session",)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows by table, migrations by name, and where the journal ends."""

    counts: dict[str, int]
    migrations: list[str]
    head: int
    head_digest: str


def facts(cursor: CursorWrapper) -> Facts:
    """Look at the database, within the transaction of the caller."""
    name = connection.ops.quote_name
    cursor.execute(TABLES)
    tables = [table for (table,) in cursor.fetchall() if table not in NOT_KEPT]
    if "journal_head" not in tables:
        raise DatabaseRefused(
            words("The database has no tables of Saima: run `saima migrate`.")
        )
    counts = {}
    for table in tables:
        cursor.execute(f"SELECT count(*) FROM {name(table)}")
        counts[table] = int(cursor.fetchall()[0][0])
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
    migrations = [str(one) for (one,) in cursor.fetchall()]
    cursor.execute("SELECT number, encode(digest, 'hex') FROM journal_head")
    ((head, digest),) = cursor.fetchall()
    return Facts(counts, migrations, int(head), str(digest))
