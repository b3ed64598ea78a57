"""Units, persons and the journal, by post."""

from __future__ import annotations

import pytest

from saima.core.authority import PostKind
from saima.journal.models import Event
from saima.people.models import Account, OrgUnit, Person, Post
from saima.people.queries import this_month
from saima.people.tests.made import House

EVERYBODY = ("system", "security", "audit", "planner", "reporter")
PAGES = {
    "/units/": set(EVERYBODY),
    "/persons/": {"system", "security", "audit"},
    "/journal/": {"audit"},
    "/password/": {*EVERYBODY, "nobody"},
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_to_its_posts(staff: House, address: str) -> None:
    opened = {
        name
        for name in staff.accounts
        if staff.client(name).get(address).status_code == 200
    }
    assert PAGES[address] == opened


def test_the_side_names_what_may_be_opened(staff: House) -> None:
    audit = staff.client("audit").get("/units/").content.decode()
    assert 'href="/journal/"' in audit
    assert "示例audit" in audit
    reporter = staff.client("reporter").get("/units/").content.decode()
    assert 'href="/units/"' in reporter
    assert 'href="/journal/"' not in reporter


def test_units_are_seen_down_the_tree_alone(staff: House) -> None:
    seen = staff.client("reporter").get("/units/").content.decode()
    assert "示例公司a1" in seen
    assert "示例公司b" not in seen.partition("<main")[2]
    assert "示例公司b" in staff.client("planner").get("/units/").content.decode()
    assert 404 == staff.client("planner").get("/units/?month=2026-13").status_code


def test_a_unit_is_added_moved_and_closed(staff: House) -> None:
    client, month = staff.client("system"), str(this_month())
    new = {"code": "c", "name": "示例c", "parent": "a", "opened": month}
    assert 302 == client.post("/units/add/", new).status_code
    assert 409 == client.post("/units/add/", new).status_code
    move = {"unit": "c", "parent": "b", "since": month, "reason": "示例〔1〕号"}
    assert 400 == client.post("/units/move/", {**move, "reason": ""}).status_code
    assert 409 == client.post("/units/move/", {**move, "since": "2020-01"}).status_code
    assert 302 == client.post("/units/move/", move).status_code
    close = {"unit": "c", "last": month, "into": "b"}
    assert 302 == client.post("/units/close/", close).status_code
    unit = OrgUnit.objects.get(code="c")
    assert unit.merged_into == staff.units["b"]
    below = {"unit": "a", "last": month, "into": ""}
    assert 409 == client.post("/units/close/", below).status_code
    assert 403 == staff.client("planner").post("/units/add/", new).status_code


def test_a_person_gets_an_account_and_a_post(staff: House) -> None:
    system, security = staff.client("system"), staff.client("security")
    new = {"staff_number": "n-1", "name": "示例新", "username": "fresh"}
    assert b'class="secret"' in system.post("/persons/add/", new).content
    assert 409 == system.post("/persons/add/", new).status_code
    half = {"staff_number": "n-2", "name": "示例", "username": "fresh"}
    assert 409 == system.post("/persons/add/", half).status_code
    assert not Person.objects.filter(staff_number="n-2").exists()
    account = Account.objects.get(username="fresh")
    post = {"person": "n-1", "kind": "reporter", "unit": "a1"}
    assert 403 == system.post("/persons/posts/grant/", post).status_code
    assert 302 == security.post("/persons/posts/grant/", post).status_code
    assert 409 == security.post("/persons/posts/grant/", post).status_code
    assert (
        400 == security.post("/persons/posts/grant/", {**post, "unit": "x"}).status_code
    )
    own = {**post, "person": "n-security", "kind": PostKind.PLANNER.value}
    assert 409 == security.post("/persons/posts/grant/", own).status_code
    held = Post.objects.get(person=account.person)
    assert 302 == security.post(f"/persons/posts/{held.pk}/end/").status_code
    switch = f"/persons/accounts/{account.pk}/switch/"
    assert 302 == system.post(switch, {"active": "0"}).status_code
    account.refresh_from_db()
    assert not account.is_active
    reset = system.post(f"/persons/accounts/{account.pk}/reset/")
    assert b'class="secret"' in reset.content
    assert "no-store" in reset["Cache-Control"]
    found = system.get("/persons/?q=fresh").content.decode()
    assert "n-1" in found
    assert "n-planner" not in found.partition("<main")[2]


def test_the_journal_says_who_did_what(staff: House) -> None:
    staff.client("system").post(
        "/persons/add/", {"staff_number": "n-1", "name": "x", "username": "fresh"}
    )
    page = staff.client("audit").get("/journal/?verb=account.add").content.decode()
    assert "示例system" in page
    assert "system administrator" in page
    assert "<td>granted a post</td>" not in page
    newest = Event.objects.latest("number").number
    older = staff.client("audit").get(f"/journal/?before={newest}").content.decode()
    assert f'<td class="num">{newest}</td>' not in older
    assert f'<td class="num">{newest - 1}</td>' in older
