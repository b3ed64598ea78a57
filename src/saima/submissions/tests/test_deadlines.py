"""By when a month is due: for the group, for one unit, and what came back to be mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from saima.core.authority import PostKind
from saima.core.periods import Month
from saima.core.punctuality import Punctuality, punctuality
from saima.core.refusal import Refused
from saima.core.workflow import Step
from saima.journal.models import Event
from saima.people.models import OrgUnit
from saima.people.queries import this_month, today, tree_at
from saima.site.postgres.roles import Connection
from saima.submissions.actions.deadlines import extend, set_deadline
from saima.submissions.actions.steps import approve, reopen, submit
from saima.submissions.duties import MonthOfUnit, months_of_units
from saima.submissions.extensions import due_of, extended
from saima.submissions.models import Deadline, Extension, Move
from saima.submissions.queries import due_on, standing_of
from saima.submissions.templatetags.submission_text import first_in_time
from saima.submissions.tests.made import JANUARY, Cast, person, post

PAST = this_month().previous().previous()  # its day is past whatever day it is today
TOMORROW = today() + timedelta(days=1)
A_DAY = timedelta(days=1)
REASON = "系统升级，报送顺延"


def refused(deed: Callable[[], object], match: str) -> None:
    """A deed is refused for this reason, and nothing of it is done."""
    before = Event.objects.count(), Deadline.objects.count(), Extension.objects.count()
    with pytest.raises(Refused, match=match):
        deed()
    after = Event.objects.count(), Deadline.objects.count(), Extension.objects.count()
    assert before == after


def test_a_day_that_is_past_moves_later_and_with_a_reason_alone(staff: Cast) -> None:
    root, by = staff.units["g"], staff.who("planner")

    def move(day: date, reason: str = "") -> Deadline:
        return set_deadline(root, PAST, day, by=by, reason=reason)

    assert due_on(root, PAST) < today()
    refused(lambda: move(TOMORROW), "needs a reason")
    refused(lambda: move(TOMORROW, "  "), "needs a reason")
    refused(lambda: move(TOMORROW, "长" * 201), "200")
    refused(lambda: move(today() - A_DAY, REASON), "past already")
    refused(lambda: move(PAST.last_day, REASON), "before the end")
    assert today() == move(today(), REASON).due_on
    assert REASON == Event.objects.latest("number").details["reason"]


def test_a_day_that_is_not_past_needs_no_reason(staff: Cast) -> None:
    root, by = staff.units["g"], staff.who("planner")
    set_deadline(root, PAST, TOMORROW + 7 * A_DAY, by=by, reason=REASON)
    set_deadline(root, PAST, TOMORROW, by=by)  # sooner again, and still ahead
    assert due_on(root, PAST) == TOMORROW


def of_unit(unit: OrgUnit, month: Month = PAST) -> MonthOfUnit:
    """How a unit's month stands."""
    (one,) = extended(months_of_units([unit.pk], tree_at(), [month]))
    return one


def test_one_unit_is_given_more_time_and_no_other(staff: Cast) -> None:
    a, b = staff.units["a"], staff.units["b"]
    by = staff.who("planner", "planner")
    assert Punctuality.MISSING is of_unit(a).punctuality
    extend(a, PAST, TOMORROW, by=by, reason=REASON)
    assert (Punctuality.DUE, TOMORROW) == (of_unit(a).punctuality, of_unit(a).due_on)
    assert Punctuality.MISSING is of_unit(b).punctuality
    row = Extension.objects.get()
    assert (REASON, by.person) == (row.reason, row.person_id)
    submit(staff.filled(PAST), by=staff.who("reporter"))
    assert Punctuality.IN_TIME is of_unit(a).punctuality


def test_the_later_of_the_groups_day_and_a_units_own_counts(staff: Cast) -> None:
    root, unit, by = staff.units["g"], staff.units["a"], staff.who("planner")
    extend(unit, PAST, TOMORROW, by=by, reason=REASON)
    set_deadline(root, PAST, TOMORROW + A_DAY, by=by, reason=REASON)
    assert TOMORROW + A_DAY == due_of(unit, root, PAST) == of_unit(unit).due_on
    extend(unit, PAST, TOMORROW + 2 * A_DAY, by=by, reason=REASON)
    assert TOMORROW + 2 * A_DAY == due_of(unit, root, PAST)


def test_when_a_unit_is_given_no_more_time(staff: Cast) -> None:
    unit, by = staff.units["a"], staff.who("planner")

    def give(day: date, reason: str = REASON, month: Month = PAST) -> Extension:
        return extend(unit, month, day, by=by, reason=reason)

    refused(lambda: give(TOMORROW, " "), "needs a reason")
    refused(lambda: give(TOMORROW, "长" * 201), "200")
    refused(lambda: give(today() - A_DAY), "past already")
    refused(lambda: give(TOMORROW, month=Month(2025, 12)), "reports nothing")
    assert give(TOMORROW).due_on == TOMORROW
    refused(lambda: give(TOMORROW), "has until")
    made = staff.filled(PAST)
    submit(made, by=staff.who("reporter"))
    refused(lambda: give(TOMORROW + A_DAY), "would change nothing")
    approve(made, 1, by=staff.who("approver"))
    reopen(made, "更正", by=staff.who("reporter"))  # a correction is owed by no day
    refused(lambda: give(TOMORROW + A_DAY), "would change nothing")


def told(*steps: tuple[Step, int, date]) -> list[Move]:
    """Steps of a submission on certain days; nothing is written."""
    zone = timezone.get_current_timezone()
    return [
        Move(
            number=number,
            step=step.value,
            round=round_,
            event=Event(at=datetime(day.year, day.month, day.day, 12, tzinfo=zone)),
        )
        for number, (step, round_, day) in enumerate(steps, start=1)
    ]


def standing(staff: Cast, *steps: tuple[Step, int, date]) -> tuple[Punctuality, bool]:
    """Whether a month of such steps was in time, and what is said of its first round."""
    made = standing_of(told(*steps))
    due = due_on(staff.units["g"], JANUARY)
    row = MonthOfUnit(
        staff.units["a"], JANUARY, made, due, of_punctuality(made.submitted_at, due)
    )
    return row.punctuality, first_in_time(row)


def of_punctuality(at: datetime | None, due: date) -> Punctuality:
    local = timezone.localtime(at) if at else None
    return punctuality(JANUARY, local, due, timezone.localtime())


def test_what_came_back_is_in_time_only_if_it_is_sent_again_in_time(
    staff: Cast,
) -> None:
    due = due_on(staff.units["g"], JANUARY)
    before, after = due - A_DAY, due + A_DAY
    first, back = (Step.SUBMIT, 1, before), (Step.SEND_BACK, 1, before)
    assert (Punctuality.IN_TIME, False) == standing(staff, first)
    assert (Punctuality.MISSING, True) == standing(staff, first, back)
    again = (Step.SUBMIT, 2, due)
    assert (Punctuality.IN_TIME, False) == standing(staff, first, back, again)
    late = (Step.SUBMIT, 2, after)
    assert (Punctuality.LATE, True) == standing(staff, first, back, late)
    approved = (Step.APPROVE, 2, after)
    assert (Punctuality.LATE, True) == standing(staff, first, back, late, approved)
    only = (Step.SUBMIT, 1, after)
    assert (Punctuality.LATE, False) == standing(staff, only)


def test_a_correction_after_the_day_does_not_make_late(staff: Cast) -> None:
    due = due_on(staff.units["g"], JANUARY)
    before, after = due - A_DAY, due + A_DAY
    steps = [
        (Step.SUBMIT, 1, before),
        (Step.APPROVE, 1, before),
        (Step.REOPEN, 1, after),
        (Step.SUBMIT, 2, after),
        (Step.APPROVE, 2, after),
    ]
    assert (Punctuality.IN_TIME, False) == standing(staff, *steps)


# --- The forms of the board ------------------------------------------------------


@pytest.fixture
def planner(staff: Cast) -> Client:
    """The browser of the planner of the group."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff.accounts["planner"])
    return client


def sent(client: Client, what: str, **fields: object) -> int:
    """Post a form of the board."""
    given = {"month": PAST, "day": TOMORROW.isoformat(), "reason": REASON}
    return client.post(f"/submissions/g/{what}/", given | fields).status_code


def test_the_office_gives_more_time_on_the_board(staff: Cast, planner: Client) -> None:
    board = planner.get(f"/submissions/?month={PAST}").content.decode()
    assert 'action="/submissions/g/extend/"' in board
    assert REASON not in board
    assert 302 == sent(planner, "extend", unit="a")
    for address in (f"/submissions/?month={PAST}", f"/submissions/a/{PAST}/"):
        page = planner.get(address).content.decode()
        assert REASON in page
        assert TOMORROW.isoformat() in page
    reporter = Client()
    reporter.force_login(staff.accounts["reporter"])
    assert REASON in reporter.get(f"/submissions/a/{PAST}/").content.decode()
    other = Client()
    other.force_login(staff.accounts["reporter_b"])
    assert REASON not in other.get(f"/submissions/?month={PAST}").content.decode()


@pytest.mark.parametrize("what", ["extend", "deadline"])
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 302),
        ({"day": "soon"}, 409),
        ({"month": "May"}, 409),
        ({"reason": ""}, 409),
    ],
)
def test_what_the_board_cannot_read_is_refused(
    staff: Cast, planner: Client, what: str, fields: dict[str, object], status: int
) -> None:
    assert status == sent(planner, what, **{"unit": "a"} | fields)
    assert (status == 302) is bool(Extension.objects.count() + Deadline.objects.count())


def test_a_unit_of_nobody_is_given_nothing(staff: Cast, planner: Client) -> None:
    assert 404 == sent(planner, "extend", unit="nobody")
    assert 404 == sent(planner, "extend")
    assert 302 == sent(planner, "extend", unit="a")


@pytest.mark.parametrize("what", ["extend", "deadline"])
def test_below_the_head_no_day_is_set(staff: Cast, planner: Client, what: str) -> None:
    """Neither by a planner of a unit, nor for a unit as if it were the group."""
    below = person("below")
    post(below, PostKind.PLANNER, staff.units["a"])
    client = Client()
    client.force_login(below.accounts.get())
    for unit in ("g", "a"):
        form = {"month": PAST, "day": TOMORROW, "reason": REASON, "unit": "a"}
        answer = client.post(f"/submissions/{unit}/{what}/", form)
        assert answer.status_code in (403, 404)
    form = {"month": PAST, "day": TOMORROW, "reason": REASON, "unit": "a"}
    assert planner.post(f"/submissions/a/{what}/", form).status_code in (404, 409)
    assert 0 == Extension.objects.count() + Deadline.objects.count()
    assert 302 == sent(planner, what, unit="a")
    assert "submissions/g/extend" not in client.get("/submissions/").content.decode()


# --- In the database -------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submissions_extension SET due_on = due_on + 9",
        "DELETE FROM submissions_extension",
    ],
)
def test_time_that_was_given_is_not_changed(as_app: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute(statement)
    assert as_app.execute("SELECT count(*) FROM submissions_extension").fetchone()
