"""What was published stays as it is, whatever the application's role writes by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from tests.authorization.published import changed, fingerprint
from tests.authorization.world import World

from saima.people import scope


def other(column: models.Field[Any, Any]) -> str:
    """Another value of the same kind, as SQL."""
    name, kind = connection.ops.quote_name(column.column), column.get_internal_type()
    if kind in {"CharField", "TextField"}:
        return f"left({name} || 'x', {column.max_length or 100})"
    if kind == "BooleanField":
        return f"NOT {name}"
    if kind in {"DateField", "DateTimeField"}:
        return f"{name} - interval '400 days'"
    if kind in {"BinaryField"}:
        return f"{name} || 'x'"
    if kind in {"JSONField", "ArrayField"}:
        return "NULL"
    return f"{name} + 1"


# Who is called what stands beside a publication as a name, and is no part of it. What
# opens the door to a page at all is shut by some of the others.
LEFT_OUT = {"people_person.name", "people_setup", "people_account", "people_post"}


def overwritten(model: type[models.Model]) -> Iterator[str]:
    """Write into each column of a table; the names of those that could be written."""
    table = model._meta.db_table
    for column in model._meta.concrete_fields:
        name = f"{table}.{column.column}"
        if column.primary_key or {name, table} & LEFT_OUT:
            continue
        quoted = connection.ops.quote_name(column.column)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {quoted} = {other(column)}")
        except DatabaseError:  # refused, as it should be
            continue
        yield name


def test_no_column_that_the_application_may_write_changes_it(world: World) -> None:
    before = fingerprint(world)
    wrote, faults = set(), []
    for app in ("journal", "people", "plans", "submissions", "races"):
        for model in apps.get_app_config(app).get_models():
            with transaction.atomic():
                with scope.of_everything():
                    written = set(overwritten(model))
                if written:
                    found = changed(before, fingerprint(world))
                    faults += [(model._meta.db_table, one) for one in found]
                transaction.set_rollback(True)
            wrote |= written
    assert [] == faults
    named = {"people_orgunit.name", "plans_subject.name", "plans_indicator.name"}
    assert named <= wrote
    own = {"races_race.draft", "races_race.seen"}
    assert own == {one for one in wrote if one.startswith(("races_", "journal_"))}
