"""No scope, no rows: in the managers, and once more in the database."""

from __future__ import annotations

import psycopg
import pytest

from saima.people import scope
from saima.people.scope import NoScope, Scope
from saima.people.tests.made import House, house
from saima.site.postgres.roles import Connection


def test_where_no_scope_is_set_none_is_made_up(db: None) -> None:
    with pytest.raises(NoScope):
        scope.current()
    with scope.of_units([1]):
        assert Scope(frozenset({1})) == scope.current()
        with scope.of_everything():
            assert scope.current().holds(2)
        assert not scope.current().holds(2)
    with pytest.raises(NoScope):
        scope.current()


def test_a_scope_ends_also_with_a_fault(staff: House) -> None:
    with pytest.raises(ZeroDivisionError), scope.of_units([7]):
        assert 1 / 0
    assert scope.current().units is None  # that of the fixture


TABLE = "people_scope_trial"
ADD = f"INSERT INTO {TABLE} VALUES (%s)"
SEE = f"SELECT unit_id FROM {TABLE} ORDER BY unit_id"


def tell(connection: Connection, kind: str, units: str) -> None:
    connection.execute(
        "SELECT set_config('saima.scope', %s, false),"
        " set_config('saima.units', %s, false)",
        [kind, units],
    )


def seen(connection: Connection) -> list[int]:
    return [unit for (unit,) in connection.execute(SEE)]


@pytest.fixture
def trial(as_owner: Connection) -> None:
    """A table under row security, as every scoped table is made."""
    as_owner.execute(f"CREATE TABLE {TABLE} (unit_id bigint)")
    as_owner.execute(str(scope.row_security(TABLE).sql))
    as_owner.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO saima")
    as_owner.execute(f"INSERT INTO {TABLE} VALUES (1), (2)")


def test_rows_of_other_units_are_neither_seen_nor_written(
    trial: None, as_app: Connection
) -> None:
    assert [] == seen(as_app)  # nothing was told
    tell(as_app, "units", "{1}")
    assert [1] == seen(as_app)
    for statement in (f"UPDATE {TABLE} SET unit_id = 1", f"DELETE FROM {TABLE}"):
        with as_app.transaction(force_rollback=True):
            assert 1 == as_app.execute(statement).rowcount
    for statement, given in ((ADD, [2]), (f"UPDATE {TABLE} SET unit_id = 2", None)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_app.execute(statement, given)
    as_app.execute(ADD, [1])
    tell(as_app, "units", "{2}")
    assert [2] == seen(as_app)
    tell(as_app, "units", "{}")
    assert [] == seen(as_app)
    tell(as_app, "all", "{}")
    assert [1, 1, 2] == seen(as_app)


def test_every_table_with_a_unit_of_figures_is_held_so(as_owner: Connection) -> None:
    """What a scoped manager adds, the database adds by itself."""
    held = as_owner.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
    assert {"submissions_figure", "plans_target"} <= {name for (name,) in held}


def test_subjects_of_a_foreign_unit_are_not_seen(
    as_superuser: Connection, as_app: Connection
) -> None:
    """With a table of the record, as it was migrated."""
    with scope.of_everything():
        units = house().units
    for code in ("a", "b"):
        as_superuser.execute(
            'INSERT INTO plans_subject (code, name, kind, unit_id, "order", sample)'
            " VALUES (%s, %s, 'unit', %s, 0, false)",
            [code, code, units[code].pk],
        )
    for code in ("a", "b"):
        tell(as_app, "units", f"{{{units[code].pk}}}")
        found = as_app.execute("SELECT code FROM plans_subject")
        assert [code] == [one for (one,) in found]
