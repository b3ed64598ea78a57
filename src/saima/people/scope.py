"""The one choke point of every query: whose rows may be seen here.

A scope is set around a piece of work; scoped managers add it to every query, and
PostgreSQL holds the same one by row security. Where none is set, the managers refuse
and the database shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models
from django.db.migrations import RunSQL

from saima.people import lookups  # noqa: F401 - the managers below use `any_of`

Row = TypeVar("Row", bound=models.Model)


class NoScope(RuntimeError):  # noqa: N818 - it says what there is none of
    """A scoped table was asked for outside of any scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The numbers of the units whose rows may be seen; None for all.

    `groups` are the heads of the groups that they belong to: what was published to a
    whole group is seen by everybody in it. `heads` are the units at which the posts
    themselves stand: what is of a month is seen by those who stood above it then.
    `audited` are the units, and the heads of groups among them, of whose deeds the
    journal may be read.
    """

    units: frozenset[int] | None
    groups: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    audited: frozenset[int] = frozenset()

    def holds(self, unit: int) -> bool:
        """Whether a unit's rows may be seen."""
        return self.units is None or unit in self.units

    @property
    def settings(self) -> tuple[str, ...]:
        """The scope as the database is told it: its kind, and the numbers."""
        kind, units = (
            ("all", frozenset()) if self.units is None else ("units", self.units)
        )
        told = (units, self.groups, self.heads, self.audited)
        return kind, *map(_array, told)


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, sorted(numbers))) + "}"


EVERYTHING = Scope(None)
NOTHING = Scope(frozenset())
_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The scope that is set; `NoScope` where there is none."""
    scope = _current.get()
    if scope is None:
        raise NoScope("no scope is set: nothing may be read here")
    return scope


@contextmanager
def of(scope: Scope) -> Iterator[None]:
    """Set a scope for a piece of work, here and in the database."""
    token = _current.set(scope)
    try:
        _tell(scope)
        yield
    finally:
        _current.reset(token)
        _tell_again()


def of_everything() -> Any:
    """See all rows: for the group's own work and for the worker."""
    return of(EVERYTHING)


def of_units(units: Iterable[int]) -> Any:
    """See the rows of these units alone."""
    return of(Scope(frozenset(units)))


def _tell(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('saima.scope', %s, false),"
            " set_config('saima.units', %s, false),"
            " set_config('saima.groups', %s, false),"
            " set_config('saima.heads', %s, false),"
            " set_config('saima.audited', %s, false)",
            scope.settings,
        )


def _tell_again() -> None:
    """Take the scope back; a connection that is beyond repair is given up."""
    outer = _current.get() or Scope(frozenset())
    if connection.connection is None:
        return
    try:
        if connection.needs_rollback:
            # Nothing can be said in a broken transaction: its end takes the setting
            # back, and whoever works on sets a scope of his own.
            return
        _tell(outer)
    except Exception:
        connection.close()


class Scoped(models.Manager[Row]):
    """A manager that adds the scope to every query, by the path to the unit."""

    def __init__(self, unit: str = "unit") -> None:
        super().__init__()
        self.path = unit

    def deconstruct(self) -> Any:
        """It does not matter to migrations."""
        return (True, "django.db.models.manager.Manager", None, (), {})

    def get_queryset(self) -> models.QuerySet[Row]:
        """The rows in scope; refuses where there is none."""
        scope = current()
        rows = super().get_queryset()
        if scope.units is None:
            return rows
        return rows.filter(**{f"{self.path}__any_of": scope.units})


# The managers of related rows are made without arguments: the path stands in a class.
class OfHead(Scoped[Row]):
    """A manager of what is the office's: rows that name the head of their group."""

    def __init__(self, head: str = "root") -> None:
        super().__init__(head)


class Published(OfHead[Row]):
    """A manager of what was published to a whole group, by the path to its head."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """The rows of the units and of the groups in scope."""
        scope = current()
        rows = models.Manager.get_queryset(self)
        if scope.units is None:
            return rows
        return rows.filter(**{f"{self.path}__any_of": scope.units | scope.groups})


def published_security(table: str, head: str = "root_id") -> RunSQL:
    """Let the database show rows to the whole group, and take them from its head."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_scope ON {table}
          USING ({_seen(head, "units")} OR {_seen(head, "groups")})
          WITH CHECK ({_seen(head, "units")});
        """,
        f"""
        DROP POLICY {table}_scope ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def _seen(column: str, setting: str) -> str:
    return (
        "(SELECT current_setting('saima.scope', true)) = 'all' OR "
        f"{column} = ANY ((SELECT nullif(current_setting('saima.{setting}', true), '')"
        "::bigint[])::bigint[])"
    )


def row_security(table: str, unit: str = "unit_id") -> RunSQL:
    """Let the database show and take only rows of the units in scope."""
    seen = _seen(unit, "units")
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY {table}_scope ON {table} USING ({seen}) WITH CHECK ({seen});
        """,
        f"""
        DROP POLICY {table}_scope ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
