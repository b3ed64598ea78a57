"""Units open, move, close and are sorted: each refusal, beside what is let through."""

from __future__ import annotations

import pytest

from saima.core.refusal import Refused
from saima.journal.actions import MACHINE
from saima.people.actions.units import (
    NewUnit,
    add_grouping,
    add_unit,
    close_unit,
    group_unit,
    move_unit,
    sort_unit,
)
from saima.people.models import Grouped, Grouping, OrgUnit
from saima.people.queries import this_month, tree_at
from saima.people.tests.made import House

PAPER = "示例〔1〕号"


def test_a_code_is_given_once(staff: House) -> None:
    with pytest.raises(Refused, match="belongs to another unit"):
        add_unit(NewUnit("a", "另一"), staff.units["g"], by=MACHINE)
    add_unit(NewUnit("c", "另一"), staff.units["g"], by=MACHINE)


@pytest.mark.parametrize("sign", ["/", "?", "#", "%", "\\", " ", "\u3000", "\t", "\n"])
def test_a_code_holds_no_sign_that_breaks_an_address(staff: House, sign: str) -> None:
    for code in (f"c{sign}1", f"{sign}c", f"c{sign}"):
        with pytest.raises(Refused, match="is no code"):
            add_unit(NewUnit(code, "另一"), staff.units["g"], by=MACHINE)
    sent = {"code": f"c{sign}1", "name": "另一", "parent": "g", "opened": "2031-01"}
    client = staff.client("system")
    assert 409 == client.post("/units/add/", sent).status_code
    assert 302 == client.post("/units/add/", {**sent, "code": "c1"}).status_code


@pytest.mark.parametrize("code", ["酒店-01", "a_b", "3.1", "路桥", "X"])
def test_codes_in_use_stay_allowed(staff: House, code: str) -> None:
    assert code == add_unit(NewUnit(code, "另一"), staff.units["g"], by=MACHINE).code


def move(staff: House, unit: str, parent: str, **other: object) -> None:
    given = {"since": this_month(), "reason": PAPER, **other}
    move_unit(staff.units[unit], staff.units[parent], by=MACHINE, **given)  # type: ignore[arg-type]


def test_what_moves_is_not_the_past_and_has_a_reason(staff: House) -> None:
    with pytest.raises(Refused, match="change the past"):
        move(staff, "a1", "b", since=this_month().previous())
    with pytest.raises(Refused, match="needs a reason"):
        move(staff, "a1", "b", reason=" ")
    move(staff, "a1", "b")
    assert staff.units["b"].pk == tree_at().parents[staff.units["a1"].pk]


def test_nothing_stands_under_itself_now_or_later(staff: House) -> None:
    later = this_month().next()
    for parent in ("a", "a1"):
        with pytest.raises(Refused, match="cannot stand under"):
            move(staff, "a", parent)
    move(staff, "a", "b", since=later)
    with pytest.raises(Refused, match="cannot stand under"):
        move(staff, "b", "a1")
    move(staff, "a1", "b")


def test_only_an_open_unit_moves_or_closes(staff: House) -> None:
    month = this_month()
    new = NewUnit("c", "示例c", opened=month.next())
    staff.units["c"] = add_unit(new, staff.units["g"], by=MACHINE)
    with pytest.raises(Refused, match="is not open in"):
        move(staff, "c", "a")
    with pytest.raises(Refused, match="is not open in"):
        close_unit(staff.units["c"], last=month, by=MACHINE)
    move(staff, "c", "a", since=month.next())
    close_unit(staff.units["c"], last=month.next(), by=MACHINE)


def test_a_unit_closes_after_those_below_it_and_into_an_open_one(staff: House) -> None:
    month, units = this_month(), staff.units
    with pytest.raises(Refused, match="open units below"):
        close_unit(units["a"], last=month, by=MACHINE)
    close_unit(units["a1"], last=month, by=MACHINE)
    with pytest.raises(Refused, match="is not open in"):
        close_unit(units["b"], last=month, by=MACHINE, into=units["a1"])
    close_unit(units["a"], last=month, by=MACHINE, into=units["b"])


def test_a_unit_that_was_changed_meanwhile_is_not_closed(staff: House) -> None:
    month, seen = this_month(), OrgUnit.objects.get(code="b")
    OrgUnit.objects.filter(code="b").update(closed=month.next())
    with pytest.raises(Refused, match="by somebody else"):
        close_unit(seen, last=month, by=MACHINE)
    close_unit(OrgUnit.objects.get(code="b"), last=month, by=MACHINE)


def test_a_unit_is_sorted_from_a_month_on(staff: House) -> None:
    month, unit = this_month(), staff.units["a"]
    with pytest.raises(Refused, match="change the past"):
        sort_unit(unit, "板块", "建设", since=month.previous(), by=MACHINE)
    sort_unit(unit, "板块", "建设", since=month, by=MACHINE)
    with pytest.raises(Refused, match="is set already"):
        sort_unit(unit, "板块", "运营", since=month, by=MACHINE)
    sort_unit(unit, "板块", "运营", since=month.next(), by=MACHINE)
    labels = Grouped.objects.order_by("since").values_list("label", flat=True)
    assert ["建设", "运营"] == list(labels)
    assert 1 == Grouping.objects.count()


def test_a_grouping_holds_units_of_its_own_group(staff: House) -> None:
    other = add_unit(NewUnit("h", "另一集团"), None, by=MACHINE)
    theirs = add_grouping(other, "板块", by=MACHINE)
    with pytest.raises(Refused, match="of another group"):
        group_unit(theirs, staff.units["a"], "建设", since=this_month(), by=MACHINE)
    group_unit(theirs, other, "建设", since=this_month(), by=MACHINE)


def test_the_page_sorts_and_shows_it(staff: House) -> None:
    client, month = staff.client("system"), str(this_month())
    sent = {"unit": "a", "grouping": "板块", "label": "建设", "since": month}
    assert 302 == client.post("/units/group/", sent).status_code
    assert "板块 · 建设" in client.get("/units/").content.decode()
    again = client.post("/units/group/", sent)
    assert 409 == again.status_code
    assert "建设" in again.content.decode().partition("<table")[0]  # it keeps its words
    assert 400 == client.post("/units/group/", {**sent, "unit": "x"}).status_code
    assert 403 == staff.client("planner").post("/units/group/", sent).status_code
    assert (
        302
        == client.post(
            "/units/group/", {**sent, "since": str(this_month().next()), "label": ""}
        ).status_code
    )
    after = f"/units/?month={this_month().next()}"
    assert "板块" not in client.get(after).content.decode().partition("<table")[2]
