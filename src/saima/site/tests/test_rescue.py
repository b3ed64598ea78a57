"""`saima rescue`, as it is called on the server's console."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from saima.journal.models import Event
from saima.people import scope
from saima.people.accounts import Access, access_of
from saima.people.actions.persons import reset_password, switch_account
from saima.people.models import Account
from saima.people.tests.made import House, house
from saima.site.postgres.cluster import OWNER
from saima.site.tests.database import url


@pytest.fixture
def staff(transactional_db: None, settings: Any) -> House:
    """The house, kept where another process sees it."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    with scope.of_everything():
        return house()


def rescue(username: str, **more: str) -> subprocess.CompletedProcess[str]:
    addresses = {"DATABASE_URL": url(), "DATABASE_OWNER_URL": url(OWNER)}
    return subprocess.run(
        [sys.executable, "-m", "saima", "rescue", username],
        env=os.environ | addresses | {"LANG": "en"} | more,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_waiting_account_is_let_in_by_what_it_prints(staff: House) -> None:
    account = staff.accounts["planner"]
    reset_password(account, by=staff.who("system"))
    switch_account(account, active=False, by=staff.who("system"))
    done = rescue("planner")
    assert (0, "") == (done.returncode, done.stderr)
    with scope.of_everything():
        assert "account.rescue" == Event.objects.latest("number").verb
    account = Account.objects.get(pk=account.pk)
    assert Access.ON is access_of(account)
    client = Client(headers={"accept-language": "en"})
    sent = {"username": "planner", "password": done.stdout.strip()}
    assert 302 == client.post("/sign-in/", sent).status_code
    page = client.get("/password/").content
    assert b"by somebody else" in page
    assert b"the server&#x27;s console" in page


def test_what_cannot_be_rescued_is_said_in_one_line(staff: House) -> None:
    done = rescue("stranger")
    assert (2, "") == (done.returncode, done.stdout)
    assert "stranger" in done.stderr
    assert 1 == len(done.stderr.splitlines())
    as_app = rescue("planner", DATABASE_OWNER_URL="")
    assert (1, "") == (as_app.returncode, as_app.stdout)
    assert "DATABASE_OWNER_URL" in as_app.stderr
    assert 0 == rescue("planner").returncode
