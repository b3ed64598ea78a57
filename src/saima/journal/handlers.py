"""Who wants to hear of which deeds: upper rooms register when they start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

# It is given the event's number; it may be run twice and must then do nothing.
Handler = Callable[[int], None]
Registered = TypeVar("Registered", bound=Handler)

_handlers: dict[str, list[Handler]] = {}


def on(verb: str) -> Callable[[Registered], Registered]:
    """Register a function for every event of a verb."""

    def register(handler: Registered) -> Registered:
        known = _handlers.setdefault(verb, [])
        if handler not in known:
            known.append(handler)
        return handler

    return register


def wanted(verb: str) -> bool:
    """Whether any room wants to hear of it."""
    return bool(_handlers.get(verb))


def handlers_of(verb: str) -> tuple[Handler, ...]:
    """The functions registered for a verb."""
    return tuple(_handlers.get(verb, ()))
