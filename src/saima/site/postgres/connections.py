"""Which database, and in which role: our own server, or that of DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from saima.site.postgres.cluster import APPLICATION, OWNER, PORT, Cluster

ENGINE = "saima.site.postgres.backend"
DATABASE = "saima"
KEPT = 600  # seconds that a connection is kept for the next request
# What the application's role may keep others waiting for.
LIMITS = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"


def databases(var: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. SAIMA_ROLE=owner is set by our own commands alone."""
    owner = os.environ.get("SAIMA_ROLE") == "owner"
    given = os.environ.get("DATABASE_OWNER_URL" if owner else "DATABASE_URL")
    if os.environ.get("DATABASE_URL") and not given:
        raise ImproperlyConfigured(
            "DATABASE_URL is set, but not DATABASE_OWNER_URL: this command changes tables "
            "and needs the address with the role that owns them."
        )
    named = _of_url(given) if given else _our_own(var, owner=owner)
    return {
        "default": {
            "ENGINE": ENGINE,
            "CONN_MAX_AGE": KEPT,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
            **named,
        }
    }


def _our_own(var: Path, *, owner: bool) -> dict[str, Any]:
    cluster = Cluster(var / "postgres")
    return {
        "NAME": os.environ.get("SAIMA_DATABASE") or DATABASE,
        "USER": OWNER if owner else APPLICATION,
        "HOST": str(cluster.sockets),
        "PORT": str(PORT),
        "CLUSTER": cluster,
        "OPTIONS": {} if owner else {"options": LIMITS},
    }


def _of_url(url: str) -> dict[str, Any]:
    try:
        told = conninfo_to_dict(url)
    except Exception as problem:
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of PostgreSQL; write it as "
            "postgresql://saima:password@host:5432/saima"
        ) from problem
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    names |= {"host": "HOST", "port": "PORT"}
    found = {names[k]: str(v) for k, v in told.items() if k in names}
    options = {k: v for k, v in told.items() if k not in names}
    return {"NAME": DATABASE, **found, "OPTIONS": options}
