"""Every address that the site has, with arguments from the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.authorization.world import MONTH, Unit

from saima.core.authority import PostKind

OF_PACKAGES = {"set_language"}
# Where the number is an account's: that of somebody who is there in every database.
OF_ACCOUNTS = {"people:release", "people:reset", "people:switch"}


@dataclass(frozen=True)
class Route:
    """A route by its whole name, and the names of its arguments."""

    name: str
    arguments: frozenset[str]


def routes(
    resolver: URLResolver | None = None,
    above: str = "",
    given: frozenset[str] = frozenset(),
) -> Iterator[Route]:
    """All routes of the site."""
    here = resolver or get_resolver()
    for pattern in here.url_patterns:
        known = given | frozenset(pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield Route(f"{above}{pattern.name}", known)
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, above + space, known)


def arguments(unit: Unit) -> dict[str, Any]:
    """What may stand in an address that is about a unit."""
    group = unit.row.code[0]
    return {
        "unit": unit.row.code,
        "code": unit.row.code,
        "subject": unit.subject.code,
        "indicator": f"revenue-{group}",
        "month": MONTH,
        "year": MONTH.year,
        "slug": f"race-{group}",
        "upload": unit.upload.pk if unit.upload else 0,
        "number": 1,
        "proposal": 1,
        "paper": unit.paper,
        "statement": unit.statement,
    }


def address(route: Route, unit: Unit) -> str:
    """The route's address for a unit; KeyError for an argument nobody thought of."""
    known = arguments(unit)
    if route.name in OF_ACCOUNTS:
        known["number"] = unit.accounts[PostKind.APPROVER].pk
    if route.name.startswith("library:"):  # papers are those of a whole group
        known["unit"] = unit.row.code[0]
    return reverse(route.name, kwargs={name: known[name] for name in route.arguments})
