"""Persons and accounts: what is refused, and whom an administrator looks after."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import gettext, override

from saima.core.authority import PostKind
from saima.core.refusal import Refused
from saima.journal.actions import MACHINE
from saima.people.actions.persons import (
    add_account,
    add_person,
    change_password,
    reset_password,
    switch_account,
)
from saima.people.actions.posts import end_post, grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, Person
from saima.people.queries import today
from saima.people.tests.made import House


def test_a_staff_number_is_entered_once(staff: House) -> None:
    add_person("n-1", "示例", by=MACHINE)
    with pytest.raises(Refused, match="n-1 is entered already"):
        add_person("n-1", "另一", by=MACHINE)
    add_person("n-2", "另一", by=MACHINE)


def test_an_account_name_is_given_once(staff: House) -> None:
    person = add_person("n-1", "示例", by=MACHINE)
    with pytest.raises(Refused, match="is taken"):
        add_account(person, "planner", by=staff.who("system"))
    add_account(person, "planner2", by=staff.who("system"))


def test_nobody_gets_a_second_account_behind_their_back(staff: House) -> None:
    person, by = staff.persons["planner"], staff.who("system")
    with pytest.raises(Refused, match="has an account already"):
        add_account(person, "second", by=by)
    switch_account(staff.accounts["planner"], active=False, by=by)
    add_account(person, "second", by=by)


def test_a_weak_password_is_refused(staff: House) -> None:
    account = staff.accounts["planner"]
    with pytest.raises(Refused, match="too weak"):
        change_password(account, "short", by=staff.who("planner"))
    change_password(account, "a longer one for tests", by=staff.who("planner"))


@pytest.mark.parametrize("password", ["short", "password1234", "314159265358979"])
def test_what_is_wrong_with_a_password_is_said_in_chinese(
    staff: House, password: str
) -> None:
    with override("zh-hans"), pytest.raises(Refused) as no:
        change_password(staff.accounts["planner"], password, by=staff.who("planner"))
    with override("zh-hans"):
        why = no.value.text.say(gettext)
    assert not re.search("[A-Za-z]", why)
    assert "密码" in why


def test_nobody_resets_or_switches_off_themselves(staff: House) -> None:
    staff.hire("system2", PostKind.SYSTEM_ADMIN, "g")
    by, account = staff.who("system"), staff.accounts["system"]
    with pytest.raises(Refused, match="own password"):
        reset_password(account, by=by)
    with pytest.raises(Refused, match="own account"):
        switch_account(account, active=False, by=by)
    reset_password(account, by=staff.who("system2"))
    switch_account(account, active=False, by=staff.who("system2"))


@pytest.mark.parametrize("name", ["security", "audit"])
def test_the_last_administrator_of_a_kind_stays_able(staff: House, name: str) -> None:
    by, account = staff.who("system"), staff.accounts[name]
    with pytest.raises(Refused, match="last account") as no:
        reset_password(account, by=by)
    assert f"saima rescue {name}" in str(no.value.next_step)
    with pytest.raises(Refused, match="last account"):
        switch_account(account, active=False, by=by)
    kind = {"security": PostKind.SECURITY_ADMIN, "audit": PostKind.AUDIT_ADMIN}[name]
    other = staff.hire("second", kind, "g")
    # One who cannot sign in does not count, be the account off or waiting.
    Account.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(Refused, match="last account"):
        reset_password(account, by=by)
    Account.objects.filter(pk=other.pk).update(is_active=True)
    reset_password(account, by=by)
    with pytest.raises(Refused, match="last account"):
        reset_password(other, by=by)


def test_an_administrator_of_another_group_does_not_count(staff: House) -> None:
    staff.units["h"] = add_unit(NewUnit("h", "另一集团"), None, by=MACHINE)
    staff.hire("security-h", PostKind.SECURITY_ADMIN, "h")
    with pytest.raises(Refused, match="last account"):
        reset_password(staff.accounts["security"], by=staff.who("system"))
    post = staff.persons["security"].posts.get()
    with pytest.raises(Refused, match="nobody else"):
        end_post(post, by=staff.who("system"))
    staff.hire("security2", PostKind.SECURITY_ADMIN, "g")
    reset_password(staff.accounts["security"], by=staff.who("system"))
    end_post(post, by=staff.who("system"))


@pytest.fixture
def two_groups(staff: House) -> House:
    """Another group h with administrators and a planner of its own."""
    staff.units["h"] = add_unit(NewUnit("h", "另一集团"), None, by=MACHINE)
    for name, kind in (
        ("system-h", PostKind.SYSTEM_ADMIN),
        ("security-h", PostKind.SECURITY_ADMIN),
        ("planner-h", PostKind.PLANNER),
    ):
        staff.hire(name, kind, "h")
    return staff


def test_persons_of_another_group_are_not_there(two_groups: House) -> None:
    staff = two_groups
    for name in ("system", "security", "audit"):
        client = staff.client(name)
        for address in ("/persons/", "/persons/?q=planner", "/persons/?q=另一集团"):
            page = client.get(address).content.decode().partition("<main")[2]
            assert "planner-h" not in page
        assert "n-planner" in client.get("/persons/?q=planner").content.decode()
    page = staff.client("system-h").get("/persons/").content.decode()
    assert "n-planner-h" in page
    assert "n-nobody" in page  # who holds no post is everybody's
    assert "n-reporter" not in page


def test_accounts_of_another_group_are_not_there(two_groups: House) -> None:
    staff = two_groups
    theirs, own = staff.accounts["planner-h"].pk, staff.accounts["planner"].pk
    client = staff.client("system")
    for deed in ("reset", "switch"):
        assert 404 == client.post(f"/persons/accounts/{theirs}/{deed}/").status_code
        assert client.post(f"/persons/accounts/{own}/{deed}/").status_code in (200, 302)
    client = staff.client("security")
    assert 404 == client.post(f"/persons/accounts/{theirs}/release/").status_code
    assert 409 == client.post(f"/persons/accounts/{own}/release/").status_code
    more = {"person": "n-planner-h", "username": "more"}
    assert (
        400 == staff.client("system").post("/persons/accounts/add/", more).status_code
    )
    post = {"person": "n-planner-h", "kind": "reporter", "unit": "a"}
    assert 400 == client.post("/persons/posts/grant/", post).status_code
    post["person"] = "n-nobody"
    assert 302 == client.post("/persons/posts/grant/", post).status_code


def test_whoever_holds_posts_in_two_groups_is_neithers_alone(
    two_groups: House,
) -> None:
    staff = two_groups
    person: Person = staff.persons["planner"]
    address = f"/persons/accounts/{staff.accounts['planner'].pk}/reset/"
    post = grant_post(person, PostKind.LEADER, staff.units["h"], by=MACHINE)
    for name in ("system", "system-h"):
        assert 404 == staff.client(name).post(address).status_code
    end_post(post, by=MACHINE)
    assert today() > post.__class__.objects.get(pk=post.pk).closed
    assert 404 == staff.client("system-h").post(address).status_code
    assert 200 == staff.client("system").post(address).status_code
