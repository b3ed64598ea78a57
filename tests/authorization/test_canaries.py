"""What a unit has reported stands on no page and in no file of anybody else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from django.test import Client
from tests.authorization.routes import Route, address, routes
from tests.authorization.world import AT_A_UNIT, World

from saima.core.authority import PostKind

ROUTES = sorted(routes(), key=lambda route: route.name)
SEPARATORS = re.compile(r"(?<=\d)[,\u00a0\u2009 ](?=\d)")


def told(content: bytes) -> str:
    """The text of an answer; of a workbook, that of everything inside."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return SEPARATORS.sub("", content.decode("utf-8", "replace"))


def pages(client: Client, world: World) -> Iterator[tuple[str, str]]:
    """Every address of the site about every unit, and what it says."""
    seen: set[str] = set()
    for route in ROUTES:
        for unit in world.units.values():
            path = address(route, unit)
            if path in seen or _leaves(route):
                continue
            seen.add(path)
            answer = client.get(path)
            head = " ".join(f"{name}: {value}" for name, value in answer.items())
            yield path, told(answer.content) + head


def _leaves(route: Route) -> bool:
    return route.name.endswith("sign_out")


def clerks(world: World) -> Iterator[tuple[str, PostKind]]:
    """Everybody who holds a post at a unit."""
    for code in world.units:
        for kind in AT_A_UNIT:
            yield code, kind


def test_nobody_finds_what_another_unit_reported(world: World) -> None:
    leaks, own = [], set()
    for code, kind in clerks(world):
        client = Client(raise_request_exception=False)
        client.force_login(world.units[code].accounts[kind])
        for path, text in pages(client, world):
            for other, unit in world.units.items():
                found = [canary for canary in unit.canaries if canary in text]
                if found and other == code:
                    own.update(found)
                elif found:
                    leaks.append((code, kind.value, path, found))
    assert [] == leaks
    # The control: everybody's own figures, targets and words were found by this search.
    assert own == {c for unit in world.units.values() for c in unit.canaries}


def test_a_planner_finds_their_own_group_alone(world: World) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.accounts["a", PostKind.PLANNER])
    text = "".join(text for _, text in pages(client, world))
    for code, unit in world.units.items():
        shown = [canary in text for canary in unit.canaries[:2]]
        assert (code[0] == "a") is all(shown)
        assert (code[0] == "a") is any(shown)


def test_administrators_find_no_figure_at_all(world: World) -> None:
    for kind in (
        PostKind.SYSTEM_ADMIN,
        PostKind.SECURITY_ADMIN,
        PostKind.AUDIT_ADMIN,
    ):
        client = Client(raise_request_exception=False)
        client.force_login(world.accounts["a", kind])
        text = "".join(text for _, text in pages(client, world))
        assert not any(c in text for u in world.units.values() for c in u.canaries)
