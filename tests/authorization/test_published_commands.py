"""What was published stays as it is, whatever command is called; and a change is seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.authorization.published import changed, fingerprint, rows
from tests.authorization.world import build

from saima.people import scope
from saima.site.cli import COMMANDS
from saima.site.postgres.cluster import APPLICATION, OWNER
from saima.site.tests import database

# --- The controls: a change anywhere is seen ----------------------------------------


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("races_place", "shown = replace(shown, '\"rank\":1', '\"rank\":2')"),
        ("races_working", "open = NOT open"),
        ("races_publication", "reason = 'x'"),
        ("races_edition", "body = body || 'x'"),
        ("races_rules", "text = 'x'"),
        ("races_entrant", "\"group\" = 'x'"),
        ("races_assent", "agrees = false"),
        ("races_proposal", "reason = 'x'"),
        ("races_race", "name = 'x'"),
    ],
)
def test_a_mutation_is_seen(
    transactional_db: None, as_superuser: Any, table: str, change: str
) -> None:
    world = build()
    before = fingerprint(world)
    assert [] == changed(before, fingerprint(world))
    as_superuser.execute("SET session_replication_role = replica")
    as_superuser.execute(f"UPDATE {table} SET {change}")
    with scope.of_everything():
        assert changed(before, {**before, **dict(rows())})


# --- Commands -----------------------------------------------------------------------

UNTIL_STOPPED = {"serve", "demo", "work"}
# They put a whole other database in place of this one, an account's password, or a group
# beside those there: they are the owner's means, and have tests of their own.
OF_THE_OWNER = {"group", "restore", "rescue"}
ARGUMENTS = {
    "backup": ["{tmp}/kept.saima"],
    "demo": ["--port", "0"],
    "migrate": ["--quiet"],
    "race": ["examples/jiacheng-2022", "--month", "2022-03"],
    "read": ["examples/papers/jiacheng-2022.txt", "--out", "{tmp}/read"],
    "serve": ["--port", "0"],
    "verify": [],
    "version": [],
    "work": [],
}


@contextmanager
def command(name: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command on the database of this test, begun."""
    given = [one.format(tmp=folder) for one in ARGUMENTS[name]]
    own = {
        "DATABASE_URL": database.url(APPLICATION),
        "DATABASE_OWNER_URL": database.url(OWNER),
        # The demo writes its passwords down: not among those of somebody's own demo.
        "SAIMA_DATA": str(folder),
    }
    (folder / "demo-accounts.txt").touch()  # else the demo loads nothing
    with (folder / f"{name}.txt").open("w") as said:
        yield subprocess.Popen(
            [sys.executable, "-m", "saima", name, *given],
            env=os.environ | own,
            stdout=said,
            stderr=said,
        )


def called(folder: Path) -> dict[str, int]:
    """Call each command; those that go on do so side by side, and are stopped."""
    codes = {}
    for name in ARGUMENTS.keys() - UNTIL_STOPPED:
        with command(name, folder) as process:
            codes[name] = process.wait(60)
    with ExitStack() as stack:
        begun = {n: stack.enter_context(command(n, folder)) for n in UNTIL_STOPPED}
        time.sleep(5)
        for name, process in begun.items():
            process.send_signal(signal.SIGTERM)
            codes[name] = process.wait(60)
    return codes


def test_no_command_changes_what_was_published(
    transactional_db: None, tmp_path: Path
) -> None:
    world = build()
    before = fingerprint(world)
    assert set(COMMANDS) == set(ARGUMENTS) | OF_THE_OWNER
    codes = called(tmp_path)
    told = {name: (tmp_path / f"{name}.txt").read_text() for name in ARGUMENTS}
    assert {0} == {codes[n] for n in ("backup", "migrate", "verify", "version")}, told
    assert [] == changed(before, fingerprint(world))
