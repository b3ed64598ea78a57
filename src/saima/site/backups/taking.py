"""Taking a backup: everything at one moment, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

import saima
from saima.core.words import words
from saima.site.backups import clients
from saima.site.backups.archive import Manifest, Writing
from saima.site.backups.facts import NOT_KEPT, Facts, facts
from saima.site.postgres.folders import sync
from saima.site.postgres.refusals import DatabaseRefused

ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def take(path: Path) -> Manifest:
    """Keep the database in a file, which must not be there yet."""
    if path.exists():
        raise DatabaseRefused(
            words("{file} is there already: give another name.", file=str(path))
        )
    try:
        with _beside(path) as file:
            return _write(file)
    except OSError as error:
        raise DatabaseRefused(
            words(
                "{file} cannot be written ({reason}): give a place that can be.",
                file=str(path),
                reason=str(error.strerror),
            )
        ) from error


@contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when it is whole and on the disk."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(handle)
        draft.rename(path)
        sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _write(file: IO[bytes]) -> Manifest:
    with Writing(file) as archive:
        found = _dump(archive)
        manifest = Manifest(
            saima=saima.__version__,
            made_at=timezone.now().isoformat(timespec="seconds"),
            server=clients.server(),
            migrations=found.migrations,
            counts=found.counts,
            head=found.head,
            head_digest=found.head_digest,
        )
        archive.seal(manifest)
    return manifest


def _dump(archive: Writing) -> Facts:
    """Dump what one moment shows, and count what it shows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_MOMENT)
        cursor.execute("SELECT pg_export_snapshot()")
        ((snapshot,),) = cursor.fetchall()
        found = facts(cursor)
        with archive.dump() as member:
            clients.dump(
                member,
                f"--snapshot={snapshot}",
                *(f"--exclude-table-data=public.{table}" for table in NOT_KEPT),
            )
    return found
