"""No page and no file is kept by a browser or a proxy after it was read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.authorization.routes import address, routes
from tests.authorization.world import AT_A_UNIT, World

from saima.core.authority import PostKind
from saima.site.gate import Gate

ROUTES = sorted(routes(), key=lambda route: route.name)


def kept(client: Client, world: World) -> Iterator[tuple[str, str, str]]:
    """Each answer over the whole table of routes that a cache might keep."""
    for route in ROUTES:
        if route.name.endswith("sign_out"):
            continue
        path = address(route, world.units["a0"])
        for method in (client.get, client.post):
            header = method(path).headers.get("Cache-Control", "")
            if header != "no-store":
                yield route.name, method.__name__, header


def browsers(world: World) -> Iterator[Client]:
    """Somebody of every post, and somebody who has not signed in."""
    yield Client(raise_request_exception=False)
    for kind in PostKind:
        own = world.units["a0"].accounts if kind in AT_A_UNIT else {}
        client = Client(raise_request_exception=False)
        client.force_login(own.get(kind) or world.accounts["a", kind])
        yield client


def test_no_answer_is_kept(world: World) -> None:
    assert [] == [fault for client in browsers(world) for fault in kept(client, world)]


def test_what_would_be_kept_is_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a gate that says nothing of caches."""

    def say_nothing(self: Gate, request: object) -> HttpResponse:
        return self.answer(request)  # type: ignore[arg-type]

    monkeypatch.setattr(Gate, "__call__", say_nothing)
    client = Client(raise_request_exception=False)
    client.force_login(world.accounts["a", PostKind.PLANNER])
    found = {name for name, _, _ in kept(client, world)}
    assert {"submissions:board", "submissions:workbook", "races:index"} <= found
