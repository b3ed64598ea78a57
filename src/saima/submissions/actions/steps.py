"""The steps of a submission: submit, send back, approve, accept, correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from saima.core.findings import Severity
from saima.core.refusal import Refused
from saima.core.words import words
from saima.core.workflow import (
    SAME_HAND,
    SAME_PERSON,
    STATE_WORDS,
    STEP_WORDS,
    State,
    Step,
    after,
    bars_acceptance,
    bars_approval,
)
from saima.journal.actions import Deed, Who, record
from saima.journal.models import Event, LedgerRow
from saima.people.queries import deputies
from saima.plans.actions.desk import keep_plan
from saima.submissions.actions.figures import rows_of_round
from saima.submissions.actions.filling import lock
from saima.submissions.models import Figure, Move, Submission, Upload
from saima.submissions.monthly import findings_of, form_of
from saima.submissions.queries import (
    Standing,
    approved_of,
    cells_of,
    standing_of,
)

LOAD_AGAIN = words("load the page again, look at what changed, and decide anew")
ANOTHER_APPROVER = words("let another approver of the unit look at it")
ANOTHER_PLANNER = words("let another planner at the head of the group accept it")


@transaction.atomic
def submit(submission: Submission, *, by: Who) -> Move:
    """Write what was filled in as figures of a new round, for somebody else to approve."""
    lock(submission)
    standing = _standing(submission)
    _must_allow(Step.SUBMIT, standing)
    _must_be_open(submission)
    _must_be_in_order(submission)
    number = standing.round + 1
    rows = rows_of_round(submission, number)
    return _take(submission, standing, Next(Step.SUBMIT, number, rows), by=by)


@transaction.atomic
def approve(submission: Submission, number: int, *, by: Who) -> Move:
    """Vouch for a round of figures; whoever wrote any of them cannot."""
    lock(submission)
    keep_plan(submission.unit, submission.month.year)
    standing = _standing(submission)
    _must_allow(Step.APPROVE, standing)
    _must_be_newest(standing, number)
    _must_be_another(submission, standing, by)
    return _take(submission, standing, Next(Step.APPROVE, number), by=by)


@transaction.atomic
def accept(submission: Submission, number: int, *, by: Who) -> Move:
    """Take the approved round into the office's own books; no hand in it may."""
    lock(submission)
    standing = _standing(submission)
    _must_allow(Step.ACCEPT, standing)
    _must_be_newest(standing, number)
    _must_be_a_third(submission, standing, by)
    return _take(submission, standing, Next(Step.ACCEPT, number), by=by)


@transaction.atomic
def send_back(submission: Submission, number: int, said: str, *, by: Who) -> Move:
    """Give a round back to be mended, in words."""
    lock(submission)
    standing = _standing(submission)
    _must_allow(Step.SEND_BACK, standing)
    _must_be_newest(standing, number)
    _must_say_why(said)
    following = Next(Step.SEND_BACK, number, said=said)
    return _take(submission, standing, following, by=by)


@transaction.atomic
def reopen(submission: Submission, said: str, *, by: Who) -> Move:
    """Begin a correction; what was approved goes on counting until the new round is."""
    lock(submission)
    standing = _standing(submission)
    _must_allow(Step.REOPEN, standing)
    _must_say_why(said)
    following = Next(Step.REOPEN, standing.round, said=said)
    return _take(submission, standing, following, by=by)


def _standing(submission: Submission) -> Standing:
    moves = Move.objects.filter(submission=submission).order_by("number")
    return standing_of(moves.select_related("event", "person"))


def _must_allow(step: Step, standing: Standing) -> None:
    if after(standing.state, step) is None:
        raise Refused(
            words(
                "“{step}” does not fit: this month is {state}",
                step=STEP_WORDS[step],
                state=STATE_WORDS[standing.state],
            ),
            LOAD_AGAIN,
        )


def _must_be_newest(standing: Standing, number: int) -> None:
    if standing.round != number:
        raise Refused(
            words(
                "you saw round {seen}, and round {newest} was submitted since",
                seen=number,
                newest=standing.round,
            ),
            LOAD_AGAIN,
        )


def _must_say_why(said: str) -> None:
    if not said.strip():
        raise Refused(
            words("this needs words for the unit"),
            words("write what is to be mended, and how"),
        )


def _must_be_open(submission: Submission) -> None:
    unit = submission.unit
    if unit.closed is not None and unit.closed < submission.month:
        raise Refused(
            words(
                "{name} closed after {month} and reports no more",
                name=unit.name,
                month=str(unit.closed),
            ),
            words("ask the planning office if this is wrong"),
        )


def _must_be_in_order(submission: Submission) -> None:
    """No line may be missing, wrong, or still in question."""
    form = form_of(submission.unit, submission.month)
    found = findings_of(form, submission, submitting=True)
    left = [finding for finding in found if finding.severity is not Severity.NOTE]
    if left:
        raise Refused(
            words("{count} cells are not in order yet", count=len(left)),
            words("mend them or confirm them, then submit again"),
        )


def _must_be_another(submission: Submission, standing: Standing, by: Who) -> None:
    """Four eyes are those of two persons, whatever accounts and posts they use."""
    authors = _hands(submission, standing, standing.approved)
    barred = bars_approval(*_tied(submission, authors, by))
    if barred is not None:
        raise Refused(barred, ANOTHER_APPROVER)


def _must_be_a_third(submission: Submission, standing: Standing, by: Who) -> None:
    """Who accepts for the office neither wrote nor approved what is accepted."""
    earlier = ((m.step, m.round) for m in standing.moves if m.round < standing.round)
    since = approved_of(earlier)
    hands = _hands(submission, standing, since)
    hands |= {
        move.person_id
        for move in standing.moves
        if move.step == Step.APPROVE.value and move.round > since
    }
    barred = bars_acceptance(*_tied(submission, hands, by))
    if barred is not None:
        raise Refused(barred, ANOTHER_PLANNER)


def _tied(
    submission: Submission, hands: set[int], by: Who
) -> tuple[str, set[str], dict[str, set[str]]]:
    """Who looks, whose hands were there, and who stands in for whom, as the core asks.

    Whoever stood in for somebody while the month was written did so, even if the
    post has ended since.
    """
    assert by.person is not None  # whoever comes in by a page is a person
    stead = deputies({by.person, *hands}, since=submission.month.first_day)
    named = {str(k): {str(v) for v in others} for k, others in stead.items()}
    return str(by.person), {str(hand) for hand in hands}, named


def _hands(submission: Submission, standing: Standing, since: int) -> set[int]:
    """Everybody who wrote, typed, sent or submitted anything after a round."""
    figures = Figure.objects.filter(submission=submission, round__gt=since)
    found = {*figures.values_list("person_id", flat=True)}
    found |= {
        move.person_id
        for move in standing.moves
        if move.step == Step.SUBMIT.value and move.round > since
    }
    found |= {*cells_of(submission).values_list("person_id", flat=True)}
    return found | _typed(submission, standing, since)


def _typed(submission: Submission, standing: Standing, since: int) -> set[int]:
    """Who has typed or sent anything since a round was approved, however little.

    What one wrote stays theirs when another has changed a word of it since.
    """
    vouched = [
        move.event_id
        for move in standing.moves
        if move.step == Step.APPROVE.value and move.round == since
    ]
    about = f"submissions.submission:{submission.pk}"
    typed = Event.objects.filter(
        about=about, verb="submission.fill", number__gt=max(vouched, default=0)
    )
    sent = Upload.objects.filter(submission=submission, loaded_at__isnull=False)
    if vouched:
        at = Event.objects.get(number=max(vouched)).at
        sent = sent.filter(loaded_at__gt=at)
    found = {*typed.values_list("person", flat=True)}
    found |= {*sent.values_list("person_id", flat=True)}
    return {person for person in found if person is not None}


@dataclass(frozen=True, slots=True)
class Next:
    """A step to be taken, of which round, with the rows that it writes."""

    step: Step
    round: int
    rows: Sequence[LedgerRow] = ()
    said: str = ""


def _take(
    submission: Submission, standing: Standing, following: Next, *, by: Who
) -> Move:
    """Write the step; of two that are taken at once, the second is refused."""
    assert by.person is not None
    assert by.account is not None
    step, number, rows = following.step, following.round, following.rows
    move = Move(
        submission=submission,
        unit_id=submission.unit_id,
        number=len(standing.moves) + 1,
        step=step.value,
        round=number,
        person_id=by.person,
        account=by.account,
        post=by.post,
        words=following.said.strip(),
    )
    details = {"month": str(submission.month), "round": number, "figures": len(rows)}
    about = f"submissions.submission:{submission.pk}"
    deed = Deed(f"submission.{step.value}", by, about, submission.unit_id, details)
    try:
        with transaction.atomic():
            record(deed, [*rows, move])
    except IntegrityError as conflict:
        raise _refusal_of(conflict) from conflict
    return move


def _refusal_of(conflict: IntegrityError) -> Refused:
    """The words for what the database itself refused."""
    if "third person" in str(conflict):
        return Refused(SAME_HAND, ANOTHER_PLANNER)
    if "four eyes" in str(conflict):
        return Refused(SAME_PERSON, ANOTHER_APPROVER)
    return Refused(words("somebody else has just taken a step here"), LOAD_AGAIN)


def is_approved(submission: Submission) -> bool:
    """Whether the newest round is approved and nothing was done with it since."""
    return _standing(submission).state is State.APPROVED
