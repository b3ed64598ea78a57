"""What was published stays as it is, whatever address is tried on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.authorization.attacks import BODIES
from tests.authorization.published import (
    PAGES,
    READERS,
    account_of,
    browser,
    changed,
    fingerprint,
    rows,
)
from tests.authorization.routes import Route, address, routes
from tests.authorization.world import AT_A_UNIT, MONTH, World

from saima.core.authority import PostKind
from saima.journal.models import Event
from saima.people import scope
from saima.people.models import Account
from saima.races.models import Proposal, Publication, Rules

ROUTES = {route.name: route for route in routes()}


def holders(world: World) -> Iterator[Account]:
    """One holder of each post."""
    for kind in PostKind:
        yield account_of(world, "a0" if kind in AT_A_UNIT else "a", kind)


def fire(world: World, route: Route, account: Account) -> int:
    """Send an address what it takes; its answer."""
    with scope.of_everything():
        body = BODIES[route.name](world)
    unit = "a" if route.name.startswith(("plans:", "submissions:deadline")) else "a0"
    path = address(route, world.units["a0"])
    if unit == "a" and "unit" in route.arguments:
        path = path.replace("/a0/", "/a/", 1)
    kind = {"content_type": "application/json"} if isinstance(body, str) else {}
    status = browser(account).post(path, body, **kind).status_code  # type: ignore[arg-type]
    assert status < 500, (route.name, account.username)
    return status


def test_every_address_that_takes_anything_is_tried(world: World) -> None:
    client = browser(world.accounts["a", PostKind.PLANNER])
    for name, route in ROUTES.items():
        if name not in BODIES:
            path = address(route, world.units["a0"])
            assert client.post(path).status_code in {403, 404, 405}, name
    assert set(BODIES) <= set(ROUTES)


# What must have happened, so that the attack was one.
DEEDS = {
    "deadline.set",
    "duty.add",
    "edition.compute",
    "indicator.add",
    "indicator.version",
    "indicator.words",
    "paper.receive",
    "paper.reread",
    "plan.adopt",
    "plan.propose",
    "race.enter",
    "race.open",
    "rules.draft",
    "rules.propose",
    "rules.publish",
    "statement.accept",
    "submission.approve",
    "submission.fill",
    "submission.reopen",
    "subject.add",
    "unit.add",
    "unit.close",
    "unit.group",
    "unit.move",
}


def test_no_address_changes_what_was_published(world: World) -> None:
    before = fingerprint(world)
    with scope.of_everything():
        begun = Event.objects.latest("number").number
    for name in BODIES:
        for account in holders(world):
            if name == "races:assent":
                account_number = _open_proposal()
                _assent(world, account, account_number)
                continue
            fire(world, ROUTES[name], account)
    for route in ROUTES.values():
        if not route.name.endswith("sign_out"):
            path = address(route, world.units["a0"])
            for unit, kind in READERS:
                answer = browser(account_of(world, unit, kind)).get(path)
                assert answer.status_code < 500, (path, kind)
    with scope.of_everything():
        done = set(
            Event.objects.filter(number__gt=begun).values_list("verb", flat=True)
        )
        assert 2 == Rules.objects.filter(race__slug="race-a").count()
        assert 1 == Publication.objects.filter(race__slug="race-a").count()
    assert set() == DEEDS - done
    assert [] == changed(before, fingerprint(world))


def _open_proposal() -> int:
    with scope.of_everything():
        return Proposal.objects.filter(race__slug="race-a").latest("number").number


def _assent(world: World, account: Account, number: int) -> None:
    path = f"/rules/race-a/{number}/assent/"
    assert browser(account).post(path, {"agrees": "yes"}).status_code < 500


def test_a_correction_stands_beside_and_touches_nothing(world: World) -> None:
    """Everything again, and then another edition is computed and published."""
    own = {name: told for name, told in fingerprint(world).items() if "/" not in name}
    old = browser(world.units["a0"].accounts[PostKind.REPORTER])
    first = old.get(PAGES[-1]).content.decode()
    for name in ("submissions:reopen", "submissions:cells", "submissions:submit"):
        fire(world, ROUTES[name], world.units["a0"].accounts[PostKind.REPORTER])
    fire(
        world,
        ROUTES["submissions:approve"],
        world.units["a0"].accounts[PostKind.APPROVER],
    )
    fire(world, ROUTES["races:compute"], world.accounts["a", PostKind.PLANNER])
    leader = browser(world.accounts["a", PostKind.LEADER])
    leader.post(f"/editions/race-a/{MONTH}/preview/2/publish/")
    assert "a correction" in old.get(PAGES[0]).content.decode()
    with scope.of_everything():
        assert [] == changed(own, dict(rows()))
    again = old.get(PAGES[-1]).content.decode()
    assert "This is not the newest edition" in again
    score = re.compile(r'class="[^"]*score[^"]*"[^>]*>[^<]*<')
    assert score.findall(first) == score.findall(again)
