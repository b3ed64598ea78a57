"""Threads for the loops, as many as there are processors for us."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any


def processors() -> int:
    """How many processors there are for us."""
    return len(os.sched_getaffinity(0))


@cache
def workers() -> ThreadPoolExecutor:
    """The threads beside the one that asks."""
    return ThreadPoolExecutor(max(processors() - 1, 1), "wide-race")


def side_by_side(work: Callable[[Any], None], parts: Iterable[Any]) -> None:
    """Do each part; what went wrong with one is raised when none is at work any more.

    A compiled loop holds no lock. Whoever asks works too, and waits for no thread that
    is busy with what somebody else asked for.
    """
    left = deque(parts)

    def some() -> None:
        while True:
            try:
                part = left.popleft()
            except IndexError:
                return
            work(part)

    more = min(processors(), len(left)) - 1
    begun = [workers().submit(some) for _ in range(more)]
    try:
        some()
    finally:
        left.clear()
        begun = [one for one in begun if not one.cancel()]
        wait(begun)
    for one in begun:
        one.result()
