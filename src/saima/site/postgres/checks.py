"""What must be true of a database before figures are kept in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from saima.core.words import Words, listed, words
from saima.site.postgres.refusals import DatabaseRefused, unreachable
from saima.site.postgres.rights import declared

OLDEST = 15
NAMED = 3  # tables; the others are counted
# What no setting of the application makes up for: a commit must outlive a power cut.
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
ROLE = """
SELECT rolname, rolsuper OR rolcreaterole OR rolreplication, rolbypassrls
FROM pg_roles WHERE rolname = current_user
"""
TABLES = """
SELECT c.relname,
  pg_has_role(current_user, c.relowner, 'MEMBER'),
  array(SELECT kind FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE',
      'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS kind
    WHERE has_table_privilege(current_user, c.oid, kind))
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname
"""
OF_DATABASE = """
SELECT has_schema_privilege(current_user, 'public', 'CREATE'),
  pg_has_role(current_user, datdba, 'MEMBER'), pg_encoding_to_char(encoding)
FROM pg_database WHERE datname = current_database()
"""


def refuse_if_unfit() -> None:
    """Refuse to work with a database that cannot keep what it is given."""
    try:
        reasons = list(unfit())
    except Error as problem:
        raise unreachable(problem) from problem
    if reasons:
        raise DatabaseRefused(
            words("The database is not fit for use: {reasons}", reasons=listed(reasons))
        )


def unfit() -> Iterator[Words]:
    """Every reason against the database, in the role that the application has."""
    yield from _server()
    yield from _role()
    yield from _tables()


def _server() -> Iterator[Words]:
    version: int = connection.pg_version  # type: ignore[attr-defined]
    if version // 10_000 < OLDEST:
        yield words(
            "its server is PostgreSQL {version}: install {oldest} or newer",
            version=version // 10_000,
            oldest=OLDEST,
        )
    for setting in MUST_BE_ON:
        value = str(_rows(f"SHOW {setting}")[0][0])
        if value == "off":
            yield words(
                "{setting} is {value}: set it to on in postgresql.conf",
                setting=setting,
                value=value,
            )


def _role() -> Iterator[Words]:
    ((role, mighty, bypasses),) = _rows(ROLE)
    if mighty or bypasses:
        yield words(
            "its role {role} may do too much (SUPERUSER, CREATEROLE, REPLICATION or"
            " BYPASSRLS): take that from it by ALTER ROLE",
            role=role,
        )
    ((creates, owns, encoding),) = _rows(OF_DATABASE)
    if creates or owns:
        yield words(
            "its role {role} owns the database or may make tables in it: make the"
            " database belong to another role",
            role=role,
        )
    if encoding != "UTF8":
        yield words(
            "its encoding is {encoding}: make the database with the encoding UTF8",
            encoding=encoding,
        )


def _tables() -> Iterator[Words]:
    rows, rights = _rows(TABLES), declared()
    owned = [name for name, owns, _ in rows if owns]
    if owned:
        yield words(
            "its role owns tables ({tables}): let another role own them and run"
            " `saima migrate`",
            tables=_first(owned),
        )
        return
    if not rows or _waiting():
        yield words("its tables are not those of this version: run `saima migrate`")
        return
    wrong = [n for n, _, held in rows if set(held) != whole_rights(rights.get(n, ""))]
    if wrong:
        yield words(
            "the rights to {tables} are not the declared ones: run `saima migrate`",
            tables=_first(wrong),
        )


def whole_rights(told: str) -> set[str]:
    """The rights to a whole table; those to single columns are left out."""
    whole = re.sub(r"\w+\s*\([^)]*\)", "", told)
    return {one.strip() for one in whole.split(",") if one.strip()}


def _first(tables: list[str]) -> str | Words:
    """The first few; who mends one mends all."""
    if len(tables) <= NAMED:
        return listed(tables)
    more = len(tables) - NAMED
    return words("{tables} and {more} more", tables=listed(tables[:NAMED]), more=more)


def _waiting() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
