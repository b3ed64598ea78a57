"""Drafts become targets in force: whole, tying, and with their reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.actions import MACHINE
from saima.people.actions.units import NewUnit, add_unit
from saima.plans import reported
from saima.plans.actions.drafts import discard
from saima.plans.models import Draft, Duty, Indicator, Target
from saima.plans.tests.made import JANUARY, JULY, TIED, YEAR, Office, number

JUNE = Month(YEAR, 6)
PAPER = "示例〔2026〕9号"


def refusal(planning: Office, **decision: object) -> str:
    """What is said against adopting; nothing is changed by it."""
    before = Target.objects.count(), Draft.objects.count()
    with pytest.raises(Refused) as refused:
        planning.adopt(**decision)  # type: ignore[arg-type]  # as the test says
    assert before == (Target.objects.count(), Draft.objects.count())
    return str(refused.value)


def test_a_plan_that_ties_is_adopted_whole(planning: Office) -> None:
    planning.draft(TIED)
    rows = planning.adopt()
    assert {(1, JANUARY, "")} == {(r.version, r.since, r.reason) for r in rows}
    assert (3, 0) == (Target.objects.count(), Draft.objects.count())
    # Who has a part reports it; the whole is made of its parts.
    assert {"a", "b"} == set(Duty.objects.values_list("subject__code", flat=True))
    assert "nothing was changed" in refusal(planning)


def test_a_gap_is_refused_and_closed(planning: Office) -> None:
    seen = planning.draft({"g": "2400", "a": "1200"})[0].seen
    said = refusal(planning)
    assert "g集团" in said
    assert "营业收入" in said
    planning.draft({"b": "1200"})
    assert 3 == len(planning.adopt())
    assert seen


def test_months_that_do_not_make_the_year_are_a_gap(planning: Office) -> None:
    (one, *_) = planning.draft({"a": "1200"})
    planning.type({("a", "revenue", "3"): "101"}, seen=one.seen)
    assert "a公司" in refusal(planning)
    seen = Draft.objects.get().seen
    planning.type({("a", "revenue", "3"): "100"}, seen=seen)
    assert planning.adopt()


def test_some_months_only_or_no_year_are_refused(planning: Office) -> None:
    saved = planning.type({("a", "revenue", "3"): "100"})
    assert "no target of the year" in refusal(planning)
    saved = planning.type({("a", "revenue", "year"): "100"}, seen=saved[0].seen)
    assert "some months only" in refusal(planning)
    planning.type({("a", "revenue", "3"): ""}, seen=saved[0].seen)
    assert planning.adopt()


def test_a_change_needs_its_reason(planning: Office) -> None:
    seen = planning.adopted()
    planning.draft({"g": "2520", "a": "1320"}, seen=seen)
    assert "no reason" in refusal(planning, reason=" ")
    rows = planning.adopt("新增项目", since=JULY)
    assert {(2, JULY, "新增项目")} == {(r.version, r.since, r.reason) for r in rows}


def test_a_target_made_easier_needs_its_paper(planning: Office) -> None:
    seen = planning.adopted()
    planning.draft({"g": "2280", "a": "1080"}, seen=seen)
    assert "no paper is named" in refusal(planning, reason="市场变化")
    rows = planning.adopt("市场变化", "示例〔2026〕7号", JULY)
    assert {"示例〔2026〕7号"} == {row.paper for row in rows}


def test_costs_are_made_easier_by_more(planning: Office) -> None:
    planning.type({("a", "costs", "year"): "100"})
    target = planning.adopt()[0]
    assert "at_most" == target.bound
    planning.type({("a", "costs", "year"): "110"}, seen=target.event_id)
    assert "no paper is named" in refusal(planning, reason="市场变化")
    discard(planning.root, YEAR, by=planning.who())
    planning.type({("a", "costs", "year"): "90"}, seen=target.event_id)
    assert number("90") == planning.adopt("压降费用")[0].amount


def test_a_change_begins_in_the_year_and_after_the_version_before(
    planning: Office,
) -> None:
    seen = planning.adopted()
    planning.draft({"g": "2520", "a": "1320"}, seen=seen)
    assert "outside" in refusal(planning, reason="更正", since=Month(YEAR + 1, 1))
    planning.adopt("更正", since=JULY)
    seen = Target.objects.get(subject__code="a", version=2).event_id
    planning.draft({"g": "2640", "a": "1440"}, seen=seen)
    assert "begins only in" in refusal(planning, reason="更正", since=Month(YEAR, 6))
    assert planning.adopt("更正", since=JULY)


Report = Callable[..., None]


@pytest.fixture
def report(planning: Office, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Let a room above say that a unit's reports up to a month were approved."""
    told: dict[int, Month] = {}
    through = [
        lambda units, year: max(map(told.get, told.keys() & units), default=None)
    ]
    monkeypatch.setattr(reported, "_through", through)

    def approved(unit: str, month: Month = JUNE) -> None:
        told[planning.units[unit].pk] = month

    return approved


def test_months_that_were_reported_keep_their_target(
    planning: Office, report: Report
) -> None:
    seen = planning.adopted()
    report("b")
    planning.draft({"g": "2520", "a": "1320"}, seen=seen)
    said = refusal(planning, reason="新增项目", since=Month(YEAR, 6))
    assert "2026-06 was already reported" in said
    assert planning.adopt("新增项目", since=JULY)


def test_a_first_target_after_the_first_report_needs_reason_and_paper(
    planning: Office, report: Report
) -> None:
    planning.type({("a", "costs", "year"): "100"})
    report("a")
    said = refusal(planning, since=JULY)
    assert "a公司 管理费用: 2026-06 was already reported without a target" in said
    assert "no paper is named" in refusal(planning, reason="补下", since=JULY)
    (row,) = planning.adopt("补下", PAPER, JULY)
    assert (1, JULY, "补下", PAPER) == (row.version, row.since, row.reason, row.paper)


def test_a_late_first_target_holds_for_reported_months_only_if_decided(
    planning: Office, report: Report
) -> None:
    planning.type({("a", "costs", "year"): "100"})
    report("a")
    assert "begins in 2026-06" in refusal(
        planning, reason="补下", paper=PAPER, since=JUNE
    )
    (row,) = planning.adopt("补下", PAPER, JUNE, whole_year=True)
    assert (JANUARY, "补下", PAPER) == (row.since, row.reason, row.paper)


def test_where_nothing_was_reported_a_first_target_needs_nothing(
    planning: Office, report: Report
) -> None:
    report("b")  # another unit's reports touch no target of this one
    planning.type({("a", "costs", "year"): "100"})
    (row,) = planning.adopt("此时无需说明", since=JULY)
    assert (JANUARY, "") == (row.since, row.reason)


def test_reports_from_below_make_the_figures_of_the_whole(
    planning: Office, report: Report
) -> None:
    planning.type({("g", "costs", "year"): "100"})
    report("b", Month(YEAR, 3))
    assert "2026-03 was already reported" in refusal(planning, since=JULY)
    assert JULY == planning.adopt("补下", PAPER, JULY)[0].since


def test_reports_of_a_unit_below_one_that_is_not_the_head(
    planning: Office, report: Report
) -> None:
    new = NewUnit("c", "c公司")
    planning.units["c"] = add_unit(new, planning.units["a"], by=MACHINE)
    planning.type({("a", "costs", "year"): "100", ("b", "costs", "year"): "100"})
    report("c")
    assert "a公司 管理费用: 2026-06" in refusal(planning, since=JULY)
    rows = planning.adopt("补下", PAPER, JULY)
    assert {"a": JULY, "b": JANUARY} == {row.subject.code: row.since for row in rows}


def test_what_is_measured_only_since_touches_no_month_before(
    planning: Office, report: Report
) -> None:
    Indicator.objects.filter(code="costs").update(since=JULY)
    planning.type({("a", "costs", "year"): "100"})
    report("a", JULY)
    assert "no reason" in refusal(planning, since=JULY)
    report("a", JUNE)
    assert (JULY, "") == ((row := planning.adopt()[0]).since, row.reason)
