"""Every route × every post × own and other unit × reading and writing.

Each is asked once; what it answers is judged by who gets through, and by what a browser
or a proxy might keep of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.authorization.routes import address, routes
from tests.authorization.world import AT_A_UNIT, World

from saima.core.authority import ALLOWED, PostKind
from saima.people.models import Account
from saima.site.gate import Gate
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


@dataclass(frozen=True)
class Asked:
    """What somebody was answered, and how long a cache may keep it."""

    kind: PostKind | None  # None has not signed in
    route: str
    unit: str
    method: str
    status: int
    cache: str


def answers(client: Client, path: str) -> Iterator[tuple[str, HttpResponse]]:
    """What reading and writing answer, with nothing sent along; then as it was before."""
    for method in ("GET", "POST"):
        with transaction.atomic():
            answer = client.get(path) if method == "GET" else client.post(path)
            yield method, answer
            transaction.set_rollback(True)


def walk(client: Client, kind: PostKind | None, world: World) -> Iterator[Asked]:
    """Every route about the own unit, and about another where it matters whose it is."""
    for route in ROUTES:
        if kind and route.name == "people:sign_out":
            continue  # who has left asks the rest as nobody
        rule = POLICY[route.name]
        other = kind and expected(rule, kind, own=False) is not None
        for unit in ("a0", "b0") if other else ("a0",):
            path = address(route, world.units[unit])
            for method, answer in answers(client, path):
                kept = answer.headers.get("Cache-Control", "")
                yield Asked(kind, route.name, unit, method, answer.status_code, kept)


@pytest.fixture(scope="module")
def walked() -> list[Asked]:
    """What has been asked by the first test that wants to know."""
    return []


@pytest.fixture
def asked(world: World, walked: list[Asked]) -> list[Asked]:
    """The answers to somebody of every post, and to somebody who has not signed in."""
    if not walked:
        stranger = Client(raise_request_exception=False)
        walked.extend(walk(stranger, None, world))
        for kind in PostKind:
            client = Client(raise_request_exception=False)
            client.force_login(account_of(world, kind))
            walked.extend(walk(client, kind, world))
    return walked


def wrong(opens: bool, status: int) -> bool:
    """Whether an answer is not what the table says."""
    if status >= 500:
        return True
    return status == 403 if opens else status not in REFUSED


def test_a_route_opens_to_the_posts_of_its_verb_alone(asked: list[Asked]) -> None:
    faults, judged = [], 0
    for one in asked:
        if one.kind is None:
            continue
        opens = expected(POLICY[one.route], one.kind, own=one.unit == "a0")
        if opens is not None:
            judged += 1
            if wrong(opens, one.status):
                faults.append(one)
    assert [] == faults
    assert judged > 500


def test_whoever_has_not_signed_in_is_led_to_the_door(asked: list[Asked]) -> None:
    strange = [one for one in asked if one.kind is None]
    assert {one.route for one in strange} == {route.name for route in ROUTES}
    for one in strange:
        public = POLICY[one.route].door is Door.PUBLIC
        assert one.status == 302 or (public and one.status < 500), one


# --- Nothing is kept by a browser or a proxy after it was read -----------------------


def test_no_answer_is_kept(asked: list[Asked]) -> None:
    assert {None, *PostKind} == {one.kind for one in asked}
    assert [] == [one for one in asked if one.cache != "no-store"]


def test_what_would_be_kept_is_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a gate that says nothing of caches."""

    def say_nothing(self: Gate, request: object) -> HttpResponse:
        return self.answer(request)  # type: ignore[arg-type]

    monkeypatch.setattr(Gate, "__call__", say_nothing)
    client = Client(raise_request_exception=False)
    client.force_login(account_of(world, PostKind.PLANNER))
    found = walk(client, PostKind.PLANNER, world)
    open_to_caches = {one.route for one in found if one.cache != "no-store"}
    named = {"submissions:board", "submissions:workbook", "races:index"}
    assert named <= open_to_caches


# --- What opens nothing --------------------------------------------------------------


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
