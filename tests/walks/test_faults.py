"""A few kills in every run of the tests; `make faults` does many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from saima.site.postgres.cluster import PORT, SUPERUSER, Cluster

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a server of its own, and a group to work on."""
    var = tmp_path_factory.mktemp("faults")
    for command in (
        ["-m", "saima", "migrate", "--quiet"],
        ["-m", "tests.faults.prepare"],
    ):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=within(var), check=True
        )
    return var


def within(var: Path) -> dict[str, str]:
    """The environment of a program that works there."""
    return {**os.environ, "SAIMA_VAR": str(var), "PYTHONWARNINGS": "ignore"}


def run(var: Path, *command: str, told: str = "") -> tuple[int, str]:
    """Run one of the fault programs: its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=within(var),
        input=told,
        text=True,
        stdout=subprocess.PIPE,
    )
    return done.returncode, done.stdout


def test_after_kills_everything_acknowledged_is_there(var: Path) -> None:
    code, said = run(var, "tests.faults.run", "--kills", str(KILLS), "--seed", "1")
    assert 0 == code, said
    assert "0 faults" in said


def test_every_single_change_of_a_superuser_is_located(var: Path) -> None:
    """One for each column of each ledger, and rows that are taken out or put in."""
    code, said = run(var, "tests.faults.tampering", "--changes", "100")
    assert 0 == code, said
    assert "100 of 100 changes located" in said


def test_the_check_sees_what_was_lost(var: Path) -> None:
    """The control: an acknowledgement of a round that never was, and a changed row."""
    code, said = run(var, "tests.faults.check", told="submit u0 2026-01 99 99")
    assert 1 == code
    assert "lost: submit u0 2026-01 99 99" in said
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
        connection.execute(
            "UPDATE submissions_figure SET value = value + 1 WHERE id = "
            "(SELECT min(id) FROM submissions_figure)"
        )
    _, said = run(var, "tests.faults.check")
    assert "1 faults" in said or "2 faults" in said
    assert "submissions_figure" in said
