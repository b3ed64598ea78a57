"""`saima migrate`: make or renew the tables, as their owner."""

from __future__ import annotations

import argparse
from functools import partial

from saima.site.cli.owner import as_owner
from saima.site.postgres.cluster import APPLICATION
from saima.site.postgres.migrating import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much is said, and to whom the rights go."""
    parser.add_argument("--quiet", action="store_true", help="say nothing")
    parser.add_argument(
        "--role", default=APPLICATION, help="the application's role, if not saima"
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the database, migrate, and give the application its rights."""
    verbosity = 0 if options.quiet else 1
    return as_owner("migrate", partial(migrate, options.role, verbosity=verbosity))
