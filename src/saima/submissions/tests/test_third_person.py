"""The office accepts what others wrote and approved, and the office is the head alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from saima.core.authority import PostKind
from saima.core.refusal import Refused
from saima.core.workflow import Step
from saima.journal.actions import Deed, Who, record
from saima.people.models import Post
from saima.people.queries import today
from saima.submissions.actions.filling import fill
from saima.submissions.actions.steps import (
    accept,
    approve,
    reopen,
    send_back,
    submit,
)
from saima.submissions.actions.workbooks import load, receive, try_out
from saima.submissions.models import Move, Submission
from saima.submissions.tests.made import IN_ORDER, Cast, changes, person, post
from saima.submissions.tests.test_steps import workbook

Made = tuple[Submission, int, str]
MONTH = "/submissions/a/2026-01/"


def approved(staff: Cast, *, by: str = "approver") -> Submission:
    """A month that waits for the office."""
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    approve(made, 1, by=staff.who(by))
    return made


def who_approved(staff: Cast) -> Made:
    return approved(staff), 1, "approver"


def who_submitted(staff: Cast) -> Made:
    return approved(staff), 1, "reporter"


def by_another_account(staff: Cast) -> Made:
    return approved(staff), 1, "second"


def who_typed_a_word_of_it(staff: Cast) -> Made:
    """What the planner had typed was written over by the reporter since."""
    made = staff.filled(by="planner")
    words = {key: {"note": "已核对"} for key in IN_ORDER}
    fill(made, changes(words, seen=1), by=staff.who("reporter"))
    assert not made.cells.exclude(person=staff.persons["reporter"]).exists()
    submit(made, by=staff.who("reporter"))
    approve(made, 1, by=staff.who("approver"))
    return made, 1, "planner"


def who_sent_the_workbook(staff: Cast) -> Made:
    """The planner's workbook was loaded, and every line of it touched since."""
    made = staff.begun()
    upload = receive(made, "一月.xlsx", workbook(made), by=staff.who("planner"))
    load(upload, try_out(upload).seen, by=staff.who("planner"))
    words = {key: {"note": "已核对"} for key in IN_ORDER}
    fill(made, changes(words, seen=1), by=staff.who("reporter"))
    submit(made, by=staff.who("reporter"))
    approve(made, 1, by=staff.who("approver"))
    return made, 1, "planner"


def who_deputized_for_the_approver(staff: Cast) -> Made:
    """And does so no longer."""
    made = approved(staff)
    people = staff.persons
    held = post(
        people["planner"],
        PostKind.APPROVER,
        staff.units["a"],
        deputizes=people["approver"],
    )
    Post.objects.filter(pk=held.pk).update(closed=today() - timedelta(days=1))
    return made, 1, "planner"


def in_whose_stead_it_was_approved(staff: Cast) -> Made:
    made, people = approved(staff), staff.persons
    post(
        people["approver"],
        PostKind.APPROVER,
        staff.units["a"],
        deputizes=people["planner"],
    )
    return made, 1, "planner"


def who_approved_the_correction(staff: Cast) -> Made:
    """The first round is accepted already; the second is another matter."""
    made = approved(staff)
    accept(made, 1, by=staff.who("planner"))
    reopen(made, "更正", by=staff.who("reporter"))
    typed = changes({("a", "revenue"): {"value": "120"}}, seen=1)
    fill(made, typed, by=staff.who("reporter2"))
    submit(made, by=staff.who("reporter2"))
    approve(made, 2, by=staff.who("other"))
    return made, 2, "other"


def who_approved_what_came_back(staff: Cast) -> Made:
    """The first approval was taken back by the office, who gave another the round."""
    made = approved(staff, by="other")
    send_back(made, 1, "请附说明", by=staff.who("planner"))
    submit(made, by=staff.who("reporter"))
    approve(made, 2, by=staff.who("approver"))
    return made, 2, "other"


ROUTES = [
    who_approved,
    who_submitted,
    by_another_account,
    who_typed_a_word_of_it,
    who_sent_the_workbook,
    who_deputized_for_the_approver,
    in_whose_stead_it_was_approved,
    who_approved_the_correction,
    who_approved_what_came_back,
]


def put_in(made: Submission, number: int, *, by: Who) -> None:
    """Write the acceptance past every action."""
    move = Move(
        submission=made,
        unit_id=made.unit_id,
        number=Move.objects.filter(submission=made).count() + 1,
        step=Step.ACCEPT.value,
        round=number,
        person_id=by.person,
        account=by.account,
        post="planner",
    )
    with transaction.atomic():
        record(Deed("submission.accept", by), [move])


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("way", "refusal"), [(accept, Refused), (put_in, IntegrityError)]
)
def test_no_hand_in_a_round_accepts_it(
    staff: Cast,
    route: Callable[[Cast], Made],
    way: Callable[..., object],
    refusal: type[Exception],
) -> None:
    made, number, name = route(staff)
    post(person("planner2"), PostKind.PLANNER, staff.units["g"])
    staff.accounts |= {a.username: a for p in _planners() for a in p.accounts.all()}
    before = Move.objects.count()
    with pytest.raises(refusal, match=r"third person|cannot accept|must accept"):
        way(made, number, by=staff.who(name, "planner"))
    assert before == Move.objects.count()
    way(made, number, by=staff.who("planner2", "planner"))  # the control
    assert before + 1 == Move.objects.count()


def _planners():  # type: ignore[no-untyped-def]
    held = Post.objects.filter(kind=PostKind.PLANNER.value).select_related("person")
    return [one.person for one in held]


def test_who_wrote_an_accepted_round_accepts_the_next_of_others(staff: Cast) -> None:
    """What was looked at and done with bars nobody for ever."""
    made = approved(staff, by="other")
    accept(made, 1, by=staff.who("planner"))
    reopen(made, "更正", by=staff.who("reporter"))
    # Every line is written anew by another, so that none of the first hands is left.
    for key, said in IN_ORDER.items():
        seen = made.cells.get(subject__code=key[0], indicator__code=key[1]).seen
        typed = changes({key: said | {"note": "更正"}}, seen=seen)
        fill(made, typed, by=staff.who("reporter2"))
    submit(made, by=staff.who("reporter2"))
    approve(made, 2, by=staff.who("approver"))
    put_in(made, 2, by=staff.who("other", "planner"))
    assert Step.ACCEPT.value == Move.objects.order_by("-pk")[0].step


@pytest.mark.parametrize(("unit", "opens"), [("g", True), ("a", False)])
def test_only_a_planner_at_the_head_is_the_office(
    staff: Cast, unit: str, opens: bool
) -> None:
    approved(staff)
    planner = person("below")
    post(planner, PostKind.PLANNER, staff.units[unit])
    client = Client()
    client.force_login(planner.accounts.get())
    page = client.get(MONTH).content.decode()
    assert opens is (f'action="{MONTH}accept/"' in page)
    assert opens is (f'action="{MONTH}return/"' in page)
    assert opens is (MONTH in client.get("/").content.decode())
    status = client.post(f"{MONTH}return/", {"round": 1, "words": "重报"}).status_code
    assert (302 if opens else 403) == status
    assert opens is (Move.objects.order_by("-pk")[0].step == Step.SEND_BACK.value)
