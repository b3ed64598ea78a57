"""Signing in and out, guessing, and one's own password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from saima.journal.models import Event
from saima.people import signing
from saima.people.models import Account, Attempt
from saima.people.tests.made import PASSWORD, House

WRONG = "The account name or the password is wrong"


def try_in(client: Client, name: str, password: str, **more: Any) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password}, **more)


def test_whoever_knows_the_password_is_let_in_and_goes_on(
    staff: House, browser: Client
) -> None:
    assert 302 == browser.get("/units/").status_code
    sent = browser.get("/units/")
    assert "/sign-in/?next=%2Funits%2F" == sent["Location"]
    there = browser.post(
        "/sign-in/", {"username": "planner", "password": PASSWORD, "next": "/units/"}
    )
    assert "/units/" == there["Location"]
    assert 200 == browser.get("/units/").status_code
    event = Event.objects.order_by("number").last()
    assert event is not None
    assert "account.sign_in" == event.verb
    assert staff.accounts["planner"].pk == event.account
    assert 302 == browser.post("/sign-out/").status_code
    assert 302 == browser.get("/units/").status_code
    assert "account.sign_out" == Event.objects.latest("number").verb


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", ""]
)
def test_next_leads_to_own_pages_only(
    staff: House, browser: Client, address: str
) -> None:
    there = browser.post(
        "/sign-in/", {"username": "planner", "password": PASSWORD, "next": address}
    )
    assert "/" == there["Location"]


def test_a_refusal_is_the_same_whatever_is_wrong(staff: House, browser: Client) -> None:
    Account.objects.filter(username="reporter").update(is_active=False)
    said = []
    for name, password in (
        ("planner", "wrong"),
        ("stranger", "wrong"),
        ("reporter", PASSWORD),
    ):
        answer = try_in(browser, name, password)
        assert 409 == answer.status_code
        page = answer.content.decode()
        said.append(page[page.index('role="alert"') : page.index("<form method")])
    assert 1 == len(set(said))
    assert "sessionid" not in browser.cookies
    assert 302 == try_in(browser, "planner", PASSWORD).status_code


def test_one_digest_is_computed_whoever_asks(
    staff: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.objects.filter(username="reporter").update(is_active=False)
    computed = []

    def count(password: str, encoded: str) -> bool:
        computed.append(encoded)
        return False

    monkeypatch.setattr(signing, "check_password", count)
    for name in ("planner", "stranger", "reporter"):
        assert signing.Backend().authenticate(None, name, "x") is None
    assert 3 == len(computed)


def test_guessing_waits_longer_and_longer_at_one_address_alone(
    staff: House, browser: Client
) -> None:
    for _ in range(5):
        assert 409 == try_in(browser, "planner", "wrong").status_code
    refused = try_in(browser, "planner", PASSWORD)  # right, but too soon
    assert 409 == refused.status_code
    # The rightful one, elsewhere, does not notice.
    assert (
        302 == try_in(Client(), "planner", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code
    )
    one = Attempt.objects.filter(failures__gt=0)
    key = one.get().key
    for failures, seconds in ((5, 1), (6, 2), (8, 8), (11, 60), (500, 60)):
        wait = timedelta(seconds=seconds)
        Attempt.objects.filter(key=key).update(
            failures=failures, last_at=timezone.now() - wait + timedelta(seconds=0.5)
        )
        assert 409 == try_in(browser, "planner", PASSWORD).status_code, failures
        Attempt.objects.filter(key=key).update(
            failures=failures, last_at=timezone.now() - wait
        )
        assert 302 == try_in(Client(), "planner", PASSWORD).status_code, failures


def test_a_new_password_ends_all_other_sessions(staff: House) -> None:
    here, there = staff.client("planner"), staff.client("planner")
    fresh = "another password for tests"
    form = {"old": PASSWORD, "password": fresh, "again": fresh}
    assert 409 == here.post("/password/", {**form, "old": "wrong"}).status_code
    assert 400 == here.post("/password/", {**form, "again": "other"}).status_code
    weak = {**form, "password": "123456789012", "again": "123456789012"}
    assert 409 == here.post("/password/", weak).status_code
    assert 200 == there.get("/units/").status_code
    assert 302 == here.post("/password/", form).status_code
    assert 200 == here.get("/units/").status_code
    assert 302 == there.get("/units/").status_code


def test_a_given_password_is_changed_first(staff: House, browser: Client) -> None:
    Account.objects.filter(username="planner").update(
        password=make_password(PASSWORD), must_change_password=True
    )
    try_in(browser, "planner", PASSWORD)
    assert "/password/" == browser.get("/units/")["Location"]
    assert b"by somebody else" in browser.get("/password/").content
    fresh = "another password for tests"
    browser.post("/password/", {"old": PASSWORD, "password": fresh, "again": fresh})
    assert 200 == browser.get("/units/").status_code


def test_switching_an_account_off_ends_its_session_at_once(staff: House) -> None:
    client = staff.client("planner")
    assert 200 == client.get("/units/").status_code
    Account.objects.filter(username="planner").update(is_active=False)
    assert 302 == client.get("/units/").status_code


def test_signing_in_begins_a_new_session(staff: House, browser: Client) -> None:
    browser.cookies["sessionid"] = "chosen-by-a-stranger"
    try_in(browser, "planner", PASSWORD)
    assert "chosen-by-a-stranger" != browser.cookies["sessionid"].value
