"""Connecting while the server comes back; no statement is ever repeated."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from psycopg import OperationalError

from saima.site.postgres.cluster import Cluster
from saima.site.postgres.refusals import DatabaseRefused

Connection = TypeVar("Connection")
PATIENCE = 15.0  # seconds in which a server that was killed is back
FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
# What waiting does not mend.
FINAL = (
    "password authentication failed",
    "does not exist",
    "no pg_hba.conf entry",
    "not currently accepting connections",
    "permission denied for database",
)


def patiently(
    connect: Callable[[], Connection], cluster: Cluster | None = None
) -> Connection:
    """Connect, starting our own server where it does not run, and wait for a while."""
    until, wait = time.monotonic() + PATIENCE, FIRST_WAIT
    while True:
        try:
            if cluster is not None:
                cluster.ensure_running()
            return connect()
        except DatabaseRefused as problem:
            raise OperationalError(str(problem)) from problem
        except OperationalError as problem:
            final = any(said in str(problem) for said in FINAL)
            if final or time.monotonic() + wait > until:
                raise
        time.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
