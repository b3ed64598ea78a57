"""Restoring a backup: beside the database that is there, tried, and then in its place."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from psycopg import sql

from saima.core.chains import Fault
from saima.core.words import listed, words
from saima.journal.queries import verify
from saima.site.backups import archive, clients
from saima.site.backups.archive import Manifest
from saima.site.backups.facts import facts
from saima.site.postgres import roles
from saima.site.postgres.cluster import SUPERUSER, Cluster, cluster_in
from saima.site.postgres.migrating import migrate
from saima.site.postgres.refusals import DatabaseRefused

NAMED = 5  # faults; where there are more, the first say enough
ANY_TABLE = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"
# Numbers of transactions begin again on another server: none may pass for the one that
# wrote the newest event.
NO_TRANSACTION = "UPDATE journal_head SET transaction = 0"
IN_USE = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    " AND usename <> current_user"
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and the name of the database that was there before."""

    manifest: Manifest
    set_aside: str


def restore(path: Path, *, replace: bool) -> Restored:
    """Bring a backup back, and prove that it is what was kept."""
    manifest = archive.read(path)
    _refuse_newer(path, manifest)
    default = settings.DATABASES["default"]
    if not default.get("CLUSTER"):
        _fill_the_empty(path, manifest, replace=replace)
        return Restored(manifest, "")
    cluster, name = cluster_in(default["CLUSTER"]), str(default["NAME"])
    with _beside(cluster, name, replace=replace) as (draft, aside):
        _use(draft)
        _fill(path, manifest)
        _use(name)
    return Restored(manifest, aside)


def _refuse_newer(path: Path, manifest: Manifest) -> None:
    loader = MigrationLoader(None)
    known = {".".join(key) for key in loader.disk_migrations}
    if not known.issuperset(manifest.migrations):
        raise DatabaseRefused(
            words(
                "{file} was made by Saima {version}, which has other tables: restore it"
                " with that version, or a newer one.",
                file=str(path),
                version=manifest.saima,
            )
        )


# --- In a database of our own server -------------------------------------------------


@contextmanager
def _beside(cluster: Cluster, name: str, *, replace: bool) -> Iterator[tuple[str, str]]:
    """A new database that takes the other's place if all goes well."""
    roles.prepare(cluster, name)
    mark = f"{timezone.now():%Y%m%d%H%M%S}_{secrets.token_hex(2)}"
    draft, aside = f"{name}_restored_{mark}", f"{name}_before_{mark}"
    with roles.connect(cluster, SUPERUSER, name) as there:
        ((full,),) = there.execute(ANY_TABLE)
    if full and not replace:
        raise _not_empty(name)
    with roles.connect(cluster, SUPERUSER, "postgres") as connected:
        _refuse_in_use(connected, name)
        roles.make_database(connected, draft)
        try:
            roles.close_to_others(cluster, draft)
            yield draft, aside if full else ""
            _refuse_in_use(connected, name)
        except BaseException:
            connection.close()
            _named(connected, "DROP DATABASE {} WITH (FORCE)", draft)
            raise
        with connected.transaction():
            _named(connected, "ALTER DATABASE {} RENAME TO {}", name, aside)
            _named(connected, "ALTER DATABASE {} RENAME TO {}", draft, name)
        if not full:
            _named(connected, "DROP DATABASE {}", aside)


def _refuse_in_use(connected: roles.Connection, name: str) -> None:
    ((users,),) = connected.execute(IN_USE, [name])
    if users:
        raise DatabaseRefused(
            words(
                "The database {name} is in use: stop `saima serve` and `saima work`, then"
                " restore again.",
                name=name,
            )
        )


def _named(connected: roles.Connection, statement: str, *names: str) -> None:
    connected.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _not_empty(name: str) -> DatabaseRefused:
    return DatabaseRefused(
        words(
            "The database {name} is not empty, and nothing in it is overwritten: say"
            " --replace to set it aside, where it is our own server's, or give an empty"
            " one.",
            name=name,
        )
    )


# --- In the database of an address ---------------------------------------------------


def _fill_the_empty(path: Path, manifest: Manifest, *, replace: bool) -> None:
    """Fill a database that is empty; on a served one nothing is renamed."""
    with connection.cursor() as cursor:
        cursor.execute(ANY_TABLE)
        ((full,),) = cursor.fetchall()
    if full or replace:
        raise _not_empty(str(connection.settings_dict["NAME"]))
    _fill(path, manifest)


# --- Proof ---------------------------------------------------------------------------


def _fill(path: Path, manifest: Manifest) -> None:
    with archive.dump_of(path) as dumped:
        clients.load(dumped)
    with transaction.atomic(), connection.cursor() as cursor:
        found = facts(cursor)
        cursor.execute(NO_TRANSACTION)
        cursor.execute("ANALYZE")  # so that the first pages are as quick as the others
    other = [
        table
        for table in sorted({*found.counts, *manifest.counts})
        if found.counts.get(table, 0) != manifest.counts.get(table, 0)
    ]
    end = (found.head, found.head_digest)
    if other or end != (manifest.head, manifest.head_digest):
        raise _not_as_it_was(listed(other or ["journal_head"]))
    migrate()
    faults = list(islice(verify(), NAMED))
    if faults:
        raise _not_as_it_was(listed([_place(fault) for fault in faults]))


def _place(fault: Fault) -> str:
    parts = (fault.what, fault.event, fault.line, fault.table, fault.key)
    return " ".join(str(part) for part in parts if part not in (None, ""))


def _not_as_it_was(places: object) -> DatabaseRefused:
    return DatabaseRefused(
        words(
            "What was restored is not what was kept ({places}): do not use it, and take"
            " another backup.",
            places=places,  # type: ignore[arg-type]
        )
    )
