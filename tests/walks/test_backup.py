"""Backup, change, restore, verify; and what is no backup is refused."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from saima.site.backups import archive
from saima.site.postgres import roles
from saima.site.postgres.cluster import APPLICATION, OWNER, SUPERUSER, Cluster
from saima.site.postgres.refusals import DatabaseRefused
from saima.site.tests import database

ROOT = Path(__file__).resolve().parents[2]
# What no application does: one figure of the record changed behind its back.
TAMPER = """
SET session_replication_role = replica;
UPDATE people_placement SET since = since + 1 WHERE id = (
  SELECT max(id) FROM people_placement)
"""


def saima(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Call the command on the database of a folder."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=os.environ | {"SAIMA_VAR": str(var), "LANG": "en"} | more,
        capture_output=True,
        text=True,
        timeout=60,
    )


def refused(done: subprocess.CompletedProcess[str], *told: str) -> None:
    """It was, in one line that tells these things."""
    assert 1 == done.returncode, done
    assert "" == done.stdout
    assert 1 == len(done.stderr.splitlines()), done.stderr
    assert [] == [one for one in told if one not in done.stderr], done.stderr


def as_superuser(var: Path, name: str = "saima") -> roles.Connection:
    """A connection that may do anything."""
    return roles.connect(Cluster(var), SUPERUSER, name)


def names(var: Path) -> set[str]:
    """The databases that there are."""
    with as_superuser(var, "postgres") as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in found}


def head(var: Path, name: str = "saima") -> int:
    """Where the journal ends."""
    with as_superuser(var, name) as connection:
        found = connection.execute("SELECT number FROM journal_head").fetchone()
    assert found
    return int(found[0])


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a group at work in its database."""
    var = tmp_path_factory.mktemp("备份 here")
    for command in (["saima", "migrate", "--quiet"], ["tests.faults.prepare"]):
        done = saima(var, *command)
        assert 0 == done.returncode, done.stderr
    yield var
    Cluster(var).stop()


@pytest.fixture(scope="module")
def kept(var: Path) -> Path:
    """A backup of it."""
    file = var / "kept.saima"
    done = saima(var, "saima", "backup", str(file))
    assert 0 == done.returncode, done.stderr
    assert f"ends at {head(var)}" in done.stdout
    return file


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Path]:
    """Another folder, with nothing in it."""
    yield tmp_path / "other"
    Cluster(tmp_path / "other").stop()


# --- Back again ----------------------------------------------------------------------


def test_a_backup_is_its_owners_alone_and_leaves_nothing_beside_it(kept: Path) -> None:
    assert 0o600 == stat.S_IMODE(kept.stat().st_mode)
    assert [] == list(kept.parent.glob(".*saima*"))


def test_it_comes_back_elsewhere_as_it_was(
    var: Path, kept: Path, other: Path, tmp_path: Path
) -> None:
    done = saima(other, "saima", "restore", str(kept))
    assert 0 == done.returncode, done.stderr
    assert "as it was written" in done.stdout
    again = tmp_path / "again.saima"
    assert 0 == saima(other, "saima", "backup", str(again)).returncode
    first, second = archive.read(kept), archive.read(again)
    assert replace(first, made_at="") == replace(second, made_at="")
    assert first.head == head(var) > 0


def test_after_a_change_the_backup_is_restored_and_the_change_set_aside(
    var: Path, kept: Path
) -> None:
    was = head(var)
    with as_superuser(var) as connection:
        connection.execute("DELETE FROM people_post")
    refused(saima(var, "saima", "restore", str(kept)), "not empty", "--replace")
    before = names(var)
    done = saima(var, "saima", "restore", "--replace", str(kept))
    assert 0 == done.returncode, done.stderr
    (aside,) = names(var) - before
    assert aside in done.stdout
    posts = "SELECT count(*) FROM people_post"
    with as_superuser(var) as now, as_superuser(var, aside) as then:
        assert now.execute(posts).fetchone() > (0,) == then.execute(posts).fetchone()
    assert was == head(var)


def test_the_application_works_with_what_was_restored(kept: Path, other: Path) -> None:
    assert 0 == saima(other, "saima", "restore", str(kept)).returncode
    look = "import django; django.setup(); from saima.site.postgres.checks import *; "
    settings = {"DJANGO_SETTINGS_MODULE": "saima.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", look + "refuse_if_unfit()"],
        env=os.environ | settings | {"SAIMA_VAR": str(other)},
        capture_output=True,
        text=True,
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_what_is_written_meanwhile_is_wholly_in_it_or_not(
    var: Path, other: Path, tmp_path: Path
) -> None:
    """Counts and dump are of one moment, else the restore would refuse."""
    insert = "INSERT INTO people_attempt VALUES (%s, 1, now())"
    stopped = threading.Event()
    written = []

    def write() -> None:
        with roles.connect(Cluster(var), APPLICATION, "saima") as connection:
            connection.execute("SELECT set_config('saima.scope', 'all', false)")
            while not stopped.is_set():
                connection.execute(insert, [f"busy {len(written)}"])
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = saima(var, "saima", "backup", str(tmp_path / "busy.saima"))
    finally:
        stopped.set()
        writer.join()
    assert 0 == done.returncode, done.stderr
    assert len(written) > 20
    done = saima(other, "saima", "restore", str(tmp_path / "busy.saima"))
    assert 0 == done.returncode, done.stderr


def test_a_served_database_is_kept_and_filled_by_its_address(
    kept: Path, tmp_path: Path, django_db_setup: None
) -> None:
    """Where there is no server of our own, nothing is renamed."""
    name = database.MINE.replace("test", "test_filled")
    with database.superuser() as connection:
        database.drop(connection, name)
        roles.make_database(connection, name)
    roles.close_to_others(database.cluster, name)
    address = {
        "DATABASE_URL": database.url(name=name),
        "DATABASE_OWNER_URL": database.url(OWNER, name),
    }
    try:
        refused(saima(tmp_path, "saima", "backup", "x", **address), "saima migrate")
        done = saima(tmp_path, "saima", "restore", str(kept), **address)
        assert 0 == done.returncode, done.stderr
        refused(saima(tmp_path, "saima", "restore", str(kept), **address), "not empty")
        again = tmp_path / "again.saima"
        done = saima(tmp_path, "saima", "backup", str(again), **address)
        assert 0 == done.returncode, done.stderr
        assert archive.read(kept).counts == archive.read(again).counts
    finally:
        with database.superuser() as connection:
            database.drop(connection, name)


# --- Refused, and nothing changed ----------------------------------------------------


def test_a_name_that_is_taken_is_refused(var: Path, kept: Path) -> None:
    before = kept.read_bytes()
    refused(saima(var, "saima", "backup", str(kept)), "kept.saima", "another name")
    assert before == kept.read_bytes()
    refused(saima(var, "saima", "backup", "/proc/none/x"), "/proc/none/x")


def test_a_database_in_use_is_not_replaced(var: Path, kept: Path) -> None:
    before = names(var)
    with roles.connect(Cluster(var), APPLICATION, "saima"):
        done = saima(var, "saima", "restore", "--replace", str(kept))
    refused(done, "saima serve", "saima work")
    assert before == names(var)


def test_what_does_not_hold_is_not_put_in_place(var: Path, tmp_path: Path) -> None:
    """A record that was changed before it was kept is found when it comes back."""
    file = tmp_path / "tampered.saima"
    with as_superuser(var) as connection:
        connection.execute("BEGIN")
        connection.execute(TAMPER)
        connection.execute("COMMIT")
    assert 0 == saima(var, "saima", "backup", str(file)).returncode
    before = names(var)
    done = saima(var, "saima", "restore", "--replace", str(file))
    refused(done, "changed", "people_placement")
    assert before == names(var)
    with as_superuser(var) as connection:
        connection.execute(TAMPER.replace("since + 1", "since - 1"))


def test_a_damaged_byte_is_found_wherever_it_is(kept: Path, tmp_path: Path) -> None:
    whole = kept.read_bytes()
    file = tmp_path / "damaged.saima"
    places = [*range(0, len(whole), len(whole) // 40), *range(-70, 0)]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        with pytest.raises(DatabaseRefused, match="another copy"):
            archive.read(file)
    file.write_bytes(whole)
    assert archive.read(file).head


def test_what_is_not_whole_or_no_backup_is_refused(
    kept: Path, other: Path, tmp_path: Path
) -> None:
    whole = kept.read_bytes()
    file = tmp_path / "part.saima"
    for part in (b"", b"hello", whole[:-1], whole[: len(whole) // 2], whole + b"x"):
        file.write_bytes(part)
        with pytest.raises(DatabaseRefused, match="another copy"):
            archive.read(file)
    refused(saima(other, "saima", "restore", str(file)), "part.saima", "another copy")
    refused(saima(other, "saima", "restore", str(tmp_path / "none")), "none")


def test_tables_of_a_newer_version_are_refused(
    kept: Path, other: Path, tmp_path: Path
) -> None:
    newer = archive.read(kept)
    newer.migrations.append("journal.0999_from_the_future")
    file = tmp_path / "newer.saima"
    with file.open("w+b") as target:
        writing = archive.Writing(target)
        with writing.dump() as member:
            member.write(b"")
        writing.seal(replace(newer, saima="9.9"))
    refused(saima(other, "saima", "restore", str(file)), "9.9", "newer")


def test_another_form_is_refused(kept: Path, tmp_path: Path) -> None:
    told = asdict(archive.read(kept)) | {"format": 2, "saima": "9.9", "more": 1}
    file = tmp_path / "form.saima"
    with file.open("w+b") as target:
        writing = archive.Writing(target)
        writing._zip.writestr(zipfile.ZipInfo(archive.MANIFEST), json.dumps(told))
        writing._zip.comment = b"0" * archive.DIGEST
        writing._zip.close()
        digest = archive._digest(target)
        target.seek(-archive.DIGEST, 2)
        target.write(digest)
    with pytest.raises(DatabaseRefused, match=r"9\.9"):
        archive.read(file)


def test_a_backup_of_nothing_is_refused(other: Path, tmp_path: Path) -> None:
    refused(saima(other, "saima", "backup", str(tmp_path / "x")), "saima migrate")
    assert not (tmp_path / "x").exists()
    assert "saima" not in names(other)
