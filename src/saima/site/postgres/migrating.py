"""Bringing a database to this version: roles, tables, rights."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command

from saima.site.postgres.cluster import APPLICATION, cluster_in
from saima.site.postgres.rights import grant
from saima.site.postgres.roles import prepare


def migrate(role: str = APPLICATION, *, verbosity: int = 0) -> None:
    """Everything that a version needs of its database; may be done again."""
    default = settings.DATABASES["default"]
    if default.get("CLUSTER"):
        prepare(cluster_in(default["CLUSTER"]), default["NAME"])
    call_command("migrate", interactive=False, verbosity=verbosity)
    grant(role)
