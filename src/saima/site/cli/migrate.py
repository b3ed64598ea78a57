"""`saima migrate`: make or renew the tables, as their owner."""

from __future__ import annotations

import argparse
import os

import django
from django.conf import settings
from django.core.management import call_command

from saima.site.postgres.cluster import Cluster
from saima.site.postgres.rights import grant
from saima.site.postgres.roles import prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much is said."""
    parser.add_argument("--quiet", action="store_true", help="say nothing")


def run(options: argparse.Namespace) -> int:
    """Prepare the database, migrate, and give the application its rights."""
    os.environ["SAIMA_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    migrate(verbosity=0 if options.quiet else 1)
    return 0


def migrate(*, verbosity: int) -> None:
    """Everything that a new version needs of its database; may be run again."""
    default = settings.DATABASES["default"]
    cluster = default.get("CLUSTER")
    if isinstance(cluster, Cluster):
        prepare(cluster, default["NAME"])
    django.setup()
    call_command("migrate", interactive=False, verbosity=verbosity)
    grant()
