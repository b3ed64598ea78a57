"""The migrations make the tables that the models describe."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def missing(made: ProjectState) -> set[str]:
    """What would still have to be migrated, table by table."""
    found = MigrationAutodetector(made, ProjectState.from_apps(apps))
    with override(None):  # names of columns are compared as they are written
        changes = found.changes(graph=MigrationLoader(None).graph)
    return {
        f"{label}: {operation.describe()}"
        for label, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    }


def test_nothing_is_left_to_migrate() -> None:
    assert set() == missing(MigrationLoader(None).project_state())


def test_a_column_without_its_migration_is_seen() -> None:
    made = MigrationLoader(None).project_state()
    made.remove_field("races", "working", "open")
    assert {"races: Add field open to working"} == missing(made)
