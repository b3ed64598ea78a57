"""`saima verify` as a command: what it says of a record that somebody has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from saima.site.postgres.cluster import PORT, SUPERUSER, Cluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a server of its own, and a group in its record."""
    var = tmp_path_factory.mktemp("verify")
    for command in (
        ["-m", "saima", "migrate", "--quiet"],
        ["-m", "tests.faults.prepare"],
    ):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=within(var), check=True
        )
    return var


def within(var: Path, language: str = "en_US.UTF-8") -> dict[str, str]:
    """The environment of a command that works there."""
    own = {"SAIMA_VAR": str(var), "LC_ALL": language, "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **own}


def verify(var: Path, language: str = "en_US.UTF-8") -> tuple[int, list[str]]:
    """Run the command: its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "saima", "verify"],
        cwd=ROOT,
        env=within(var, language),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "" == done.stderr
    return done.returncode, done.stdout.splitlines()


@contextmanager
def superuser(var: Path) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody who may do anything, and whom no trigger stops."""
    cluster = Cluster(var)
    cluster.ensure_running()
    with psycopg.connect(
        host=str(cluster.sockets),
        port=PORT,
        user=SUPERUSER,
        password=cluster.password(SUPERUSER),
        dbname="saima",
    ) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@contextmanager
def tampered(var: Path, statement: str) -> Iterator[None]:
    """A record in which a statement has changed something; then as it was."""
    table = "journal_event" if "journal_event" in statement else "people_placement"
    with superuser(var) as connection:
        connection.execute(f"CREATE TABLE kept AS SELECT * FROM {table}")
        assert 1 == connection.execute(statement).rowcount
    try:
        yield
    finally:
        with superuser(var) as connection:
            connection.execute(f"DELETE FROM {table}")
            connection.execute(f"INSERT INTO {table} SELECT * FROM kept")
            connection.execute("DROP TABLE kept")


def placed(var: Path) -> tuple[int, int, int]:
    """The newest row of placements: its key, its event, and its line."""
    with superuser(var) as connection:
        row = connection.execute(
            "SELECT id, event_id, line FROM people_placement ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert row
    return row  # type: ignore[return-value]


PUT_IN = """
INSERT INTO people_placement (id, line, event_id, digest, since, reason, unit_id)
SELECT id + 1, line + 1, event_id, digest, since, reason, unit_id
FROM people_placement WHERE id = {key}
"""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE people_placement SET reason = 'x' WHERE id = {key}",
            "table people_placement, key {key} (row {line} of event {event}) was changed",
        ),
        (
            "DELETE FROM people_placement WHERE id = {key}",
            "row {line} of event {event} was removed",
        ),
        (
            PUT_IN,
            "table people_placement, key {next} (row {beyond} of event {event})"
            " was put in",
        ),
        (
            "UPDATE journal_event SET verb = 'x' WHERE number = {event}",
            "event {event} was changed",
        ),
        (
            "DELETE FROM journal_event WHERE number = {event}",
            "event {event} was removed",
        ),
    ],
)
def test_what_was_done_to_the_record_is_named(
    var: Path, statement: str, said: str
) -> None:
    key, event, line = placed(var)
    named = {"key": key, "event": event, "line": line}
    named |= {"next": key + 1, "beyond": line + 1}
    code, lines = verify(var)
    assert (0, 1) == (code, len(lines))  # the control: nothing was done yet
    with tampered(var, statement.format(**named)):
        code, lines = verify(var)
    assert 1 == code
    assert said.format(**named) in lines
    assert "1 places are not as they were written" == lines[-1]
    assert (0, 1) == (verify(var)[0], len(verify(var)[1]))  # and it is as it was


def test_a_sound_record_is_counted(var: Path) -> None:
    code, (said,) = verify(var)
    with superuser(var) as connection:
        row = connection.execute("SELECT number FROM journal_head").fetchone()
    assert row
    assert (0, True) == (code, said.startswith(f"{row[0]} events, "))
    assert said.endswith(" rows: as written")


def test_it_is_said_in_chinese_where_the_terminal_is_not_english(var: Path) -> None:
    key, event, _ = placed(var)
    with tampered(var, f"UPDATE people_placement SET reason = 'x' WHERE id = {key}"):
        code, lines = verify(var, "C.UTF-8")
    assert 1 == code
    assert str(event) in lines[0]
    assert "people_placement" in lines[0]
    assert "was changed" not in lines[0]


def test_a_database_that_is_not_made_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "saima", "verify"],
        cwd=ROOT,
        env=within(tmp_path),
        capture_output=True,
        text=True,
    )
    assert (1, "") == (done.returncode, done.stdout)
    assert "saima migrate" in done.stderr
