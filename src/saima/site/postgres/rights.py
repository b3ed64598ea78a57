"""What the application's role may do with each table: what the table's model says."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from saima.site.postgres.cluster import APPLICATION

ALL_FOUR = "SELECT, INSERT, UPDATE, DELETE"
# Tables of packages; ours say it by RIGHTS in their models.
OF_OTHERS = {
    "django_session": ALL_FOUR,
    "django_migrations": "SELECT",
    "django_content_type": "SELECT",
    "auth_permission": "",
    "auth_group": "",
    "auth_group_permissions": "",
    "django_tasks_db_dbtaskresult": ALL_FOUR,
}


class UndeclaredError(RuntimeError):
    """A table for which nobody has said what the application may do."""


def declared() -> dict[str, str]:
    """The rights to every table, by its name."""
    own = {
        model._meta.db_table: str(model.RIGHTS)
        for model in apps.get_models(include_auto_created=True)
        if hasattr(model, "RIGHTS")
    }
    return OF_OTHERS | own


@transaction.atomic
def grant(role: str = APPLICATION) -> None:
    """Take everything from the role and give it what was declared, no more."""
    rights, tables = declared(), set(connection.introspection.table_names())
    unknown = sorted(tables - set(rights))
    if unknown:
        raise UndeclaredError(
            f"nothing says what the application may do with {', '.join(unknown)}: "
            "give the model its RIGHTS"
        )
    with connection.cursor() as cursor:
        for statement in _statements(rights, tables, role):
            cursor.execute(statement)


def _statements(
    rights: dict[str, str], tables: set[str], role: str
) -> Iterator[str]:
    whole = "ALL TABLES", "ALL SEQUENCES", "ALL FUNCTIONS"
    for kind in whole:
        yield f'REVOKE ALL ON {kind} IN SCHEMA public FROM PUBLIC, "{role}"'
    yield f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO "{role}"'
    yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    for table in sorted(tables):
        if rights[table]:
            yield f'GRANT {rights[table]} ON "{table}" TO "{role}"'
    # Numbers of new rows; a sequence by itself gives away nothing else.
    yield f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"'
