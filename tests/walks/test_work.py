"""`saima work` through outages: the worker comes back, and does what was left half done."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.walks.test_verify import ROOT, superuser, within

from saima.site.postgres.cluster import PORT, SUPERUSER, Cluster

PATIENCE = 60.0
# A task as a deed would hand it over: closing a unit, of which the plan wants to hear.
ENQUEUE = """
import django
django.setup()
from saima.people import scope
from saima.people.actions.units import close_unit
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.journal.actions import MACHINE
with scope.of_everything():
    close_unit(OrgUnit.objects.get(code="{code}"), last=this_month(), by=MACHINE)
"""

# A paper as a planner would send it.
SEND = """
import django
django.setup()
from saima.people import scope
from saima.people.models import OrgUnit
from saima.journal.actions import MACHINE
from saima.library.actions.papers import receive
with scope.of_everything():
    root = OrgUnit.objects.order_by("pk").first()
    receive(root, "会议.txt", "公司召开年度工作会议，全年营收要突破100亿元。".encode(), by=MACHINE)
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a server of its own, and a group in its record."""
    var = tmp_path_factory.mktemp("work")
    for command in (
        ["-m", "saima", "migrate", "--quiet"],
        ["-m", "tests.faults.prepare"],
    ):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=within(var), check=True
        )
    return var


def started(var: Path, log: Path, **more: str) -> subprocess.Popen[bytes]:
    """A worker."""
    with log.open("w") as stderr:
        return subprocess.Popen(
            [sys.executable, "-m", "saima", "work"],
            cwd=ROOT,
            env=within(var) | more,
            stderr=stderr,
        )


@pytest.fixture
def worker(var: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The worker, at work on it; it must end well when it is told to."""
    log = tmp_path / "log"
    process = started(var, log)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(PATIENCE), log.read_text()
    finally:
        process.kill()
        process.wait()


def close(var: Path, code: str) -> None:
    """Close a unit, which hands a task to the worker."""
    do(var, ENQUEUE.format(code=code))


def do(var: Path, deed: str) -> None:
    """Run a deed in a process of its own."""
    subprocess.run(
        [sys.executable, "-c", deed],
        cwd=ROOT,
        env={**within(var), "DJANGO_SETTINGS_MODULE": "saima.site.settings"},
        check=True,
    )


def heard(var: Path) -> int:
    """How many closings the plan has heard of: each ends what the unit reports."""
    with superuser(var) as connection:
        row = connection.execute(
            "SELECT count(*) FROM journal_event WHERE verb = 'duty.end'"
        ).fetchone()
    assert row
    return int(str(row[0]))


def statuses(var: Path) -> list[str]:
    """How the tasks of closings stand."""
    with superuser(var) as connection:
        rows = connection.execute(
            "SELECT status FROM django_tasks_database_dbtaskresult"
            " WHERE args_kwargs->'args'->>1 = 'unit.close'"
        ).fetchall()
    return [str(status) for (status,) in rows]


def wait_for(var: Path, wanted: int) -> None:
    """Wait until the plan has heard of so many closings."""
    until = time.monotonic() + PATIENCE
    while heard(var) < wanted:
        assert time.monotonic() < until, statuses(var)
        time.sleep(0.3)


def kill_server(var: Path) -> None:
    """Kill the database as a power cut would; nobody starts it at once."""
    told = (var / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    os.kill(int(told[0]), signal.SIGKILL)


def test_the_worker_comes_back_after_the_database(
    var: Path, worker: subprocess.Popen[bytes]
) -> None:
    close(var, "u0")
    wait_for(var, 1)  # the control: it works before the outage
    for outage, code in enumerate(("u1", "u2"), start=2):
        kill_server(var)
        time.sleep(3)  # longer than the worker waits between two looks
        assert worker.poll() is None
        close(var, code)
        wait_for(var, outage)
    assert ["SUCCESSFUL"] * 3 == statuses(var)
    assert 3 == heard(var)
    assert worker.poll() is None


def wait_for_words(log: Path, words: str) -> None:
    """Wait until a worker has said something."""
    until = time.monotonic() + PATIENCE
    while words not in log.read_text():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


def cut_off(var: Path) -> int:
    """Cut the worker's connections, as soon as it has any; how many there were."""
    cluster, until = Cluster(var), time.monotonic() + PATIENCE
    with psycopg.connect(
        host=str(cluster.sockets),
        port=PORT,
        user=SUPERUSER,
        password=cluster.password(SUPERUSER),
        dbname="saima",
        autocommit=True,
    ) as connection:
        while True:
            row = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE usename = 'saima' AND pid <> pg_backend_pid()"
            ).fetchone()
            if (row and row[0]) or time.monotonic() > until:
                return int(str(row[0])) if row else 0
            time.sleep(0.1)


def test_a_database_whose_connections_are_cut_is_asked_again(
    var: Path, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    before = heard(var)
    wait_for_words(tmp_path / "log", "Starting worker")
    assert cut_off(var) >= 1  # the control: the worker was connected
    close(var, "u3")
    wait_for(var, before + 1)
    assert worker.poll() is None


def wait_until(var: Path, state: str) -> None:
    """Wait until the one paper is in a state."""
    until = time.monotonic() + PATIENCE
    while True:
        with superuser(var) as connection:
            row = connection.execute("SELECT state FROM library_paper").fetchone()
        if row == (state,):
            return
        assert time.monotonic() < until, row
        time.sleep(0.1)


def test_a_paper_whose_worker_was_killed_is_read_by_the_next(
    var: Path, tmp_path: Path
) -> None:
    do(var, SEND)
    # A language model that never answers: the worker is caught in the middle for sure.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        model = {"SAIMA_MODEL_URL": address, "SAIMA_MODEL_NAME": "m"}
        process = started(var, tmp_path / "killed", **model)
        silent.settimeout(PATIENCE)
        with silent.accept()[0]:
            wait_until(var, "being_read")
            process.kill()
            process.wait()
    next_one = started(var, tmp_path / "next")
    try:
        wait_until(var, "read")
    finally:
        next_one.kill()
        next_one.wait()
    with superuser(var) as connection:
        readings = connection.execute("SELECT number FROM library_reading").fetchall()
    assert [(1,)] == readings
