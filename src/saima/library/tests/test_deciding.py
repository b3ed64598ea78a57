"""Deciding about statements: what goes to the plan, beside the figures, to the tasks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.html import strip_tags

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.targets import Bound
from saima.journal.models import Event
from saima.library.actions.deciding import Ruling, accept_sure, decide
from saima.library.models import Decision, Evidence, KeyTask, Paper, Verdict
from saima.library.queries import newest_decisions, tasks_of
from saima.library.suggesting import Desk, Suggestion, suggestion
from saima.library.telling import mentions
from saima.library.tests.made import Library
from saima.plans.actions.proposals import take_up
from saima.plans.models import Draft, Target
from saima.plans.proposed import Standing, proposals_for
from saima.plans.queries import proposals_in
from saima.submissions.actions.filling import fill
from saima.submissions.actions.steps import approve, submit
from saima.submissions.tests.made import FEBRUARY, JANUARY, changes


def suggested(library: Library, paper: Paper) -> list[Suggestion]:
    """What each statement would become."""
    desk = Desk(library.root)
    return [suggestion(said, desk, "甲公司") for said in library.said(paper)]


def rule(
    library: Library, paper: Paper, number: int, verdict: Verdict, seen: int = 0
) -> Decision:
    """Decide about one statement as it was suggested."""
    said = library.said(paper)[number]
    meant = suggested(library, paper)[number]
    taking = meant.taking if verdict is Verdict.ACCEPTED else None
    by = library.cast.who("planner", "planner")
    (made,) = decide(paper, [Ruling(said, verdict, seen, taking)], by=by)
    return made


def test_sure_statements_are_matched_to_the_catalog(library: Library) -> None:
    target, result, task = suggested(library, library.paper())
    assert all(one.sure for one in (target, result, task))
    cast = library.cast
    taking = target.taking
    assert (taking.subject, taking.indicator) == (
        cast.subjects["a"],
        cast.indicators["revenue"],
    )
    assert (taking.amount, taking.bound) == (Decimal(1800), Bound.AT_LEAST)
    assert (result.taking.first, result.taking.last) == (JANUARY, Month(2026, 3))
    assert task.taking.lead_unit == "乙公司"


def test_an_accepted_target_is_proposed_and_changes_nothing(library: Library) -> None:
    paper = library.paper()
    before = list(Target.objects.order_by("pk").values_list("pk", "amount"))
    rule(library, paper, 0, Verdict.ACCEPTED)
    (one,) = proposals_for(library.root, 2026, reads=True)
    assert (one.standing, one.row.amount, one.row.bound) == (
        Standing.OPEN,
        Decimal(1800),
        "at_least",
    )
    assert one.quoted.sentence == "2026年，甲公司营收要突破1800万元。"
    assert one.quoted.address.endswith(f"#s{library.said(paper)[0].pk}")
    assert (before, 0) == (
        list(Target.objects.order_by("pk").values_list("pk", "amount")),
        Draft.objects.count(),
    )


def test_a_planner_takes_a_proposal_into_the_draft(library: Library) -> None:
    rule(library, library.paper(), 0, Verdict.ACCEPTED)
    (one,) = proposals_for(library.root, 2026, reads=True)
    by = library.cast.who("planner", "planner")
    with pytest.raises(Refused):
        take_up(library.root, 2026, one.row.pk, seen=one.seen + 1, by=by)
    take_up(library.root, 2026, one.row.pk, seen=one.seen, by=by)
    draft = Draft.objects.get()
    assert (draft.amount, draft.months) == (Decimal(1800), [Decimal(100)] * 12)
    assert draft.source == "甲公司年度工作会议"
    (again,) = proposals_for(library.root, 2026, reads=True)
    assert again.standing is Standing.DRAFTED


def test_a_decision_is_taken_back_and_stays_in_the_ledger(library: Library) -> None:
    paper = library.paper()
    made = rule(library, paper, 0, Verdict.ACCEPTED)
    with pytest.raises(Refused):
        rule(library, paper, 0, Verdict.ACCEPTED, seen=made.pk)
    rule(library, paper, 0, Verdict.WITHDRAWN, seen=made.pk)
    assert [] == proposals_in([library.cast.units["a"].pk], 2026)
    last = newest_decisions([library.said(paper)[0].pk]).popitem()[1]
    assert (Verdict.WITHDRAWN, 2) == (last.verdict, Decision.objects.count())
    rule(library, paper, 0, Verdict.ACCEPTED, seen=last.pk)
    assert 1 == len(proposals_in([library.cast.units["a"].pk], 2026))
    verbs = Event.objects.filter(verb__startswith="statement.").order_by("number")
    assert ["statement.accept", "statement.withdraw", "statement.accept"] == list(
        verbs.values_list("verb", flat=True)
    )


def test_nobody_decides_upon_what_they_have_not_seen(library: Library) -> None:
    paper = library.paper()
    rule(library, paper, 0, Verdict.REFUSED)
    with pytest.raises(Refused):
        rule(library, paper, 0, Verdict.ACCEPTED)
    assert 1 == Decision.objects.count()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal("1.234")},
        {"amount": Decimal(-1)},
        {"amount": None},
        {"subject": None},
        {"first": None},
        {"last": None},
        {"kind": "task"},
    ],
    ids=str,
)
def test_what_is_not_whole_is_refused(
    library: Library, wrong: dict[str, object]
) -> None:
    paper = library.paper()
    meant = suggested(library, paper)[0].taking
    said, by = library.said(paper)[0], library.cast.who("planner", "planner")
    with pytest.raises(Refused):
        decide(
            paper,
            [Ruling(said, Verdict.ACCEPTED, 0, replace(meant, **wrong))],  # type: ignore[arg-type]
            by=by,
        )
    assert 0 == Decision.objects.count()
    decide(paper, [Ruling(said, Verdict.ACCEPTED, 0, meant)], by=by)  # the control


def approved(library: Library, month: Month, value: str) -> None:
    """Figures of a month that count."""
    made = library.cast.begun(month)
    from_form = {
        ("a", "revenue"): {"value": value},
        ("a", "brands"): {"value": "2", "items": "品牌一\n品牌二"},
        ("a1", "rate"): {"value": "90"},
    }
    fill(made, changes(from_form), by=library.cast.who("reporter"))
    submit(made, by=library.cast.actor("reporter"))
    approve(made, 1, by=library.cast.actor("approver", Verb.APPROVE))


def test_an_accepted_result_stands_beside_the_figures(library: Library) -> None:
    paper = library.paper()
    rule(library, paper, 1, Verdict.ACCEPTED)
    unit = library.cast.units["a"].pk
    (one,) = mentions([unit], 2026)
    assert (one.amount, one.reported, one.difference) == (Decimal(300), None, None)
    for month in (JANUARY, FEBRUARY, Month(2026, 3)):
        approved(library, month, "99")
    (one,) = mentions([unit], 2026)
    assert (one.reported, one.difference) == (Decimal(297), Decimal(3))
    assert [] == mentions([library.cast.units["b"].pk], 2026)
    made = Decision.objects.get()
    rule(library, paper, 1, Verdict.WITHDRAWN, seen=made.pk)
    assert ([], 2) == (mentions([unit], 2026), Evidence.objects.count())


def test_an_accepted_task_is_kept_until_it_is_taken_back(library: Library) -> None:
    paper = library.paper()
    made = rule(library, paper, 2, Verdict.ACCEPTED)
    (kept,) = tasks_of(library.root)
    assert (kept.lead_unit, str(kept.due_on)) == ("乙公司", "2026-06-30")
    rule(library, paper, 2, Verdict.WITHDRAWN, seen=made.pk)
    assert ([], 1) == (tasks_of(library.root), KeyTask.objects.count())


def test_all_sure_ones_are_accepted_at_once(library: Library) -> None:
    paper = library.paper()
    numbers = [said.pk for said in library.said(paper)]
    by = library.cast.who("planner", "planner")
    assert 3 == len(accept_sure(paper, numbers, by=by))
    with pytest.raises(Refused):
        accept_sure(paper, numbers, by=by)


def test_the_database_keeps_decisions_and_readings_as_they_are(
    library: Library,
) -> None:
    paper = library.paper()
    rule(library, paper, 0, Verdict.ACCEPTED)
    for rows, change in (
        (Decision.objects.all(), {"words": "x"}),
        (paper.readings.all(), {"text": "x"}),
        (paper.statements.all(), {"text": "x"}),
        (Paper.objects.all(), {"name": "x"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    assert 1 == Paper.objects.update(state="read")  # the control: this one may change


@pytest.mark.parametrize(
    ("bound", "reported", "said"),
    [
        (Bound.AT_LEAST, "101", "文件所述 不低于 300 与填报数相符"),
        (Bound.AT_LEAST, "99", "文件所述 不低于 300 填报数为 297，与文件相差 3"),
        (Bound.AT_MOST, "99", "文件所述 不高于 300 与填报数相符"),
        (Bound.AT_MOST, "101", "文件所述 不高于 300 填报数为 303，与文件相差 -3"),
        (Bound.AT_LEAST, "100", "文件所述 不低于 300 与填报数一致"),
        (Bound.EXACT, "101", "文件所述 300 填报数为 303，与文件相差 -3"),
    ],
    ids=str,
)
def test_a_bound_is_fitted_by_all_that_keeps_it(
    library: Library,
    client_of: Callable[[str], Client],
    bound: Bound,
    reported: str,
    said: str,
) -> None:
    paper = library.paper()
    meant = replace(suggested(library, paper)[1].taking, bound=bound)
    ruling = Ruling(library.said(paper)[1], Verdict.ACCEPTED, 0, meant)
    decide(paper, [ruling], by=library.cast.who("planner", "planner"))
    for month in (JANUARY, FEBRUARY, Month(2026, 3)):
        approved(library, month, reported)
    page = client_of("reporter").get("/submissions/a/2026-03/").content.decode()
    (line,) = re.findall(r"· (文件所述.*?)</p>", page, re.DOTALL)
    assert said == " ".join(strip_tags(line).replace(" 万元", "").split())
