"""Every route × every post × own and other unit × reading and writing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from tests.authorization.routes import address, routes
from tests.authorization.world import AT_A_UNIT, World

from saima.core.authority import ALLOWED, PostKind
from saima.people.models import Account
from saima.site.policy import POLICY, Door, Rule

ROUTES = sorted(routes(), key=lambda route: route.name)
REFUSED = {403, 404}


def test_every_route_stands_in_the_policy_and_no_other() -> None:
    assert {route.name for route in ROUTES} == set(POLICY)


def account_of(world: World, kind: PostKind) -> Account:
    """Who holds a post in group a: at its first unit, or at its head."""
    if kind in AT_A_UNIT:
        return world.units["a0"].accounts[kind]
    return world.accounts["a", kind]


def expected(rule: Rule, kind: PostKind, *, own: bool) -> bool | None:
    """Whether a post gets through; None where it does not matter whose unit it is."""
    if rule.door is not Door.POST or rule.verb is None:
        return None if rule.unit == "" else own
    allowed = kind in ALLOWED[rule.verb]
    return allowed and (own or not rule.unit)


def answers(client: Client, path: str) -> Iterator[tuple[str, int]]:
    """What reading and writing answer, with nothing sent along; then as it was before."""
    for method in ("GET", "POST"):
        with transaction.atomic():
            answer = client.get(path) if method == "GET" else client.post(path)
            yield method, answer.status_code
            transaction.set_rollback(True)


def wrong(opens: bool, status: int) -> bool:
    """Whether an answer is not what the table says."""
    if status >= 500:
        return True
    return status == 403 if opens else status not in REFUSED


def test_a_route_opens_to_the_posts_of_its_verb_alone(world: World) -> None:
    faults, asked = [], 0
    for kind in PostKind:
        client = Client(raise_request_exception=False)
        client.force_login(account_of(world, kind))
        for route in ROUTES:
            for name, own in (("a0", True), ("b0", False)):
                opens = expected(POLICY[route.name], kind, own=own)
                if opens is None:
                    continue
                for method, status in answers(
                    client, address(route, world.units[name])
                ):
                    asked += 1
                    if wrong(opens, status):
                        faults.append((kind.value, route.name, name, method, status))
    assert [] == faults
    assert asked > 500


def test_whoever_has_not_signed_in_is_led_to_the_door(world: World) -> None:
    client = Client(raise_request_exception=False)
    faults = []
    for route in ROUTES:
        public = POLICY[route.name].door is Door.PUBLIC
        for method, status in answers(client, address(route, world.units["a0"])):
            if status >= 500 or (not public and status != 302):
                faults.append((route.name, method, status))
    assert [] == faults


def test_a_route_without_a_rule_is_not_served(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(account_of(world, PostKind.PLANNER))
    assert 200 == client.get("/units/").status_code
    monkeypatch.delitem(POLICY, "people:units")
    assert 403 == client.get("/units/").status_code


def test_an_ended_post_opens_nothing_at_the_next_request(world: World) -> None:
    client = Client()
    account = account_of(world, PostKind.PLANNER)
    client.force_login(account)
    assert 200 == client.get("/units/").status_code
    account.person.posts.update(closed="2020-01-01")
    assert 403 == client.get("/units/").status_code
