"""Nobody approves what they wrote, by whichever route: by action, and by the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from saima.core.authority import PostKind
from saima.core.filling import Entry
from saima.core.refusal import Refused
from saima.core.words import untranslated
from saima.core.workflow import Step
from saima.journal.actions import Deed, Who, record
from saima.people.models import Post
from saima.people.queries import today
from saima.submissions.actions.filling import fill
from saima.submissions.actions.steps import approve, reopen, submit
from saima.submissions.actions.workbooks import load, receive, try_out
from saima.submissions.models import Move, Submission
from saima.submissions.monthly import form_of
from saima.submissions.tests.made import IN_ORDER, Cast, changes, post
from saima.submissions.tests.made import number as exact
from saima.writing.month_workbook import month_workbook

Made = tuple[Submission, int, Who]


def second_account(staff: Cast) -> Made:
    """The same person by another account, who approves too."""
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    post(staff.persons["reporter"], PostKind.APPROVER, staff.units["a"])
    return made, 1, staff.who("second", "approver")


def deputy_of_the_author(staff: Cast) -> Made:
    """The approver deputized for the author, and does so no longer."""
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    people = staff.persons
    held = post(
        people["approver"],
        PostKind.REPORTER,
        staff.units["a"],
        deputizes=people["reporter"],
    )
    Post.objects.filter(pk=held.pk).update(closed=today() - timedelta(days=1))
    return made, 1, staff.who("approver", "approver")


def principal_of_the_author(staff: Cast) -> Made:
    """The author wrote in the approver's stead."""
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    people = staff.persons
    post(
        people["reporter"],
        PostKind.REPORTER,
        staff.units["a"],
        deputizes=people["approver"],
    )
    return made, 1, staff.who("approver", "approver")


def edit_after_approval(staff: Cast) -> Made:
    """Approved once; then the approver corrects a figure and approves that too."""
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    approve(made, 1, by=staff.who("approver"))
    reopen(made, "更正", by=staff.who("reporter"))
    fill(
        made,
        changes({("a", "revenue"): {"value": "120"}}, seen=1),
        by=staff.who("approver"),
    )
    submit(made, by=staff.who("reporter"))
    return made, 2, staff.who("approver", "approver")


def by_import(staff: Cast) -> Made:
    """The approver loaded the workbook that somebody else submitted."""
    made = staff.begun()
    form = form_of(made.unit, made.month)
    entries = [
        Entry(key, exact(said["value"]), "", tuple(said.get("items", "").split()))
        for key, said in IN_ORDER.items()
    ]
    sent = month_workbook(form, entries, untranslated)
    upload = receive(made, "一月.xlsx", sent, by=staff.who("approver"))
    load(upload, try_out(upload).seen, by=staff.who("approver"))
    submit(made, by=staff.who("reporter"))
    return made, 1, staff.who("approver", "approver")


def post_changed(staff: Cast) -> Made:
    """The reporter became the approver in between."""
    made = staff.filled()
    submit(made, by=staff.who("reporter2"))
    person = staff.persons["reporter"]
    Post.objects.filter(person=person).update(closed=today() - timedelta(days=1))
    post(person, PostKind.APPROVER, staff.units["a"], opened=today())
    return made, 1, staff.who("reporter", "approver")


def written_over(staff: Cast) -> Made:
    """What the approver typed was touched by somebody else since."""
    made = staff.filled(by="approver")
    words = {key: {"note": "已核对"} for key in IN_ORDER}
    fill(made, changes(words, seen=1), by=staff.who("reporter"))
    assert not made.cells.exclude(person=staff.persons["reporter"]).exists()
    submit(made, by=staff.who("reporter"))
    return made, 1, staff.who("approver", "approver")


ROUTES = [
    written_over,
    second_account,
    deputy_of_the_author,
    principal_of_the_author,
    edit_after_approval,
    by_import,
    post_changed,
]


def put_in(made: Submission, number: int, *, by: Who) -> None:
    """Write the approval past every action."""
    count = Move.objects.filter(submission=made).count()
    move = Move(
        submission=made,
        unit_id=made.unit_id,
        number=count + 1,
        step=Step.APPROVE.value,
        round=number,
        person_id=by.person,
        account=by.account,
        post="approver",
    )
    with transaction.atomic():
        record(Deed("submission.approve", by), [move])


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("way", "refusal"), [(approve, Refused), (put_in, IntegrityError)]
)
def test_an_author_approves_by_no_route(
    staff: Cast,
    route: Callable[[Cast], Made],
    way: Callable[..., object],
    refusal: type[Exception],
) -> None:
    made, number, who = route(staff)
    before = Move.objects.count()
    with pytest.raises(refusal, match=r"four eyes|cannot approve|must approve"):
        way(made, number, by=who)
    assert before == Move.objects.count()
    put_in(made, number, by=staff.who("other"))  # somebody else may, all the same
    assert before + 1 == Move.objects.count()
