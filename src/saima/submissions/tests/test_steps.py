"""Filling in, and the steps of a submission: what is done, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from saima.core.filling import Entry
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import untranslated
from saima.core.workflow import State
from saima.journal.models import Event
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.submissions.actions.filling import Change, Outcome, begin, fill
from saima.submissions.actions.steps import (
    accept,
    approve,
    reopen,
    send_back,
    submit,
)
from saima.submissions.actions.workbooks import load, receive, try_out
from saima.submissions.models import Cell, Figure, Item, Move, Submission, Upload
from saima.submissions.monthly import form_of
from saima.submissions.queries import figures_of, standings_of
from saima.submissions.tests.made import FEBRUARY, IN_ORDER, Cast, changes, number
from saima.writing.month_workbook import month_workbook

REVENUE = ("a", "revenue")


def rows() -> list[int]:
    """How many rows there are of everything that a deed could write."""
    kinds = (Event, Move, Figure, Item, Cell, Upload)
    return [kind._default_manager.count() for kind in kinds]


def refused(deed: Callable[[], object]) -> None:
    """A deed is refused, and nothing of it is done."""
    before = rows()
    with pytest.raises(Refused) as no:
        deed()
    assert no.value.text.say()
    assert no.value.next_step.say()
    assert before == rows()


def counted(staff: Cast) -> object:
    """The revenue of January as a race reads it."""
    return figures_of([staff.units["a"].pk], 2026).of(*REVENUE).months[0]


def state(made: Submission) -> State:
    """Where a submission stands."""
    return standings_of([made])[made.pk].state


def submitted(staff: Cast) -> Submission:
    """A month that waits for its approver."""
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    return made


def test_what_is_approved_counts_and_is_accepted(staff: Cast) -> None:
    made = submitted(staff)
    assert counted(staff) is None
    approve(made, 1, by=staff.who("approver"))
    accept(made, 1, by=staff.who("planner"))
    assert (number("100"), State.ACCEPTED) == (counted(staff), state(made))
    assert ["品牌一", "品牌二"] == [i.name for i in Item.objects.order_by("position")]


def test_two_at_one_cell(staff: Cast) -> None:
    made = staff.begun()
    first, late = ([Change(REVENUE, "value", text, 0)] for text in ("100", "90"))
    assert Outcome.SAVED is fill(made, first, by=staff.who("reporter"))[0].outcome
    (lost,) = fill(made, late, by=staff.who("reporter2"))
    assert (Outcome.CONFLICT, "reporter", 1) == (lost.outcome, lost.by, lost.seen)
    assert number("100") == Cell.objects.get().value


@pytest.mark.parametrize("text", ["大约一百", "9" * 40, "-5"])
def test_what_cannot_be_read_is_not_saved(staff: Cast, text: str) -> None:
    made = staff.begun()
    (told,) = fill(made, [Change(REVENUE, "value", text, 0)], by=staff.who("reporter"))
    assert (Outcome.ERROR, 0) == (told.outcome, Cell.objects.count())
    assert told.text
    assert told.next_step


def test_what_lacks_a_line_is_not_submitted(staff: Cast) -> None:
    made = staff.begun()
    fill(made, [Change(REVENUE, "value", "100", 0)], by=staff.who("reporter"))
    refused(lambda: submit(made, by=staff.who("reporter")))


def test_a_step_that_does_not_fit_is_refused(staff: Cast) -> None:
    made = submitted(staff)
    refused(lambda: submit(made, by=staff.who("reporter2")))
    refused(lambda: accept(made, 1, by=staff.who("planner")))
    refused(lambda: approve(made, 2, by=staff.who("approver")))
    refused(lambda: reopen(made, "更正", by=staff.who("reporter")))
    typed = changes({REVENUE: {"value": "1"}}, seen=1)
    refused(lambda: fill(made, typed, by=staff.who("reporter")))


def test_sent_back_with_words_it_counts_no_longer(staff: Cast) -> None:
    made = submitted(staff)
    approve(made, 1, by=staff.who("approver"))
    refused(lambda: send_back(made, 1, "  ", by=staff.who("planner")))
    send_back(made, 1, "与报表不符", by=staff.who("planner"))
    assert (None, State.SENT_BACK) == (counted(staff), state(made))


def test_a_correction_leaves_the_old_round_counting(staff: Cast) -> None:
    made = submitted(staff)
    approve(made, 1, by=staff.who("approver"))
    reopen(made, "更正", by=staff.who("reporter"))
    typed = changes({REVENUE: {"value": "120"}}, seen=1)
    fill(made, typed, by=staff.who("reporter"))
    submit(made, by=staff.who("reporter"))
    assert number("100") == counted(staff)
    approve(made, 2, by=staff.who("approver"))
    assert number("120") == counted(staff)


def test_a_closed_unit_reports_no_more(staff: Cast) -> None:
    made = staff.filled(FEBRUARY)
    OrgUnit.objects.filter(pk=staff.units["a"].pk).update(closed=Month(2026, 1))
    unit = OrgUnit.objects.get(pk=staff.units["a"].pk)
    again = Submission.objects.get(pk=made.pk)
    refused(lambda: submit(again, by=staff.who("reporter")))
    refused(lambda: begin(unit, Month(2026, 3), by=staff.who("reporter")))


def test_a_month_is_not_reported_before_it_begins(staff: Cast) -> None:
    unit, by, now = staff.units["a"], staff.who("reporter"), this_month()
    refused(lambda: begin(unit, now.next(), by=by))
    refused(lambda: begin(unit, Month(now.year + 1, 1), by=by))
    assert now == begin(unit, now, by=by).month  # the control


def workbook(made: Submission) -> bytes:
    """The month's workbook, filled in."""
    form = form_of(made.unit, made.month)
    entries = [
        Entry(key, number(said["value"]), "", tuple(said.get("items", "").split()))
        for key, said in IN_ORDER.items()
        if key in form.by_key
    ]
    return month_workbook(form, entries, untranslated)


def test_a_workbook_is_loaded_once(staff: Cast) -> None:
    made, by = staff.begun(), staff.who("reporter")
    sent = workbook(made)
    upload = receive(made, "一月.xlsx", sent, by=by)
    assert 3 == load(upload, try_out(upload).seen, by=by)
    refused(lambda: receive(made, "又一次.xlsx", sent, by=by))


def test_what_was_typed_meanwhile_is_not_overwritten(staff: Cast) -> None:
    made, by = staff.begun(), staff.who("reporter")
    upload = receive(made, "一月.xlsx", workbook(made), by=by)
    seen = try_out(upload).seen
    typed = changes({REVENUE: {"value": "7"}})
    fill(made, typed, by=staff.who("reporter2"))
    refused(lambda: load(upload, seen, by=by))
    assert 3 == load(upload, try_out(upload).seen, by=by)


@pytest.mark.parametrize("kind", ["month", "unit", "form", "junk"])
def test_a_strange_workbook_is_not_loaded(staff: Cast, kind: str) -> None:
    made, by = staff.begun(), staff.who("reporter")
    sent = {
        "month": lambda: workbook(staff.begun(FEBRUARY)),
        "unit": lambda: workbook(staff.begun(unit="b")),
        "form": lambda: workbook(made),
        "junk": lambda: b"no workbook",
    }[kind]()
    if kind == "form":
        staff.indicators["revenue"].unit_of_measure = "亿元"
        staff.indicators["revenue"].save()
    upload = receive(made, "一月.xlsx", sent, by=by)
    trial = try_out(upload)
    assert not trial.loadable
    refused(lambda: load(upload, trial.seen, by=by))


def test_the_database_itself_locks_what_was_submitted(staff: Cast) -> None:
    made = staff.filled()
    cells = Cell.objects.filter(submission=made)
    assert 3 == cells.update(note="可以")
    submit(made, by=staff.who("reporter"))
    with pytest.raises(IntegrityError), transaction.atomic():
        cells.update(note="不可以")
