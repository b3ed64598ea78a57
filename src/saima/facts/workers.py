"""Threads for the loops, as many as there are processors for us."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def workers() -> ThreadPoolExecutor:
    """The threads; a compiled loop holds no lock, so that they run side by side."""
    return ThreadPoolExecutor(len(os.sched_getaffinity(0)), "wide-race")
