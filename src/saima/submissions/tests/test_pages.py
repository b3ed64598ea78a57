"""The pages of a month, as its reporter, its approver and the office see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from saima.core.refusal import Refused
from saima.people import scope
from saima.submissions.actions.steps import approve, submit
from saima.submissions.actions.workbooks import receive
from saima.submissions.models import Move
from saima.submissions.tests.made import FEBRUARY, Cast, cast

MONTH = "/submissions/a/2026-01/"
As = Callable[[str], Client]


@pytest.fixture
def signed_in(staff: Cast) -> As:
    """A browser in which somebody has signed in."""

    def of(name: str) -> Client:
        client = Client()
        client.force_login(staff.accounts[name])
        return client

    return of


def test_a_month_goes_from_reporter_to_office(staff: Cast, signed_in: As) -> None:
    staff.filled()
    reporter, approver = signed_in("reporter"), signed_in("approver")
    assert "data-month-grid" in reporter.get(MONTH).content.decode()
    assert 302 == reporter.post(f"{MONTH}submit/", {"round": 0}).status_code
    page = approver.get(MONTH).content.decode()
    assert "data-month-grid" not in page
    assert f'action="{MONTH}approve/"' in page
    assert f'action="{MONTH}approve/"' not in reporter.get(MONTH).content.decode()
    assert 409 == approver.post(f"{MONTH}send-back/", {"round": 1}).status_code
    assert 302 == approver.post(f"{MONTH}approve/", {"round": 1}).status_code
    assert "甲公司" in signed_in("planner").get("/").content.decode()
    assert 302 == signed_in("planner").post(f"{MONTH}accept/", {"round": 1}).status_code


def test_a_cell_is_saved_and_one_that_is_wrong_is_not(
    staff: Cast, signed_in: As
) -> None:
    def sent(text: str, seen: int) -> dict[str, object]:
        change = {"line": "a/revenue", "column": "value", "text": text, "seen": seen}
        answer = signed_in("reporter").post(
            f"{MONTH}cells/",
            json.dumps({"changes": [change]}),
            content_type="application/json",
        )
        return answer.json()["cells"][0]

    assert ("saved", 1) == (sent("100", 0)["state"], sent("100", 0)["seen"])
    assert "error" == sent("大约一百", 1)["state"]
    assert "conflict" == sent("90", 0)["state"]


def test_a_post_of_another_shape_is_refused_in_words(
    staff: Cast, signed_in: As
) -> None:
    for body in ("", "[]", '{"changes": 1}', '{"changes": [{}]}'):
        answer = signed_in("reporter").post(
            f"{MONTH}cells/", body, content_type="application/json"
        )
        assert (409, True) == (answer.status_code, bool(answer.json()["message"]))


def test_an_upload_stands_under_its_own_month_only(staff: Cast, signed_in: As) -> None:
    upload = receive(staff.begun(), "一月.xlsx", b"x", by=staff.who("reporter"))
    reporter = signed_in("reporter")
    assert 200 == reporter.get(f"{MONTH}uploads/{upload.pk}/").status_code
    other = f"/submissions/a/{FEBRUARY}/uploads/{upload.pk}/"
    assert 404 == reporter.get(other).status_code


def test_the_workbook_is_sent_as_a_file(staff: Cast, signed_in: As) -> None:
    answer = signed_in("approver").get(f"{MONTH}workbook/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert b"PK" == answer.content[:2]


@pytest.mark.parametrize("name", ["reporter", "approver", "planner", "leader"])
def test_everybody_has_a_first_page_and_a_board(
    staff: Cast, signed_in: As, name: str
) -> None:
    for address in ("/", "/submissions/", "/submissions/?month=2026-01"):
        assert 200 == signed_in(name).get(address).status_code
    assert 403 == signed_in("system").get("/submissions/").status_code
    assert 200 == signed_in("system").get("/").status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["submit", "approve"])
def test_of_two_steps_at_once_one_is_refused(step: str) -> None:
    with scope.of_everything():
        staff = cast()
        made = staff.filled()
        if step == "approve":
            submit(made, by=staff.who("reporter"))

    def one(name: str) -> bool:
        try:
            with scope.of_everything():
                by = staff.who(name)
                if step == "submit":
                    submit(made, by=by)
                else:
                    approve(made, 1, by=by)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    two = ["reporter", "reporter2"] if step == "submit" else ["approver", "other"]
    with ThreadPoolExecutor(2) as pool:
        assert [False, True] == sorted(pool.map(one, two))
    with scope.of_everything():
        assert 1 == Move.objects.filter(step=step).count()
