"""Threads for the loops, as many as there are processors for us."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any


def processors() -> int:
    """How many processors there are for us."""
    return len(os.sched_getaffinity(0))


@cache
def workers() -> ThreadPoolExecutor:
    """The threads; a compiled loop holds no lock, so that they run side by side."""
    return ThreadPoolExecutor(processors(), "wide-race")


def side_by_side(work: Callable[[Any], None], parts: Iterable[Any]) -> None:
    """Do each part; what went wrong with one is raised when none is at work any more."""
    begun = [workers().submit(work, part) for part in parts]
    wait(begun)
    for one in begun:
        one.result()
