"""The file of a backup: a dump and what is known of it, under one digest.

It is a ZIP archive with two members. Its comment, which is the last that stands in the
file, is the SHA-256 digest of everything before: no byte can change or be missing
without being noticed.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from saima.core.words import words
from saima.site.postgres.refusals import DatabaseRefused

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
DIGEST = 64  # characters of a digest
AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, as it was at the moment that it shows."""

    saima: str  # the version that made it
    made_at: str
    server: int  # the major version of PostgreSQL
    migrations: list[str]
    counts: dict[str, int]  # rows of each table
    head: int  # the number of the journal's newest event
    head_digest: str
    format: int = FORMAT


class Writing:
    """A backup that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @contextmanager
    def dump(self) -> Iterator[IO[bytes]]:
        """Where the dump goes; it is as long as it is."""
        with self._zip.open(zipfile.ZipInfo(DUMP), "w", force_zip64=True) as member:
            yield member

    def seal(self, manifest: Manifest) -> None:
        """Add what is known, and the digest of it all."""
        told = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        self._zip.writestr(zipfile.ZipInfo(MANIFEST), told)
        self._zip.comment = b"0" * DIGEST
        self._zip.close()
        digest = _digest(self._file)
        self._file.seek(-DIGEST, 2)
        self._file.write(digest)


def read(path: Path) -> Manifest:
    """What a backup tells of itself, once it is sure that it is whole."""
    try:
        with path.open("rb") as file:
            if _digest(file) != file.read(DIGEST):
                raise _damaged(path)
            with zipfile.ZipFile(file) as archive:
                told = json.loads(archive.read(MANIFEST))
    except OSError as error:
        raise DatabaseRefused(
            words(
                "{file} cannot be read ({reason}): name a file that `saima backup` made.",
                file=str(path),
                reason=str(error.strerror),
            )
        ) from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _damaged(path) from error
    if told.get("format") != FORMAT:
        raise DatabaseRefused(
            words(
                "{file} was made by Saima {version}, which writes backups in another"
                " form: restore it with that version.",
                file=str(path),
                version=str(told.get("saima")),
            )
        )
    return Manifest(**told)


@contextmanager
def dump_of(path: Path) -> Iterator[IO[bytes]]:
    """The dump in a backup."""
    with zipfile.ZipFile(path) as archive, archive.open(DUMP) as member:
        yield member


def _digest(file: IO[bytes]) -> bytes:
    """The digest of all but the digest; leaves the file where that begins."""
    left = max(0, file.seek(0, 2) - DIGEST)
    file.seek(0)
    digest = hashlib.sha256()
    while left:
        part = file.read(min(AT_ONCE, left))
        digest.update(part)
        left -= len(part)
    return digest.hexdigest().encode()


def _damaged(path: Path) -> DatabaseRefused:
    return DatabaseRefused(
        words(
            "{file} is no backup of Saima, or it is damaged or not whole: take another"
            " copy of it.",
            file=str(path),
        )
    )
