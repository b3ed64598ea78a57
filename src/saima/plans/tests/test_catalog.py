"""Indicators are defined, redefined and put in words by the planner at the head."""

from __future__ import annotations

from typing import Any

import pytest

from saima.core import indicators as measures
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.units_of_measure import UNITS
from saima.journal.actions import MACHINE
from saima.journal.models import Event
from saima.people.queries import this_month
from saima.plans.actions.catalog import add_duties, new_version
from saima.plans.actions.indicators import Wording, mend
from saima.plans.models import Duty, Indicator, Subject
from saima.plans.queries import indicators_of, latest_targets
from saima.plans.tests.made import JANUARY, YEAR, Office

CATALOG, NEW = "/plans/g/catalog/", "/plans/g/new-indicator/"
REVENUE = f"{CATALOG}revenue/"
# The first month in which what is reported may be measured in another way.
NEXT = Month(this_month().next().year + (this_month().number < 12), 1)
SOUND = {
    "code": "tax",
    "name": "上缴税金",
    "unit_of_measure": "万元",
    "kind": "amount",
    "direction": "higher",
    "roll_up": "sum",
    "decimals": "2",
    "definition": "当期实际缴纳数",
    "office": "a",
}
CHECKLIST = {"kind": "checklist", "unit_of_measure": "项", "decimals": "0"}
VERSION = {
    "unit_of_measure": "亿元",
    "kind": "amount",
    "direction": "higher",
    "roll_up": "sum",
    "decimals": "4",
    "since": str(NEXT),
}


def codes(planning: Office) -> set[str]:
    return {row.code for row in indicators_of(planning.root)}


def test_an_indicator_is_entered_with_its_words(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    assert 302 == client.post(NEW, SOUND).status_code
    row = Indicator.objects.get(code="tax")
    assert ("上缴税金", "当期实际缴纳数", "a") == (
        row.name,
        row.definition,
        row.office and row.office.code,
    )
    event = Event.objects.get(verb="indicator.add", person__isnull=False)
    assert {"codes": ["tax"]} == event.details
    assert "上缴税金" in client.get(f"{CATALOG}tax/").content.decode()


@pytest.mark.parametrize(
    ("status", "other"),
    [
        (409, {"code": "revenue"}),
        (409, {"code": "a/b"}),
        (409, {"code": ".."}),
        (409, {"name": "营业 收入"}),
        (409, {"name": "costs"}),
        (409, {"kind": "rate", "unit_of_measure": "%"}),
        (409, {"unit_of_measure": "％"}),
        (409, {"listed": "on"}),
        (409, {**CHECKLIST, "decimals": "1"}),
        (409, {**CHECKLIST, "may_be_negative": "on"}),
        (409, {**CHECKLIST, "direction": "lower"}),
        (400, {"unit_of_measure": "蒲式耳"}),
        (400, {"decimals": "9"}),
        (400, {"kind": "feeling"}),
        (400, {"office": "x"}),
        (400, {"name": ""}),
    ],
)
def test_what_contradicts_itself_is_not_entered(
    planning: Office, client_of: Any, status: int, other: dict[str, str]
) -> None:
    client, before = client_of("planner"), codes(planning)
    answer = client.post(NEW, {**SOUND, **other})
    assert (status, before) == (answer.status_code, codes(planning))
    text = answer.content.decode()
    assert 'role="alert"' in text if status == 409 else "field-error" in text
    for sound in (
        SOUND,
        {**SOUND, **CHECKLIST, "code": "c", "name": "清单", "listed": "on"},
    ):
        assert 302 == client.post(NEW, sound).status_code  # the control


def test_a_rate_and_other_names_of_units_are_understood(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    rate = {"code": "r", "name": "利用率", "kind": "rate", "roll_up": "last"}
    assert (
        302 == client.post(NEW, {**SOUND, **rate, "unit_of_measure": "％"}).status_code
    )
    assert "%" == Indicator.objects.get(code="r").unit_of_measure


def test_only_the_planner_at_the_head_enters_anything(
    planning: Office, client_of: Any
) -> None:
    below = client_of("planner_a")
    answer = below.post("/plans/a/new-indicator/", SOUND)
    assert (409, False) == (answer.status_code, "tax" in codes(planning))
    assert 404 == below.post(NEW, SOUND).status_code
    assert (
        403 == client_of("reporter").post("/plans/a/new-indicator/", SOUND).status_code
    )
    for path in ("/plans/a/catalog/", "/plans/a/catalog/revenue/"):
        page = client_of("reporter").get(path)
        assert (200, False) == (
            page.status_code,
            b'method="post" action="/plans' in page.content,
        )
    assert 404 == below.get("/plans/a/catalog/nothing/").status_code
    assert b"/plans/g/new-indicator/" in client_of("planner").get(CATALOG).content


def test_a_new_version_is_reported_by_whoever_reported_the_old_one(
    planning: Office, client_of: Any
) -> None:
    subject, old = Subject.objects.get(code="a"), Indicator.objects.get(code="revenue")
    add_duties([(subject, old, "to_date")], since=JANUARY, by=MACHINE)
    path, client = f"{REVENUE}version/", client_of("planner")
    for since in (this_month(), NEXT.previous(), NEXT.next()):
        late = client.post(path, {**VERSION, "since": str(since)})
        assert (409, 1) == (late.status_code, Duty.objects.count())
    assert 400 == client.post(path, {**VERSION, "since": "soon"}).status_code
    assert 409 == client.post(path, {**VERSION, "kind": "rate"}).status_code
    assert 302 == client.post(path, VERSION).status_code
    first, second = Duty.objects.order_by("since")
    assert (old.pk, NEXT.previous()) == (first.indicator_id, first.until)
    assert (2, NEXT, None, "to_date") == (
        second.indicator.version,
        second.since,
        second.until,
        second.basis,
    )
    assert 409 == client.post(path, VERSION).status_code  # not later than the last one
    later = {**VERSION, "since": str(Month(NEXT.year + 1, 1))}
    assert 302 == client.post(path, later).status_code
    assert 3 == indicators_of(planning.root).get(code="revenue").version


def test_what_nobody_reports_may_be_redefined_for_the_past(
    planning: Office, client_of: Any
) -> None:
    past = {**VERSION, "since": "2020-01"}
    assert 302 == client_of("planner").post(f"{REVENUE}version/", past).status_code
    row = indicators_of(planning.root).get(code="revenue")
    assert (2, Month(2020, 1), "亿元") == (row.version, row.since, row.unit_of_measure)


def test_targets_of_the_old_version_say_nothing_of_the_new_one(
    planning: Office, client_of: Any
) -> None:
    seen = planning.adopted()
    client, plan = client_of("planner"), f"/plans/g/{YEAR}/"
    shown = client.get(plan).context["grid"]["cells"]["revenue"]["a"]
    assert ("1200", seen) == (shown["year"], shown["seen"])
    later = redefined(planning, Month(YEAR + 1, 1))
    assert 3 == latest_targets([u.pk for u in planning.units.values()], YEAR).count()
    assert (
        "万元" == indicators_of(planning.root, YEAR).get(code="revenue").unit_of_measure
    )
    page = client.get(plan).context["grid"]
    assert shown == page["cells"]["revenue"]["a"]
    Indicator.objects.filter(pk=later.pk).update(since=JANUARY)
    page = client.get(plan).context["grid"]
    assert "亿元" == page["indicators"][0]["unit"]
    assert "revenue" not in page["cells"]
    planning.draft({"g": "24", "a": "12", "b": "12"})
    assert {(1, 2)} == {(t.version, t.indicator.version) for t in planning.adopt()}


def redefined(planning: Office, since: Month) -> Indicator:
    """The revenue, measured in another unit from a month on."""
    new = measures.Indicator("revenue", "营业收入", UNITS["亿元"])
    old = indicators_of(planning.root).get(code="revenue")
    return new_version(old, new, since=since, by=MACHINE)


def test_words_are_mended_and_nothing_else(planning: Office, client_of: Any) -> None:
    client, path = client_of("planner"), f"{REVENUE}words/"
    sent = {"name": "营业收入", "definition": "不含税", "office": ""}
    assert 409 == client.post(path, {**sent, "name": "管理费用"}).status_code
    assert 400 == client.post(path, {**sent, "name": ""}).status_code
    assert 302 == client.post(path, sent).status_code
    row = Indicator.objects.get(code="revenue")
    assert ("不含税", 1, "万元") == (row.definition, row.version, row.unit_of_measure)
    assert 409 == client.post(path, sent).status_code  # nothing was changed
    event = Event.objects.get(verb="indicator.words")
    assert {"code": "revenue", "version": 1} == event.details


def test_an_old_version_keeps_its_words(planning: Office, client_of: Any) -> None:
    old = Indicator.objects.get(code="revenue")
    assert 302 == client_of("planner").post(f"{REVENUE}version/", VERSION).status_code
    with pytest.raises(Refused, match="newer version"):
        mend(old, Wording("收入"), by=MACHINE)
    mend(indicators_of(planning.root).get(code="revenue"), Wording("收入"), by=MACHINE)
    assert {1: "营业收入", 2: "收入"} == dict(
        Indicator.objects.filter(code="revenue").values_list("version", "name")
    )


def test_names_are_asked_for_where_things_are_counted(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    assert 409 == client.post(f"{REVENUE}names/", {"listed": "1"}).status_code
    for listed in ("1", "0"):
        assert (
            302
            == client.post(f"{CATALOG}brands/names/", {"listed": listed}).status_code
        )
        assert (listed == "1") is Indicator.objects.get(code="brands").listed
