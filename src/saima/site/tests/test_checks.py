"""Which databases are refused, and which addresses lead to one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from saima.site.postgres import checks
from saima.site.postgres.cluster import APPLICATION, OWNER, SUPERUSER, cluster_in
from saima.site.postgres.connections import databases
from saima.site.postgres.refusals import DatabaseRefused
from saima.site.postgres.roles import Connection
from saima.site.tests.database import MINE, VAR, url

Judge = Callable[..., str]


@pytest.fixture
def judged(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Judge]:
    """What is said against the test's database in a role."""
    used = []

    def judge(role: str = APPLICATION, options: str = "", **changed: Any) -> str:
        address = databases(VAR)["default"] | {"NAME": MINE, "USER": role, **changed}
        address["OPTIONS"] = {"options": options}
        used.append(ConnectionHandler({"default": address})["default"])
        monkeypatch.setattr(checks, "connection", used[-1])
        return ", ".join(map(str, checks.unfit()))

    yield judge
    for connection in used:
        connection.close()


def test_a_migrated_database_in_the_applications_role_is_fit(judged: Judge) -> None:
    assert "" == judged()


@pytest.mark.parametrize("role", [OWNER, SUPERUSER])
def test_a_role_that_may_change_the_ledger_is_refused(judged: Judge, role: str) -> None:
    assert "owns tables" in judged(role)
    assert (role == SUPERUSER) is ("SUPERUSER" in judged(role))


def test_a_server_that_acknowledges_too_early_is_refused(judged: Judge) -> None:
    assert "synchronous_commit is off" in judged(options="-c synchronous_commit=off")


def test_an_old_server_is_refused(
    judged: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged()
    monkeypatch.setattr(checks.connection, "pg_version", 140_012)
    assert "PostgreSQL 14" in ", ".join(map(str, checks.unfit()))


@pytest.mark.parametrize(
    "change",
    [
        f"GRANT UPDATE ON journal_event TO {APPLICATION}",
        f"GRANT TRUNCATE ON journal_event TO {APPLICATION}",
        f"REVOKE INSERT ON journal_event FROM {APPLICATION}",
    ],
)
def test_other_rights_than_the_declared_are_refused(
    judged: Judge, as_owner: Connection, change: str
) -> None:
    as_owner.execute(change)
    assert "rights to journal_event" in judged()


def test_a_database_of_another_version_is_refused(
    judged: Judge, as_owner: Connection
) -> None:
    as_owner.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert "saima migrate" in judged()


def test_whoever_may_make_tables_is_refused(
    judged: Judge, as_owner: Connection
) -> None:
    as_owner.execute(f"GRANT CREATE ON SCHEMA public TO {APPLICATION}")
    assert "may make tables" in judged()


def test_the_rights_to_columns_are_no_rights_to_the_table() -> None:
    assert {"SELECT", "INSERT"} == checks.whole_rights(
        "SELECT, UPDATE (name, closed), INSERT"
    )


# --- What the application's role may not ---------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "CREATE SCHEMA mine",
        f"SET ROLE {OWNER}",
        f"ALTER ROLE {APPLICATION} SUPERUSER",
        "ALTER SYSTEM SET fsync = off",
        "DELETE FROM django_migrations",
        "COPY django_session TO PROGRAM 'cat'",
    ],
)
def test_the_application_is_refused(as_app: Connection, statement: str) -> None:
    assert as_app.execute("SELECT count(*) FROM django_migrations").fetchone()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute(statement)


@pytest.mark.django_db
def test_nobody_waits_for_ever(db: None) -> None:
    with ConnectionHandler({"default": databases(VAR)["default"] | {"NAME": MINE}})[
        "default"
    ].cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert ("1min",) == cursor.fetchone()


def migrate() -> subprocess.CompletedProcess[str]:
    """Migrate the test's database once more."""
    return subprocess.run(
        [sys.executable, "-m", "saima", "migrate", "--quiet"],
        env=os.environ | {"SAIMA_VAR": str(VAR), "SAIMA_DATABASE": MINE, "LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_table_that_nobody_declared_is_named(
    judged: Judge, as_owner: Connection
) -> None:
    assert 0 == migrate().returncode  # once more changes nothing
    assert "" == judged()
    as_owner.execute("CREATE TABLE a_stray ()")
    done = migrate()
    assert 1 == done.returncode
    assert "a_stray" in done.stderr
    assert 1 == len(done.stderr.splitlines())


def test_the_server_is_not_started_on_it(judged: Judge) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "saima", "serve", "--port", "0"],
        env=os.environ | {"DATABASE_URL": url(OWNER), "LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (1, "") == (done.returncode, done.stdout)
    assert "owns tables" in done.stderr
    assert 1 == len(done.stderr.splitlines())


def test_a_database_that_is_not_there_is_refused(judged: Judge) -> None:
    with pytest.raises(OperationalError):
        judged(NAME="none")
    with pytest.raises(DatabaseRefused, match="does not exist"):
        checks.refuse_if_unfit()
    judged()
    checks.refuse_if_unfit()


# --- Addresses -----------------------------------------------------------------------


def test_an_address_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://sai%40ma:p%2Fw%25@db.example:6543/%E8%B5%9B?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", address)
    told = databases(VAR)["default"]
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert ["sai@ma", "p/w%", "db.example", "6543", "赛"] == [told[n] for n in names]
    assert "require" == told["OPTIONS"]["sslmode"]
    assert "statement_timeout" in told["OPTIONS"]["options"]


def test_an_address_that_is_none_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres:/saima:secret@")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        databases(VAR)
    assert "secret" not in str(refused.value)


def test_the_owner_has_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAIMA_ROLE", "owner")
    assert OWNER == databases(VAR)["default"]["USER"]
    monkeypatch.setenv("DATABASE_URL", "postgresql://saima@/saima")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"):
        databases(VAR)
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://boss@/saima")
    assert "boss" == databases(VAR)["default"]["USER"]


def test_without_an_address_it_is_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    told = databases(VAR)["default"]
    assert (APPLICATION, str(VAR)) == (told["USER"], told["CLUSTER"])
    assert str(cluster_in(str(VAR)).sockets) == told["HOST"]
