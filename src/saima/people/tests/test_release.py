"""An account that another person knows the password of waits for a second person."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from saima.core.authority import PostKind
from saima.core.refusal import Refused
from saima.journal.actions import MACHINE
from saima.journal.models import Event
from saima.people.accounts import Access, able, access_of
from saima.people.actions.handovers import release, rescue
from saima.people.actions.persons import (
    add_account,
    add_person,
    change_password,
    reset_password,
    switch_account,
)
from saima.people.actions.posts import end_post, grant_post
from saima.people.models import Account, Handover
from saima.people.tests.made import PASSWORD, House

OWN = "a password of one's own"
SECRET = re.compile(r'class="secret">([^<]+)<')


def try_in(client: Client, name: str, password: str) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password})


def anew() -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


def choose(client: Client, name: str, first: str, own: str = OWN) -> Any:
    sent = {"username": name, "old": first, "password": own, "again": own}
    return client.post("/first-password/", sent)


def reset(staff: House, name: str) -> str:
    answer = staff.client("system").post(
        f"/persons/accounts/{staff.accounts[name].pk}/reset/"
    )
    (first,) = SECRET.findall(answer.content.decode())
    return first


def released(staff: House, name: str) -> int:
    address = f"/persons/accounts/{staff.accounts[name].pk}/release/"
    return staff.client("security").post(address).status_code


def test_from_the_reset_to_the_release(staff: House, browser: Client) -> None:
    assert 200 == staff.client("planner").get("/units/").status_code
    first = reset(staff, "planner")
    # Whoever has only guessed learns nothing of it.
    assert b"waits for its release" not in try_in(browser, "planner", "wrong").content
    waits = try_in(browser, "planner", first)
    assert 409 == waits.status_code
    assert b"waits for its release" in waits.content
    assert b"/first-password/" in waits.content
    assert 302 == browser.get("/units/").status_code
    assert 409 == released(staff, "planner")  # no password was chosen yet
    assert 409 == choose(browser, "planner", "wrong").status_code
    assert 409 == choose(browser, "planner", first, first).status_code
    assert 200 == choose(browser, "planner", first).status_code
    assert 409 == choose(browser, "planner", OWN, "still another password").status_code
    assert 409 == try_in(browser, "planner", first).status_code
    waits = try_in(browser, "planner", OWN)
    assert b"waits for its release" in waits.content
    assert b"/first-password/" not in waits.content
    page = staff.client("security").get("/persons/").content.decode()
    assert "password chosen" in page
    assert (
        403
        == staff.client("system")
        .post(f"/persons/accounts/{staff.accounts['planner'].pk}/release/")
        .status_code
    )
    assert 302 == released(staff, "planner")
    assert 302 == try_in(browser, "planner", OWN).status_code
    assert 200 == browser.get("/units/").status_code
    assert 409 == released(staff, "planner")  # it waits no more
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    for verb in ("account.reset", "account.password", "account.release"):
        assert verb in verbs


def test_without_posts_no_release_is_needed(staff: House) -> None:
    first = reset(staff, "nobody")
    assert 302 == try_in(anew(), "nobody", first).status_code
    assert Access.ON is access_of(staff.accounts["nobody"])


def test_a_post_to_come_counts_as_one(staff: House) -> None:
    opened = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    grant_post(
        staff.persons["nobody"],
        PostKind.REPORTER,
        staff.units["a"],
        by=MACHINE,
        opened=opened,
    )
    reset_password(staff.accounts["nobody"], by=staff.who("system"))
    assert Access.WAITING is access_of(staff.accounts["nobody"])


def test_a_post_makes_the_account_of_a_newcomer_wait(staff: House) -> None:
    """Also after its maker has signed in and chosen a password: who it was is asked."""
    person = add_person("n-1", "示例新", by=staff.who("system"))
    account, first = add_account(person, "fresh", by=staff.who("system"))
    early = anew()
    assert 302 == try_in(early, "fresh", first).status_code
    change = {"old": first, "password": OWN, "again": OWN}
    assert 302 == early.post("/password/", change).status_code
    assert 200 == early.get("/password/").status_code
    by = staff.who("security")
    grant_post(person, PostKind.APPROVER, staff.units["a"], by=by)
    assert "account.hold" == Event.objects.latest("number").verb
    assert 302 == early.get("/units/").status_code
    assert 409 == try_in(anew(), "fresh", OWN).status_code
    release(account, by=by)
    assert 302 == try_in(anew(), "fresh", OWN).status_code
    # Another post asks for nothing more; nor does an account that the machine made.
    grant_post(person, PostKind.REPORTER, staff.units["b"], by=by)
    grant_post(staff.persons["nobody"], PostKind.REPORTER, staff.units["b"], by=by)
    for one in (account, staff.accounts["nobody"]):
        assert able().filter(pk=one.pk).exists()


def test_an_account_switched_on_again_waits_where_posts_are_held(staff: House) -> None:
    by, accounts = staff.who("system"), staff.accounts
    for name in ("planner", "nobody"):
        switch_account(accounts[name], active=False, by=by)
        assert Access.OFF is access_of(accounts[name])
        switch_account(accounts[name], active=True, by=by)
    assert Access.WAITING is access_of(accounts["planner"])
    assert Access.ON is access_of(accounts["nobody"])
    assert 409 == try_in(anew(), "planner", PASSWORD).status_code
    release(accounts["planner"], by=staff.who("security"))  # its password was not told
    assert 302 == try_in(anew(), "planner", PASSWORD).status_code


def test_who_releases_is_neither_the_maker_nor_the_owner(staff: House) -> None:
    account = staff.accounts["planner"]
    reset_password(account, by=staff.who("system"))
    change_password(account, OWN, by=staff.who("planner"))
    for name in ("system", "planner"):
        with pytest.raises(Refused):
            release(account, by=staff.who(name))
    with pytest.raises(Refused):
        release(account, by=MACHINE)
    assert Access.WAITING is access_of(account)
    release(account, by=staff.who("security"))
    account.refresh_from_db()
    assert Access.ON is access_of(account)


def test_whoever_changes_from_system_to_security_releases_nothing_of_before(
    staff: House,
) -> None:
    """In the action, and once more in the database."""
    account, maker = staff.accounts["planner"], staff.who("system")
    reset_password(account, by=maker)
    change_password(account, OWN, by=staff.who("planner"))
    staff.hire("system2", PostKind.SYSTEM_ADMIN, "g")
    end_post(staff.persons["system"].posts.get(), by=staff.who("security"))
    grant_post(
        staff.persons["system"],
        PostKind.SECURITY_ADMIN,
        staff.units["g"],
        by=staff.who("security"),
    )
    with pytest.raises(Refused, match="yourself"):
        release(account, by=maker)
    held = Handover.objects.filter(account=account)
    with pytest.raises(IntegrityError), transaction.atomic():
        held.update(released_by_id=maker.person, released_at=timezone.now())
    release(account, by=staff.who("security"))


def test_the_owner_is_told_until_they_have_read_it(staff: House) -> None:
    first = reset(staff, "planner")
    client = anew()
    choose(client, "planner", first)
    released(staff, "planner")
    try_in(client, "planner", OWN)
    told = b"gave a new first password and was shown it"
    for _ in range(2):
        page = client.get("/units/").content
        assert told in page
        assert "示例system".encode() in page
    assert 302 == client.post("/told/").status_code
    assert told not in client.get("/units/").content
    assert told in client.get("/password/").content  # it stays where passwords are
    again = anew()
    try_in(again, "planner", OWN)
    page = again.get("/units/").content
    assert told not in page
    assert b"Signed in before:" in page


def test_the_console_alone_lets_in_without_a_second_person(staff: House) -> None:
    account = staff.accounts["planner"]
    reset_password(account, by=staff.who("system"))
    # The application's role may not, whatever code it runs.
    with pytest.raises(IntegrityError), transaction.atomic():
        rescue("planner")
    assert Access.WAITING is access_of(account)
    with pytest.raises(Refused, match="no account"):
        rescue("stranger")
    first = rescue("nobody")  # nothing waits: nothing is released
    assert 302 == try_in(anew(), "nobody", first).status_code
    assert Account.objects.get(username="nobody").must_change_password
