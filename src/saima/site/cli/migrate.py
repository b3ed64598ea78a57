"""`saima migrate`: make or renew the tables, as their owner."""

from __future__ import annotations

import argparse
import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError

from saima.site.cli.language import language_of, translator
from saima.site.postgres.cluster import APPLICATION, cluster_in
from saima.site.postgres.refusals import DatabaseRefused, told
from saima.site.postgres.rights import grant
from saima.site.postgres.roles import prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much is said, and to whom the rights go."""
    parser.add_argument("--quiet", action="store_true", help="say nothing")
    parser.add_argument(
        "--role", default=APPLICATION, help="the application's role, if not saima"
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the database, migrate, and give the application its rights."""
    os.environ["SAIMA_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    try:
        migrate(options.role, verbosity=0 if options.quiet else 1)
    except (ImproperlyConfigured, OperationalError, DatabaseRefused) as problem:
        say = translator(language_of(None))
        print(f"saima migrate: {told(problem, say)}", file=sys.stderr)
        return 1
    return 0


def migrate(role: str = APPLICATION, *, verbosity: int = 0) -> None:
    """Everything that a new version needs of its database; may be run again."""
    django.setup()
    default = settings.DATABASES["default"]
    if default.get("CLUSTER"):
        prepare(cluster_in(default["CLUSTER"]), default["NAME"])
    call_command("migrate", interactive=False, verbosity=verbosity)
    grant(role)
