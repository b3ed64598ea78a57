"""What is reported of a subject is set, ended, and kept where it was approved."""

from __future__ import annotations

from typing import Any

import pytest

from saima.core.periods import Month
from saima.journal.models import Event
from saima.people.queries import this_month
from saima.plans import reported
from saima.plans.models import Duty
from saima.plans.tests.made import Office

LIST = "/plans/g/subjects/"
PROJECT = f"{LIST}a1/"
NOW = this_month()
LAST = NOW.previous()
WORK = {"indicators": ["revenue", "brands"], "basis": "to_date", "since": str(LAST)}


@pytest.fixture
def approved(monkeypatch: pytest.MonkeyPatch) -> dict[int, Month]:
    """The last month that each unit has reported, as a room above tells it."""
    told: dict[int, Month] = {}

    def through(units: Any, year: int) -> Month | None:
        months = (told[unit] for unit in units if unit in told)
        return max((m for m in months if m.year == year), default=None)

    monkeypatch.setattr(reported, "_through", [through])
    return told


def test_what_is_reported_is_set_ended_and_set_again(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    assert 302 == client.post(f"{PROJECT}duties/", WORK).status_code
    rows = {d.indicator.code: d for d in Duty.objects.select_related("indicator")}
    assert {"revenue", "brands"} == set(rows)
    assert {("a", "to_date", LAST)} == {
        (d.unit.code, d.basis, d.since) for d in rows.values()
    }
    for since in (LAST, NOW):
        again = {**WORK, "indicators": ["revenue"], "since": str(since)}
        assert 409 == client.post(f"{PROJECT}duties/", again).status_code
    end = f"{PROJECT}duties/{rows['revenue'].pk}/end/"
    assert 400 == client.post(end, {"last": "soon"}).status_code
    assert 302 == client.post(end, {"last": str(LAST)}).status_code
    assert 409 == client.post(end, {"last": str(NOW)}).status_code
    new = {**WORK, "indicators": ["revenue"], "since": str(NOW)}
    assert 302 == client.post(f"{PROJECT}duties/", new).status_code
    event = Event.objects.get(verb="duty.cease")
    assert {"code": "revenue", "last": str(LAST)} == event.details
    assert 404 == client.post(f"{LIST}b/duties/{rows['brands'].pk}/end/").status_code
    assert "累计" in client.get(PROJECT).content.decode()


def test_what_was_set_by_mistake_is_taken_back_and_may_be_set_again(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    client.post(f"{PROJECT}duties/", WORK)
    duty = Duty.objects.get(indicator__code="revenue")
    before = {"last": str(LAST.previous())}
    assert 302 == client.post(f"{PROJECT}duties/{duty.pk}/end/", before).status_code
    assert "已撤回" in client.get(PROJECT).content.decode()
    right = {**WORK, "indicators": ["revenue"], "basis": "in_period"}
    assert 302 == client.post(f"{PROJECT}duties/", right).status_code
    duty.refresh_from_db()
    assert (None, "in_period") == (duty.until, duty.basis)
    assert 2 == Duty.objects.count()


def test_months_that_were_approved_keep_what_was_reported(
    planning: Office, client_of: Any, approved: dict[int, Month]
) -> None:
    client = client_of("planner")
    client.post(f"{PROJECT}duties/", WORK)
    duty = Duty.objects.get(indicator__code="revenue")
    approved[planning.units["a"].pk] = LAST
    costs = {**WORK, "indicators": ["costs"]}
    early = {"last": str(LAST.previous())}
    for path, sent in (
        ("duties/", costs),
        (f"duties/{duty.pk}/end/", early),
        ("close/", early),
    ):
        assert 409 == client.post(f"{PROJECT}{path}", sent).status_code
    assert (2, 0) == (Duty.objects.count(), Duty.objects.exclude(until=None).count())
    # The controls: the month after, and a unit that has reported nothing.
    assert (
        302
        == client.post(f"{PROJECT}duties/", {**costs, "since": str(NOW)}).status_code
    )
    assert 302 == client.post(f"{LIST}b/duties/", costs).status_code
    assert 302 == client.post(f"{PROJECT}close/", {"last": str(LAST)}).status_code
