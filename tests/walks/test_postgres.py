"""The server of our own: how it lies there, and that it comes back."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from saima.site.postgres import programs, roles
from saima.site.postgres.cluster import APPLICATION, PORT, ROLES, Cluster
from saima.site.postgres.connections import databases
from saima.site.postgres.refusals import DatabaseRefused

HERE = Path(__file__).parent
# What any program does that needs the database.
START = """
import sys
import tempfile
from pathlib import Path
from saima.site.postgres import roles
from saima.site.postgres.cluster import SUPERUSER, Cluster
cluster = Cluster(Path(sys.argv[1]))
assert roles.connect(cluster, SUPERUSER, "postgres").execute("SELECT 1").fetchone()
print(cluster.data.joinpath("postmaster.pid").read_text().splitlines()[0], flush=True)
"""
AND_WAIT = START + "input()\n"


def starting(var: Path, code: str = START) -> subprocess.Popen[str]:
    """A program that needs the database, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, str(var)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ends_well(*programs: subprocess.Popen[str]) -> bool:
    """Whether all of them do."""
    return all(program.wait(60) == 0 for program in programs)


def number(var: Path) -> int:
    """The process number of the server."""
    told = (var / "postgres" / "data" / "postmaster.pid").read_text()
    return int(told.splitlines()[0])


def kill_server(var: Path) -> None:
    """Kill it, and wait until its children have noticed."""
    os.kill(number(var), signal.SIGKILL)
    with (var / "postgres" / "alive").open() as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder whose name no shell likes, with a migrated database in it."""
    var = tmp_path_factory.mktemp("赛马 的数据")
    migrate = [sys.executable, "-m", "saima", "migrate", "--quiet"]
    subprocess.run(migrate, env=os.environ | {"SAIMA_VAR": str(var)}, check=True)
    yield var
    Cluster(var).stop()


@pytest.fixture
def cluster(var: Path) -> Cluster:
    """Its server."""
    return Cluster(var)


# --- How it lies there ---------------------------------------------------------------


def test_nobody_else_opens_what_is_kept(cluster: Cluster) -> None:
    cluster.ensure_running()
    folders = [cluster.home, cluster.data, cluster.sockets, cluster.home / "passwords"]
    secrets = [cluster.home / "passwords" / role for role in ROLES]
    assert [0o700] * 4 == [mode(folder) for folder in folders]
    assert [0o600] * 4 == [mode(file) for file in (*secrets, cluster.log)]


def test_nothing_that_protects_figures_is_off(cluster: Cluster) -> None:
    with roles.connect(cluster, APPLICATION, "saima") as connection:
        told = {
            name: str((connection.execute(f"SHOW {name}").fetchone() or [""])[0])
            for name in (
                *("fsync", "synchronous_commit", "full_page_writes"),
                *("data_checksums", "password_encryption", "listen_addresses"),
            )
        }
    assert ["on"] * 4 == list(told.values())[:4]
    assert ["scram-sha-256", ""] == list(told.values())[4:]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_needs_its_password(cluster: Cluster, role: str) -> None:
    roles.connect(cluster, role, "saima").close()
    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(
            host=str(cluster.sockets),
            port=PORT,
            user=role,
            password="x",
            dbname="saima",
        )


def test_nothing_outside_of_its_folder_is_changed(tmp_path: Path) -> None:
    """No mode of a file of the package, no user of the system."""
    watched = [*programs.folder().parents[1].rglob("*"), Path("/etc/passwd"), tmp_path]
    before = [(mode(path), path.lstat().st_uid) for path in watched]
    passwd = watched[-2].read_bytes()
    assert ends_well(starting(tmp_path / "var"))
    assert before == [(mode(path), path.lstat().st_uid) for path in watched]
    assert passwd == watched[-2].read_bytes()


def test_a_long_path_gets_a_short_private_folder_for_its_sockets(
    tmp_path: Path,
) -> None:
    var = tmp_path / ("很长的名字" * 10)
    sockets = Cluster(var).sockets
    assert len(os.fsencode(sockets)) < 80
    program = starting(var, AND_WAIT)
    assert program.stdout
    assert program.stdout.readline()
    assert 0o700 == mode(sockets)
    program.communicate("\n", 30)
    assert not sockets.exists()


# --- That it comes back --------------------------------------------------------------


def test_the_last_one_stops_it(tmp_path: Path) -> None:
    one, other = starting(tmp_path, AND_WAIT), starting(tmp_path, AND_WAIT)
    lines = {program.stdout and program.stdout.readline() for program in (one, other)}
    assert 1 == len(lines)  # two that start at once have one server
    one.communicate("\n", 30)
    assert Cluster(tmp_path).running()
    other.communicate("\n", 30)
    assert not Cluster(tmp_path).running()


def test_it_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    program = starting(tmp_path, AND_WAIT)
    assert program.stdout
    first = program.stdout.readline()
    program.kill()
    program.wait()
    program.stdout.close()
    assert (first, None) == starting(tmp_path).communicate(timeout=30)
    assert not Cluster(tmp_path).running()


def test_many_at_once_make_it_once(tmp_path: Path) -> None:
    assert ends_well(*[starting(tmp_path) for _ in range(4)])


@pytest.mark.parametrize("after", [0.2, 0.35, 0.6])
def test_a_maker_that_is_killed_leaves_nothing_half_done(
    tmp_path: Path, after: float
) -> None:
    killed = starting(tmp_path)
    time.sleep(after)
    killed.kill()
    killed.communicate()
    assert ends_well(starting(tmp_path))
    time.sleep(0.2)  # for a program of the killed one, which writes into the void
    assert ends_well(starting(tmp_path))
    assert [] == list((tmp_path / "postgres").glob("draft-*"))


def test_a_number_that_another_process_has_got_does_not_stop_it(
    tmp_path: Path,
) -> None:
    """As in a container that is started anew: the numbers are the same again."""
    assert ends_well(starting(tmp_path))
    told = tmp_path / "postgres" / "data" / "postmaster.pid"
    told.write_text(f"{os.getpid()}\n{told.parent}\n0\n5432\n/tmp\n\n1 1\nready   \n")
    assert not Cluster(tmp_path).running()
    assert ends_well(starting(tmp_path))


def test_after_a_kill_the_next_request_is_answered(
    var: Path, django_db_blocker: pytest.FixtureRequest
) -> None:
    """The connection is replaced without a hand, and what was written is there."""
    connection = ConnectionHandler(databases(var))["default"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for turn in range(3):
            with connection.cursor() as cursor:
                row = "INSERT INTO django_session VALUES (%s, '', now())"
                cursor.execute(row, [f"turn {turn}"])
            kill_server(var)
            connection.close_if_unusable_or_obsolete()  # as a new request does
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM django_session")
                assert (turn + 1,) == cursor.fetchone()
        connection.close()


def test_no_statement_is_repeated(
    var: Path, django_db_blocker: pytest.FixtureRequest
) -> None:
    """Whoever was in the middle of it hears of the kill."""
    connection = ConnectionHandler(databases(var))["default"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            kill_server(var)
            with pytest.raises(OperationalError):
                cursor.execute("SELECT 1")
        connection.close()


# --- Where it does not start ---------------------------------------------------------


def test_a_folder_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cluster(tmp_path).home.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    with pytest.raises(DatabaseRefused, match="SAIMA_VAR"):
        Cluster(tmp_path).ensure_running()


def test_a_damaged_server_says_why(tmp_path: Path) -> None:
    assert ends_well(starting(tmp_path))
    (tmp_path / "postgres" / "data" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(DatabaseRefused, match="incompatible"):
        Cluster(tmp_path).ensure_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes nobody")
@pytest.mark.parametrize(("mode", "code"), [(0o755, 0), (0o700, 1)])
def test_root_without_namespaces_becomes_nobody(
    make_folder: Callable[[int], Path], mode: int, code: int
) -> None:
    """Where nobody can reach the folder, it is refused."""
    var = make_folder(mode) / "var"
    command = [sys.executable, str(HERE / "without_namespaces.py"), sys.executable]
    done = subprocess.run(
        [*command, "-c", START, str(var)], capture_output=True, text=True, timeout=60
    )
    if done.returncode == 77:
        pytest.skip("here no namespace can be made at all")
    assert code == done.returncode, done.stderr
    assert (code == 1) is ("cannot reach" in done.stderr)


@pytest.fixture
def make_folder() -> Iterator[Callable[[int], Path]]:
    """Makes a folder that others reach: pytest's own lie in one that they do not."""
    made = []

    def make(mode: int) -> Path:
        made.append(tempfile.TemporaryDirectory())
        path = Path(made[-1].name)
        path.chmod(mode)
        return path

    yield make
    for folder in made:
        folder.cleanup()
