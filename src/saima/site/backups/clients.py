"""pg_dump and pg_restore: those that come along, or those of the machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from typing import IO

from django.db import connection

from saima.core.words import words
from saima.site.postgres.programs import program
from saima.site.postgres.refusals import DatabaseRefused

AT_ONCE = 1 << 20
# Rights and owners are given anew: the roles may have other names where it is restored.
BARE = ("--no-owner", "--no-privileges")


def server() -> int:
    """The major version of the server."""
    version: int = connection.pg_version  # type: ignore[attr-defined]
    return version // 10_000


def dump(into: IO[bytes], *options: str) -> None:
    """Write the database, as pg_dump packs it."""
    with tempfile.TemporaryFile() as said:
        command = _command("pg_dump", "--format=custom", *BARE, *options)
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, env=_environment()
        ) as running:
            assert running.stdout
            shutil.copyfileobj(running.stdout, into, AT_ONCE)
        _refuse_failure("pg_dump", running.returncode, said)


def load(dumped: IO[bytes]) -> None:
    """Fill the database from such a dump, wholly or not at all."""
    with tempfile.TemporaryFile() as said:
        command = _command(
            "pg_restore", "--exit-on-error", "--single-transaction", *BARE
        )
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=said, env=_environment()
        ) as running:
            assert running.stdin
            # A program that goes away says why; the pipe knows nothing.
            with contextlib.suppress(BrokenPipeError), running.stdin as there:
                shutil.copyfileobj(dumped, there, AT_ONCE)
        _refuse_failure("pg_restore", running.returncode, said)


def find(name: str, at_least: int) -> str:
    """The program; one that is older than the server would leave something out."""
    found = [shutil.which(name)]
    with contextlib.suppress(DatabaseRefused):
        found.insert(0, program(name))
    for path in found:
        if path and _version(path) >= at_least:
            return path
    raise DatabaseRefused(
        words(
            "There is no {program} of PostgreSQL {version} or newer here: install the"
            " client programs of that version.",
            program=name,
            version=at_least,
        )
    )


def _version(path: str) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True)
    told = re.search(r"\d+", done.stdout.rpartition(")")[2])
    return int(told[0]) if told else 0


def _command(name: str, *options: str) -> list[str]:
    connection.ensure_connection()
    address = connection.connection.info.dsn  # without the password
    return [find(name, server()), f"--dbname={address}", *options]


def _environment() -> dict[str, str]:
    """A password among the arguments would be seen by everybody on the machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    password = connection.connection.info.password
    return kept | {"LC_ALL": "C", "PGPASSWORD": password}


def _refuse_failure(name: str, code: int, said: IO[bytes]) -> None:
    if code == 0:
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    raise DatabaseRefused(
        words(
            "{program} failed: {reason}",
            program=name,
            reason=lines[0] if lines else str(code),
        )
    )
