"""What the numbers in an event are called: upper rooms say it, who know them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

# It is given numbers, and says what each is called.
Namer = Callable[[Collection[int]], Mapping[int, str]]
Registered = TypeVar("Registered", bound=Namer)

_namers: dict[str, Namer] = {}


def names(kind: str) -> Callable[[Registered], Registered]:
    """Register a function for the numbers of accounts, persons or units."""

    def register(namer: Registered) -> Registered:
        _namers[kind] = namer
        return namer

    return register


def named(kind: str, numbers: Collection[int]) -> Mapping[int, str]:
    """What numbers of a kind are called, as far as anybody knows."""
    namer = _namers.get(kind)
    return namer(numbers) if namer and numbers else {}
