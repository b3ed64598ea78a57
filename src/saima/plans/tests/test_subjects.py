"""Subjects and duties are entered, ended and closed by the planner at the head."""

from __future__ import annotations

from typing import Any

import pytest

from saima.core.periods import Month
from saima.journal.actions import MACHINE
from saima.journal.models import Event
from saima.people.actions.units import NewUnit, add_unit, close_unit
from saima.people.queries import this_month
from saima.plans.models import Duty, Subject
from saima.plans.tests.made import YEAR, Office

LIST, NEW = "/plans/g/subjects/", "/plans/g/new-subject/"
TRADE = "/plans/g/new-elimination/"
PROJECT = f"{LIST}a1/"
NOW = this_month()
LAST = NOW.previous()
SOUND = {"kind": "project", "code": "b1", "name": "二号项目", "unit": "b"}
SOLD = {
    "seller": "a",
    "buyer": "b",
    "indicators": ["revenue"],
    "basis": "in_period",
    "since": str(NOW),
}
WORK = {"indicators": ["revenue", "brands"], "basis": "to_date", "since": str(LAST)}


def test_a_unit_that_was_added_stands_in_plan_and_list_at_once(
    planning: Office, client_of: Any
) -> None:
    """Whether or not the worker has run."""
    add_unit(NewUnit("c", "c公司"), planning.units["a"], by=MACHINE)
    assert not Subject.objects.filter(code="c").exists()
    assert (
        b"c\xe5\x85\xac\xe5\x8f\xb8"
        not in client_of("reporter").get("/plans/a/subjects/").content
    )
    page = client_of("planner").get(f"/plans/g/{YEAR}/")
    assert "c" in {one["code"] for one in page.context["grid"]["subjects"]}
    add_unit(NewUnit("d", "d公司"), planning.root, by=MACHINE)
    for _ in range(2):
        assert "d公司" in client_of("planner").get(LIST).content.decode()
    assert 1 == Subject.objects.filter(code="d").count()
    assert "c公司" in client_of("reporter").get("/plans/a/subjects/").content.decode()
    assert not Subject.objects.filter(code="x").exists()  # of another group


def test_a_unit_whose_code_is_a_projects_is_left_out_and_told(
    planning: Office, client_of: Any
) -> None:
    assert "a1" not in told_left_out(client_of)
    unit = add_unit(NewUnit("a1", "a1公司"), planning.root, by=MACHINE)
    assert "a1" in told_left_out(client_of)
    assert "project" == Subject.objects.get(code="a1").kind
    close_unit(unit, last=NOW, by=MACHINE)
    assert 200 == client_of("planner").get(f"/plans/g/{YEAR}/").status_code


def told_left_out(client_of: Any) -> set[str]:
    return {unit.code for unit in client_of("planner").get(LIST).context["left_out"]}


@pytest.mark.parametrize("kind", ["project", "parcel", "branch"])
def test_a_subject_is_entered(planning: Office, client_of: Any, kind: str) -> None:
    sent = {**SOUND, "kind": kind, "opened": "2026-03", "closed": "2027-06"}
    answer = client_of("planner").post(NEW, sent)
    assert f"{LIST}b1/" == answer.url
    row = Subject.objects.get(code="b1")
    assert (kind, "b", Month(2026, 3), Month(2027, 6)) == (
        row.kind,
        row.unit.code,
        row.opened,
        row.closed,
    )
    event = Event.objects.get(verb="subject.add", person__isnull=False)
    assert ({"codes": ["b1"]}, row.unit_id) == (event.details, event.unit)


@pytest.mark.parametrize(
    ("status", "other"),
    [
        (409, {"code": "a1"}),
        (409, {"code": "x"}),  # a unit of another group
        (409, {"code": "b 1"}),
        (409, {"name": "一号项目"}),
        (409, {"name": "a公司"}),
        (409, {"opened": "2026-05", "closed": "2026-04"}),
        (400, {"unit": "x"}),
        (400, {"unit": ""}),
        (400, {"kind": "unit"}),
        (400, {"kind": "elimination"}),
        (400, {"opened": "May"}),
    ],
)
def test_a_subject_that_cannot_be_is_refused(
    planning: Office, client_of: Any, status: int, other: dict[str, str]
) -> None:
    client, before = client_of("planner"), Subject.objects.count()
    assert status == client.post(NEW, {**SOUND, **other}).status_code
    assert before == Subject.objects.count()
    assert 302 == client.post(NEW, SOUND).status_code  # the control


def test_only_the_planner_at_the_head_changes_subjects(
    planning: Office, client_of: Any
) -> None:
    below, reporter, before = (
        client_of("planner_a"),
        client_of("reporter"),
        Subject.objects.count(),
    )
    own = "/plans/a/subjects/a1/"
    for path, sent in (
        ("/plans/a/new-subject/", {**SOUND, "unit": "a"}),
        ("/plans/a/new-elimination/", {**SOLD, "buyer": "a"}),
        (f"{own}duties/", WORK),
        (f"{own}close/", {"last": str(NOW)}),
    ):
        assert 409 == below.post(path, sent).status_code
        assert 403 == reporter.post(path, sent).status_code
    assert (before, 0) == (Subject.objects.count(), Duty.objects.count())
    assert Subject.objects.get(code="a1").closed is None
    for client in (below, reporter):
        page = client.get(own).content
        assert "一号项目".encode() in page
        assert b'action="/plans' not in page
    assert 404 == below.get("/plans/a/subjects/b/").status_code
    assert 302 == client_of("planner").post(f"{PROJECT}duties/", WORK).status_code


def test_an_elimination_stands_below_the_lowest_unit_above_both(
    planning: Office, client_of: Any
) -> None:
    for code, above in (("c", "a"), ("d", "a"), ("e", "c")):
        planning.units[code] = add_unit(
            NewUnit(code, f"{code}公司"), planning.units[above], by=MACHINE
        )
    client = client_of("planner")
    for seller, buyer, above in (("a", "b", "g"), ("d", "e", "a"), ("c", "e", "c")):
        sent = {**SOLD, "seller": seller, "buyer": buyer}
        assert 302 == client.post(TRADE, sent).status_code
        row = Subject.objects.get(code=f"{seller}--{buyer}")
        assert (above, "elimination") == (row.unit.code, row.kind)
        assert f"{seller}公司→{buyer}公司 内部抵销" == row.name
        duty = row.duties.get()
        assert ("revenue", above, NOW) == (
            duty.indicator.code,
            duty.unit.code,
            duty.since,
        )


@pytest.mark.parametrize(
    ("status", "other"),
    [
        (409, {"buyer": "a"}),
        (409, {"indicators": ["revenue", "rate"]}),
        (400, {"buyer": "x"}),
        (400, {"indicators": []}),
        (400, {"since": ""}),
        (400, {"basis": "weekly"}),
    ],
)
def test_an_elimination_that_cannot_be_is_refused_whole(
    planning: Office, client_of: Any, status: int, other: dict[str, Any]
) -> None:
    client = client_of("planner")
    assert status == client.post(TRADE, {**SOLD, **other}).status_code
    assert not Subject.objects.filter(kind="elimination").exists()
    assert 0 == Duty.objects.count()
    assert 302 == client.post(TRADE, SOLD).status_code  # the control
    assert 409 == client.post(TRADE, SOLD).status_code  # twice
    back = {**SOLD, "seller": "b", "buyer": "a"}
    assert 302 == client.post(TRADE, back).status_code


def test_codes_too_long_for_a_pair_are_refused(
    planning: Office, client_of: Any
) -> None:
    for sign, length in (("l", 99), ("m", 97)):
        code = sign * length
        add_unit(NewUnit(code, f"{sign}公司"), planning.root, by=MACHINE)
    client = client_of("planner")
    assert 409 == client.post(TRADE, {**SOLD, "buyer": "l" * 99}).status_code
    assert 302 == client.post(TRADE, {**SOLD, "buyer": "m" * 97}).status_code


def test_a_subject_closes_and_is_reported_no_more(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    client.post(f"{PROJECT}duties/", WORK)
    later = {**WORK, "indicators": ["costs"], "since": str(NOW.next())}
    client.post(f"{PROJECT}duties/", later)
    assert 302 == client.post(f"{PROJECT}close/", {"last": str(NOW)}).status_code
    assert NOW == Subject.objects.get(code="a1").closed
    assert {NOW} == set(Duty.objects.values_list("until", flat=True))
    assert 409 == client.post(f"{PROJECT}close/", {"last": str(NOW.next())}).status_code
    assert 302 == client.post(f"{PROJECT}close/", {"last": str(LAST)}).status_code
    after = {**later, "indicators": ["rate"]}
    assert 409 == client.post(f"{PROJECT}duties/", after).status_code
    assert ["close", "close"] == [
        e.verb.split(".")[1] for e in Event.objects.filter(verb="subject.close")
    ]


def test_a_unit_is_not_closed_here_nor_a_project_before_it_opened(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    assert 409 == client.post(f"{LIST}a/close/", {"last": str(NOW)}).status_code
    client.post(NEW, {**SOUND, "opened": str(NOW)})
    assert 409 == client.post(f"{LIST}b1/close/", {"last": str(LAST)}).status_code
    early = {**WORK, "indicators": ["revenue"]}
    assert 409 == client.post(f"{LIST}b1/duties/", early).status_code
    assert Subject.objects.get(code="b1").closed is None
    assert (
        302
        == client.post(f"{LIST}b1/duties/", {**early, "since": str(NOW)}).status_code
    )
    assert 302 == client.post(f"{LIST}b1/close/", {"last": str(NOW)}).status_code
