"""The two roles and their database, made by the superuser of our own server."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from saima.site.postgres.cluster import (
    APPLICATION,
    OWNER,
    PORT,
    SUPERUSER,
    Cluster,
)
from saima.site.postgres.waiting import patiently

Connection = psycopg.Connection[tuple[Any, ...]]
KIND = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
CLOSED = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC, {application}",
    "GRANT CONNECT ON DATABASE {database} TO {application}",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {owner}",
    "ALTER SCHEMA public OWNER TO {owner}",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC, {application}",
    "GRANT USAGE ON SCHEMA public TO {application}",
)


def connect(cluster: Cluster, role: str, database: str) -> Connection:
    """A connection to our own server in one of its roles, statement by statement."""
    return patiently(
        lambda: psycopg.connect(
            host=str(cluster.sockets),
            port=PORT,
            user=role,
            password=cluster.password(role),
            dbname=database,
            autocommit=True,
        ),
        cluster,
    )


def prepare(cluster: Cluster, database: str) -> None:
    """Make the roles and the database where they are not there."""
    with connect(cluster, SUPERUSER, "postgres") as connection:
        for role in (OWNER, APPLICATION):
            _make_role(connection, role, cluster.password(role))
        if not exists(connection, database):
            make_database(connection, database)
    close_to_others(cluster, database)


def exists(connection: Connection, database: str) -> bool:
    """Whether the server has a database of that name."""
    there = connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [database]
    )
    return there.fetchone() is not None


def make_database(
    connection: Connection, database: str, template: str = "template0"
) -> None:
    """Make a database that belongs to the owner."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            *map(sql.Identifier, (database, OWNER, template))
        )
    )


def close_to_others(cluster: Cluster, database: str) -> None:
    """Let nobody but the two roles in, and only the owner make tables."""
    names = {
        "database": sql.Identifier(database),
        "application": sql.Identifier(APPLICATION),
        "owner": sql.Identifier(OWNER),
    }
    with connect(cluster, SUPERUSER, database) as connection:
        for statement in CLOSED:
            connection.execute(sql.SQL(statement).format(**names))


def _make_role(connection: Connection, role: str, password: str) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = sql.SQL("ALTER" if there.fetchone() else "CREATE")
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            verb, sql.Identifier(role), sql.SQL(KIND), sql.Literal(password)
        )
    )
