"""Long looks at a whole record, without Python looking for circles meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Values that are made by the million and stay are not searched for circles.

    The search goes over all of them again and again and takes a third of the time; what
    no longer is in use goes all the same. Whoever began it ends it.
    """
    began = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if began:
            gc.enable()
