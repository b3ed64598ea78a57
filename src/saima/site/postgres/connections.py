"""Which database, and in which role: our own server, or that of DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from saima.site.postgres.cluster import APPLICATION, OWNER, PORT, cluster_in

ENGINE = "saima.site.postgres.backend"
DATABASE = "saima"
KEPT = 600  # seconds that a connection is kept for the next request
# How long the application may keep others waiting; its owner may take longer.
LIMITS = (
    "-c statement_timeout=60s -c lock_timeout=10s"
    " -c idle_in_transaction_session_timeout=60s"
)


def databases(var: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES; SAIMA_ROLE=owner is set by our own commands alone."""
    owner = os.environ.get("SAIMA_ROLE") == "owner"
    name = "DATABASE_OWNER_URL" if owner else "DATABASE_URL"
    url = os.environ.get(name)
    if os.environ.get("DATABASE_URL") and not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is set, but not DATABASE_OWNER_URL: this command needs the "
            "role that owns the tables. Set DATABASE_OWNER_URL for this command."
        )
    named = _of_url(name, url) if url else _our_own(var, owner=owner)
    if not owner:
        options = named["OPTIONS"]
        options["options"] = f"{LIMITS} {options.get('options', '')}".strip()
    return {
        "default": {
            "ENGINE": ENGINE,
            "CONN_MAX_AGE": KEPT,
            # One that died with its server is replaced at the next request.
            "CONN_HEALTH_CHECKS": True,
            **named,
        }
    }


def _our_own(var: Path, *, owner: bool) -> dict[str, Any]:
    return {
        "NAME": os.environ.get("SAIMA_DATABASE") or DATABASE,
        "USER": OWNER if owner else APPLICATION,
        "HOST": str(cluster_in(str(var)).sockets),
        "PORT": str(PORT),
        "CLUSTER": str(var),
        "OPTIONS": {},
    }


def _of_url(name: str, url: str) -> dict[str, Any]:
    try:
        told = conninfo_to_dict(url)
    except ProgrammingError as problem:
        # The words of the problem may hold the password.
        raise ImproperlyConfigured(
            f"{name} is no address of a PostgreSQL database: write it as "
            "postgresql://user:password@host:5432/database"
        ) from problem.with_traceback(None)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    names |= {"host": "HOST", "port": "PORT"}
    found = {names[key]: str(value) for key, value in told.items() if key in names}
    options = {key: value for key, value in told.items() if key not in names}
    return {"NAME": DATABASE, **found, "OPTIONS": options}
