"""What the application's role may do with each table: what the table's model says."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction

from saima.core.words import listed, words
from saima.site.postgres.cluster import APPLICATION
from saima.site.postgres.refusals import DatabaseRefused

ALL_FOUR = "SELECT, INSERT, UPDATE, DELETE"
# Tables of packages; ours say it by RIGHTS in their models.
OF_PACKAGES = {
    "django_session": ALL_FOUR,
    "django_migrations": "SELECT",
    "django_content_type": "SELECT",
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "django_tasks_database_dbtaskresult": ALL_FOUR,
}
# A trigger's function is called by its trigger and by nobody else.
FUNCTIONS = """
SELECT p.oid::regprocedure::text, p.prorettype = 'trigger'::regtype
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public'
  AND pg_has_role(current_user, p.proowner, 'MEMBER')
"""


def declared() -> dict[str, str]:
    """The rights to every table, by its name."""
    own = {
        model._meta.db_table: str(model.RIGHTS)
        for model in apps.get_models()
        if hasattr(model, "RIGHTS")
    }
    return OF_PACKAGES | own


@transaction.atomic
def grant(role: str = APPLICATION) -> None:
    """Take everything from the role and give it what was declared, no more.

    New rows get their numbers from identity columns, which ask for no right of their
    own: no sequence is given away.
    """
    rights, tables = declared(), set(connection.introspection.table_names())
    unknown = sorted(tables - set(rights))
    if unknown:
        raise DatabaseRefused(
            words(
                "Nothing says what the application may do with {tables}: give the model"
                " its RIGHTS, or take the table out of the schema public.",
                tables=listed(unknown),
            )
        )
    name = connection.ops.quote_name
    to = name(role)
    with connection.cursor() as cursor:
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            cursor.execute(
                f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {to}"
            )
        for table in sorted(tables):
            if rights[table]:
                cursor.execute(f"GRANT {rights[table]} ON {name(table)} TO {to}")
        cursor.execute(FUNCTIONS)
        for function, of_a_trigger in cursor.fetchall():
            if not of_a_trigger:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {to}")
