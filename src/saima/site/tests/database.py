"""A database for each run of the tests, copied from one that was migrated once.

The server of the tests stays in `var/test` between runs. Tests work in the role of the
application, so that what it may not do fails here first.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django import get_version
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from psycopg import OperationalError, sql
from psycopg.errors import DatabaseError

from saima.site.postgres import connections as addresses
from saima.site.postgres import roles
from saima.site.postgres.cluster import APPLICATION, OWNER, PORT, SUPERUSER, Cluster

VAR = Path(settings.CHECKOUT) / "var" / "test"
PACKAGE = Path(settings.PACKAGE)
MINE = f"saima_test_{os.getpid()}"
TEMPLATE = "saima_template_"
cluster = Cluster(VAR)
# The tests never work on a database that somebody means to keep.
for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "SAIMA_DATA", "SAIMA_ROLE"):
    os.environ.pop(variable, None)


def what_tables_are_made_of() -> list[Path]:
    """The migrations of every application, and our own modules that they import."""
    migrations = [
        path
        for app in apps.get_app_configs()
        for path in sorted(Path(app.path, "migrations").glob("*.py"))
    ]
    said = (PACKAGE / "site/postgres" / f"{name}.py" for name in ("rights", "roles"))
    found = {*migrations, *said, *PACKAGE.glob("*/models.py")}
    for path in migrations:
        if path.is_relative_to(PACKAGE):
            found |= set(_imported(path))
    return sorted(found)


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [n.name for n in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{n.name}" for n in node.names)]
        for name in names:
            file = PACKAGE.parent / (name.replace(".", "/") + ".py")
            if name.startswith("saima.") and file.exists():
                yield file


def template_name() -> str:
    """The name of the template: another one as soon as the tables are other ones."""
    digest = hashlib.sha256(get_version().encode())
    digest.update(" ".join(settings.INSTALLED_APPS).encode())
    for path in what_tables_are_made_of():
        digest.update(path.read_bytes())
    return TEMPLATE + digest.hexdigest()[:12]


def template() -> str:
    """The migrated database that all others are copied from; made where it is absent."""
    name = template_name()
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "template-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with superuser() as connection:
            _drop_left_over(connection)
            if not roles.exists(connection, name):
                _make_template(connection, name)
    return name


def _make_template(connection: roles.Connection, name: str) -> None:
    draft = f"saima_draft_{os.getpid()}"
    drop(connection, draft)
    migrated = subprocess.run(
        [sys.executable, "-m", "saima", "migrate", "--quiet"],
        env=os.environ | {"SAIMA_VAR": str(VAR), "SAIMA_DATABASE": draft},
        capture_output=True,
        text=True,
    )
    if migrated.returncode:
        pytest.exit(f"the tables cannot be made:\n{migrated.stderr}", 1)
    for old in _named(connection, f"{TEMPLATE}%"):
        with contextlib.suppress(DatabaseError):  # another run copies it just now
            drop(connection, old)
    for statement in ("ALLOW_CONNECTIONS false", f"RENAME TO {name}"):
        connection.execute(
            sql.SQL("ALTER DATABASE {} {}").format(
                sql.Identifier(draft), sql.SQL(statement)
            )
        )


def superuser(database: str = "postgres") -> roles.Connection:
    """A connection that may do anything."""
    return roles.connect(cluster, SUPERUSER, database)


def _named(connection: roles.Connection, pattern: str) -> list[str]:
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]
    )
    return [name for (name,) in found]


def drop(connection: roles.Connection, database: str) -> None:
    """Drop a database of the tests' server, whoever uses it."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
            sql.Identifier(database)
        )
    )


def _drop_left_over(connection: roles.Connection) -> None:
    """Drop what runs that were killed have left."""
    for pattern in ("saima_test_%", "saima_draft_%"):
        for name in _named(connection, pattern):
            process = name.rpartition("_")[2]
            if process.isdigit() and not Path("/proc", process).exists():
                drop(connection, name)


def make_anew(name: str = MINE) -> None:
    """Put a fresh copy of the template in the place of the database."""
    made_of = template()
    with superuser() as connection:
        drop(connection, name)
        roles.make_database(connection, name, made_of)
    roles.close_to_others(cluster, name)


def url(role: str = APPLICATION, name: str = MINE) -> str:
    """The address of a database for another process, such as a real server."""
    named = {"host": str(cluster.sockets), "port": PORT, "user": role}
    query = urlencode(named | {"password": cluster.password(role)})
    return f"postgresql:///{name}?{query}"


def use(name: str) -> None:
    """Have Django's connection lead to a database of the tests' server."""
    address = addresses.databases(VAR)["default"]
    connections["default"].close()
    connections["default"].settings_dict.update(address | {"NAME": name})
    settings.DATABASES["default"].update(address | {"NAME": name})


def _begin_anew(self: TransactionTestCase) -> None:
    """What Django does by TRUNCATE, which the application's role may not."""
    for connection in connections.all(initialized_only=True):
        connection.close()
    make_anew()


def _no_namespaces() -> bool:
    """Whether root must run the server as nobody here, as in some containers."""
    attempt = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000) != 0)"
    return os.geteuid() == 0 and subprocess.call([sys.executable, "-c", attempt]) != 0


@pytest.fixture(scope="session")
def tmp_path_factory(
    tmp_path_factory: pytest.TempPathFactory,
) -> pytest.TempPathFactory:
    """Folders of tests; a server in them must be able to reach them."""
    if not _no_namespaces():
        return tmp_path_factory
    base, make = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp

    def mktemp(basename: str, numbered: bool = True) -> Path:
        path = make(basename, numbered)
        path.chmod(0o711)
        return path

    # Where several processes share the tests out, each has a folder below the common one.
    above = 2 if "PYTEST_XDIST_WORKER" in os.environ else 1
    for folder in (base, *base.parents[:above]):
        folder.chmod(0o711)
    tmp_path_factory.mktemp = mktemp  # type: ignore[method-assign]
    return tmp_path_factory


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """The database of this run, dropped at its end."""
    make_anew()
    use(MINE)
    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = _begin_anew
    yield
    TransactionTestCase._fixture_teardown = before
    with django_db_blocker.unblock():
        connections["default"].close()
    with contextlib.suppress(OperationalError), superuser() as connection:
        drop(connection, MINE)


def _in_role(role: str) -> Iterator[roles.Connection]:
    with roles.connect(cluster, role, MINE) as connection:
        yield connection


@pytest.fixture
def as_app(transactional_db: None) -> Iterator[roles.Connection]:
    """The test's database in the role of the application, beside Django."""
    yield from _in_role(APPLICATION)


@pytest.fixture
def as_owner(transactional_db: None) -> Iterator[roles.Connection]:
    """The test's database in the role that owns its tables."""
    yield from _in_role(OWNER)


@pytest.fixture
def as_superuser(transactional_db: None) -> Iterator[roles.Connection]:
    """The test's database in the role that may do anything."""
    yield from _in_role(SUPERUSER)
