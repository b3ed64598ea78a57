"""The very first setting up: by whoever has the code, and once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from saima.people import set_up_code
from saima.people.models import OrgUnit, Person, SetUp

KINDS = ("system_admin", "security_admin", "audit_admin")
PASSWORD = "a password for tests alone"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def form(**other: str) -> dict[str, str]:
    given = {"code": set_up_code.kept_code(), "group_code": "g", "group_name": "集团"}
    for kind in KINDS:
        given |= {f"{kind}_number": kind, f"{kind}_name": kind, f"{kind}_account": kind}
    return {**given, "password": PASSWORD, "again": PASSWORD, **other}


@pytest.mark.parametrize(
    ("status", "other"),
    [
        (409, {"code": "wrong"}),
        (409, {"audit_admin_number": "system_admin"}),
        (409, {"password": "short", "again": "short"}),
        (400, {"again": "other"}),
        (400, {"group_code": ""}),
    ],
)
def test_a_refused_set_up_leaves_nothing(
    db: None, browser: Client, status: int, other: dict[str, str]
) -> None:
    assert status == browser.post("/set-up/", form(**other)).status_code
    assert (0, 0) == (OrgUnit.objects.count(), Person.objects.count())
    assert not SetUp.objects.exists()
    assert 200 == browser.post("/set-up/", form()).status_code  # the control


def test_the_first_passwords_are_shown_once_and_the_page_is_gone(
    db: None, browser: Client
) -> None:
    assert "/set-up/" == browser.get("/units/")["Location"]
    begun = browser.post("/set-up/", form())
    assert 2 == begun.content.count(b'class="secret"')
    assert b"somebody has used it before them" in begun.content
    assert not set_up_code.is_right("")
    for answer in (browser.get("/set-up/"), browser.post("/set-up/", form())):
        assert 404 == answer.status_code
    sent = {"username": "system_admin", "password": PASSWORD, "next": "/units/"}
    assert "/units/" == browser.post("/sign-in/", sent)["Location"]
    assert 200 == browser.get("/units/").status_code


def test_the_code_is_kept_from_others_and_stays_the_same(tmp_path: Path) -> None:
    code = set_up_code.kept_code()
    assert code == set_up_code.kept_code()
    assert 24 == len(code)
    assert 0o600 == (tmp_path / "set-up-code").stat().st_mode & 0o777
    assert set_up_code.is_right(code)
    assert not set_up_code.is_right(code[:-1] + "?")


def test_twenty_at_once_make_one(transactional_db: None) -> None:
    sent = form()

    def post(_: int) -> int:
        try:
            client = Client(raise_request_exception=False)
            return client.post("/set-up/", sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(post, range(20)))
    assert 1 == statuses.count(200)
    assert set(statuses) <= {200, 404, 409}
    assert (1, 3) == (OrgUnit.objects.count(), Person.objects.count())
