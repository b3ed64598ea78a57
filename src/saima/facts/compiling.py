"""How loops over arrays become machine code, kept from one start to the next."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])
OWN = Path(__file__).parent


def _digest() -> str:
    """What all loops are compiled from: Numba looks at the file of each one alone."""
    digest = hashlib.sha256()
    for source in sorted(OWN.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> Path:
    """Where machine code is kept: beside the modules, or where this service may write.

    A service whose packages belong to another user has a folder of state.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    if os.access(OWN, os.W_OK):
        return OWN / "__pycache__"
    state = os.environ.get("SAIMA_VAR")
    return Path(state).absolute() if state else Path.home() / ".cache" / "saima"


config: Any = numba.config
config.CACHE_DIR = str(_folder() / f"compiled-{_digest()}")


def compiled(loop: Loop) -> Loop:
    """Compile a loop at its first call; other threads go on while it runs.

    The arrays that it reads and fills are its caller's. It makes none, which Numba would
    refuse, gives none back and calls nothing that does: so none is counted, which costs
    more than the arithmetic on one entrant.
    """
    return _made(loop, _nrt=False)


def making_arrays(loop: Loop) -> Loop:
    """Compile a loop that makes arrays, gives some back or calls one that does."""
    return _made(loop)


def _made(loop: Loop, **more: Any) -> Loop:
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", **more}
    try:
        made: Loop = numba.njit(cache=True, **options)(loop)
    except RuntimeError:  # no folder to keep it in: compiled anew at each start
        made = numba.njit(**options)(loop)
    return made
