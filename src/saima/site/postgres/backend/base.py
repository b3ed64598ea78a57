"""A connection that is tried again while the server comes back."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, features

from saima.site.postgres.cluster import cluster_in
from saima.site.postgres.waiting import patiently


class DatabaseFeatures(features.DatabaseFeatures):
    """What is known of PostgreSQL without asking it."""

    # Django would make a table to find out, and the application's role may make none.
    supports_transactions = True


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, started when it is ours and does not run."""

    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, waiting for the server where it must be waited for."""
        connect = super().get_new_connection
        home = self.settings_dict.get("CLUSTER")
        if not home:
            return patiently(lambda: connect(conn_params))
        cluster = cluster_in(home)
        # The passwords of our own server are made together with it.
        return patiently(
            lambda: connect(
                conn_params | {"password": cluster.password(conn_params["user"])}
            ),
            cluster,
        )
