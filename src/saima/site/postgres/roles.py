"""The two roles and their database, made once by the superuser of our own server."""

from __future__ import annotations

import psycopg
from psycopg import sql

from saima.site.postgres.cluster import (
    APPLICATION,
    OWNER,
    PORT,
    SUPERUSER,
    Cluster,
)


def as_superuser(cluster: Cluster, database: str) -> psycopg.Connection[tuple[object]]:
    """A connection that may do anything: to make roles and databases."""
    return psycopg.connect(
        host=str(cluster.sockets),
        port=PORT,
        user=SUPERUSER,
        password=cluster.password(SUPERUSER),
        dbname=database,
        autocommit=True,
    )


def prepare(cluster: Cluster, database: str) -> None:
    """Make the roles and the database where they are not there."""
    cluster.ensure_running()
    with as_superuser(cluster, "postgres") as connection:
        for role in (OWNER, APPLICATION):
            _make_role(connection, role, cluster.password(role))
        make_database(connection, database)
    with as_superuser(cluster, database) as connection:
        close_to_others(connection, database)


def _make_role(
    connection: psycopg.Connection[tuple[object]], role: str, password: str
) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if there.fetchone() else "CREATE"
    kind = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
    connection.execute(
        sql.SQL(f"{verb} ROLE {{}} {kind} PASSWORD {{}}").format(
            sql.Identifier(role), sql.Literal(password)
        )
    )


def make_database(
    connection: psycopg.Connection[tuple[object]], database: str, template: str = ""
) -> None:
    """Make a database that belongs to the owner, unless it is there."""
    there = connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [database]
    )
    if there.fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(database),
            sql.Identifier(OWNER),
            sql.Identifier(template or "template0"),
        )
    )


def close_to_others(
    connection: psycopg.Connection[tuple[object]], database: str
) -> None:
    """Nobody but the two roles comes in, and only the owner makes tables."""
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {application}",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {owner}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {application}",
    ):
        connection.execute(
            sql.SQL(statement).format(
                database=sql.Identifier(database),
                application=sql.Identifier(APPLICATION),
                owner=sql.Identifier(OWNER),
            )
        )
