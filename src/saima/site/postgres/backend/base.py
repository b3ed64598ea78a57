"""A connection that is tried again while the server comes back."""

from __future__ import annotations

import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

from saima.site.postgres.cluster import Cluster, ClusterError

PATIENCE = 15.0  # seconds in which a server that was killed is back
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
# What waiting does not mend.
FINAL = ("password authentication failed", "does not exist", "no pg_hba.conf entry")


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, started when it is ours and does not run; no statement is repeated."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, trying again for a while."""
        until, wait = time.monotonic() + PATIENCE, FIRST_WAIT
        while True:
            try:
                self._start_our_own()
                return super().get_new_connection(conn_params)
            except (OperationalError, ClusterError) as problem:
                final = any(said in str(problem) for said in FINAL)
                if final or time.monotonic() + wait > until:
                    raise
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _start_our_own(self) -> None:
        cluster = self.settings_dict.get("CLUSTER")
        if isinstance(cluster, Cluster):
            cluster.ensure_running()

    def get_connection_params(self) -> dict[str, Any]:
        """What to connect with; the password of our own server is read when needed."""
        params: dict[str, Any] = super().get_connection_params()
        cluster = self.settings_dict.get("CLUSTER")
        if isinstance(cluster, Cluster):
            cluster.ensure_running()
            params["password"] = cluster.password(params["user"])
        return params
