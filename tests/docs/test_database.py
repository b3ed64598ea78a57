"""The statements of the page about the database make one that is fit for use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import DOCS, blocks

from saima.site.postgres import roles
from saima.site.postgres.cluster import PORT, SUPERUSER, Cluster

PAGE = DOCS / "how-to" / "database.md"
FIT = (
    "import django; django.setup(); "
    "from saima.site.postgres.checks import refuse_if_unfit; refuse_if_unfit()"
)


def statements() -> list[tuple[str, str]]:
    """Each statement of the page, with the database it is run in."""
    (sql,) = [b.text for b in blocks(PAGE.read_text("utf-8")) if b.language == "sql"]
    first, there = sql.split("\\connect saima\n")
    told = [("postgres", first), ("saima", there)]
    return [(name, line) for name, part in told for line in part.splitlines()]


def run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with an environment."""
    return subprocess.run(
        [sys.executable, *command],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "saima.site.settings"} | more,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_statements_of_the_page_make_a_database_that_is_fit(tmp_path: Path) -> None:
    """On a server that has no role of ours yet."""
    cluster = Cluster(tmp_path)
    for name, statement in statements():
        with roles.connect(cluster, SUPERUSER, name) as connection:
            connection.execute(statement)
    told = re.findall(r"'postgresql://(\w+:[\w%]+)@db", PAGE.read_text("utf-8"))
    where = f"@/saima?host={cluster.sockets}&port={PORT}"
    application, owner = (f"postgresql://{who}{where}" for who in told)
    addresses = {"DATABASE_URL": application, "DATABASE_OWNER_URL": owner}
    before = run("-c", FIT, **addresses)
    assert "saima migrate" in before.stderr
    done = run("-m", "saima", "migrate", "--quiet", **addresses)
    assert (0, "") == (done.returncode, done.stderr)
    fit = run("-c", FIT, **addresses)
    assert (0, "") == (fit.returncode, fit.stderr)
    cluster.stop()
