"""The plan is typed in cell by cell, spread, or thrown away."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.models import Event
from saima.plans.actions.drafts import (
    Change,
    Outcome,
    Spreading,
    change,
    discard,
    phase,
)
from saima.plans.models import Draft, Target
from saima.plans.queries import targets_in_force
from saima.plans.tests.made import JANUARY, JULY, TIED, YEAR, Office, number

REVENUE = ("a", "revenue", "year")


def the_draft() -> Draft:
    return Draft.objects.get(subject__code="a")


def test_amounts_are_read_with_unit_and_bound(planning: Office) -> None:
    (one,) = planning.type({REVENUE: "≥ 0.12亿元"})
    assert (Outcome.SAVED, "1200") == (one.outcome, one.shown)
    assert ("at_least", number("1200")) == (the_draft().bound, the_draft().amount)
    (one,) = planning.type({REVENUE: "不超过1,300"}, seen=one.seen)
    assert ("at_most", number("1300")) == (the_draft().bound, the_draft().amount)
    (one,) = planning.type({REVENUE: "突破1400万元"}, seen=one.seen)
    assert "at_least" == the_draft().bound
    (one,) = planning.type({REVENUE: "不适用"}, seen=one.seen)
    assert not the_draft().applicable
    assert the_draft().amount is None


def test_what_cannot_be_read_is_not_kept(planning: Office) -> None:
    texts = {
        REVENUE: "many",
        ("a", "brands", "year"): "1.5",
        ("q", "revenue", "1"): "1",
    }
    texts |= {("a", "revenue", "13"): "1", ("b", "revenue", "1"): "100"}
    found = {one.change.key: one for one in planning.type(texts)}
    assert found.pop(("b", "revenue")).outcome is Outcome.SAVED
    assert {Outcome.ERROR} == {one.outcome for one in found.values()}
    assert all(one.text and one.next_step for one in found.values())
    assert ["b"] == list(Draft.objects.values_list("subject__code", flat=True))


def test_of_two_planners_on_one_cell_the_second_is_told(planning: Office) -> None:
    (first,) = planning.type({REVENUE: "1200"})
    (second,) = planning.type({REVENUE: "1300"}, by="planner2")
    assert (Outcome.CONFLICT, "1200") == (second.outcome, second.shown)
    assert "planner" == second.by
    assert number("1200") == the_draft().amount
    (again,) = planning.type({REVENUE: "1300"}, seen=second.seen, by="planner2")
    assert again.outcome is Outcome.SAVED
    assert again.seen > first.seen


def test_what_was_seen_before_an_adoption_or_a_discard_is_old(planning: Office) -> None:
    before = planning.draft(TIED)[0].seen
    planning.adopt()
    (late,) = planning.type({REVENUE: "1"}, seen=before)
    assert late.outcome is Outcome.CONFLICT
    (late,) = planning.type({REVENUE: "1"})
    assert late.outcome is Outcome.CONFLICT
    (typed,) = planning.type({REVENUE: "1300"}, seen=late.seen)
    discard(planning.root, YEAR, by=planning.who())
    (late,) = planning.type({REVENUE: "1"}, seen=typed.seen)
    assert (Outcome.CONFLICT, "1200") == (late.outcome, late.shown)


def test_a_year_is_spread_exactly_by_each_template(planning: Office) -> None:
    seen = planning.type({REVENUE: "1000"})[0].seen
    for template in ("even", "workdays", "front_loaded"):
        wanted = Spreading(("a", "revenue"), template, seen)
        saved = phase(planning.root, YEAR, wanted, by=planning.who())
        assert 12 == len(saved)
        assert number("1000") == sum(the_draft().months)
        seen = saved[0].seen
    wanted = Spreading(("a", "revenue"), "last_year", seen)
    (refused,) = phase(planning.root, YEAR, wanted, by=planning.who())
    assert (Outcome.ERROR, "year") == (refused.outcome, refused.change.column)
    stale = Spreading(("a", "revenue"), "even", seen - 1)
    (late,) = phase(planning.root, YEAR, stale, by=planning.who())
    assert late.outcome is Outcome.CONFLICT


def test_last_year_gives_its_shape(planning: Office) -> None:
    planning.adopted()
    root, after = planning.root, YEAR + 1
    by = planning.who()
    empty = Spreading(("a", "revenue"), "last_year", 0)
    (refused,) = phase(root, after, empty, by=by)
    assert "no target" in str(refused.text)
    typed = change(root, after, [Change(("a", "revenue"), "year", "2400", 0)], by=by)
    wanted = Spreading(("a", "revenue"), "last_year", typed[0].seen)
    saved = phase(root, after, wanted, by=by)
    assert ["200"] * 12 == [one.shown for one in saved]


def test_a_level_and_an_unknown_template_are_refused(planning: Office) -> None:
    saved = planning.type({("a", "rate", "year"): "90", REVENUE: "1200"})
    seen = {one.change.key: one.seen for one in saved}
    for key, template in ((("a", "rate"), "even"), (("a", "revenue"), "by_moon")):
        wanted = Spreading(key, template, seen[key])
        (one,) = phase(planning.root, YEAR, wanted, by=planning.who())
        assert one.outcome is Outcome.ERROR
    assert [None] * 12 == Draft.objects.get(indicator__code="rate").months


def test_thrown_away_drafts_leave_the_targets(planning: Office) -> None:
    seen = planning.adopted()
    planning.type({REVENUE: "1300"}, seen=seen)
    assert 1 == discard(planning.root, YEAR, by=planning.who())
    assert (0, 3) == (Draft.objects.count(), Target.objects.count())
    with pytest.raises(Refused):
        discard(planning.root, YEAR, by=planning.who())


def test_every_deed_is_in_the_journal(planning: Office) -> None:
    planning.type({REVENUE: "1200"})
    planning.type({REVENUE: "1300"})  # a conflict changes nothing
    discard(planning.root, YEAR, by=planning.who())
    verbs = Event.objects.filter(verb__startswith="plan.").order_by("number")
    assert ["plan.change", "plan.discard"] == list(verbs.values_list("verb", flat=True))


def test_old_months_keep_the_target_they_had(planning: Office) -> None:
    seen = planning.adopted()
    planning.draft({"g": "2520", "a": "1320"}, seen=seen)
    planning.adopt("新增项目", since=JULY)
    units = [unit.pk for unit in planning.units.values()]
    amounts = {
        month: targets_in_force(units, YEAR, month).get(subject__code="a").amount
        for month in (JANUARY, Month(YEAR, 6), JULY, Month(YEAR, 12))
    }
    assert [number("1200")] * 2 + [number("1320")] * 2 == list(amounts.values())


def test_the_database_asks_for_the_reason_too(planning: Office) -> None:
    planning.adopted()
    constraint = "plans_a_change_has_a_reason"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        planning.second_version(reason="")
    planning.second_version(reason="more")
