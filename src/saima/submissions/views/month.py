"""A unit's month: its lines, its steps, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import Words, words
from saima.core.workflow import MOVES, STATE_WORDS, State, Step
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.plans.proposed import without_address
from saima.plans.quoted import Mention, mentions_of
from saima.submissions.duties import months_of_units
from saima.submissions.extensions import ExtendedMonth, extended
from saima.submissions.lines import ShownLine, left_in, lines_of
from saima.submissions.models import Submission, Upload
from saima.submissions.monthly import form_of
from saima.submissions.queries import Standing, standings_of, submission_of
from saima.submissions.views.asking import unit_asked

# Which address a step has, by who takes it.
ROUTES = {
    (Step.SUBMIT, Verb.FILL): "submissions:submit",
    (Step.APPROVE, Verb.APPROVE): "submissions:approve",
    (Step.SEND_BACK, Verb.APPROVE): "submissions:send_back",
    (Step.ACCEPT, Verb.ACCEPT): "submissions:accept",
    (Step.SEND_BACK, Verb.ACCEPT): "submissions:return_to_unit",
    (Step.REOPEN, Verb.FILL): "submissions:reopen",
}
BUTTONS = {
    Step.SUBMIT: words("Submit the month"),
    Step.APPROVE: words("Approve"),
    Step.SEND_BACK: words("Send back"),
    Step.ACCEPT: words("Accept"),
    Step.REOPEN: words("Correct this month"),
}


@dataclass(frozen=True)
class Button:
    """A step that can be taken now."""

    step: Step
    name: Words
    address: str
    needs_words: bool


@require_safe
def month(request: Asked, unit: str, month: Month) -> HttpResponse:
    """The page of a unit's month."""
    return month_page(request, unit_asked(request, unit), month)


def month_page(
    request: Asked, unit: OrgUnit, month: Month, refused: Refused | None = None
) -> HttpResponse:
    """The page, perhaps with what was just refused."""
    submission = submission_of(unit, month)
    standing = standings_of([submission])[submission.pk] if submission else Standing()
    fills = standing.state in FILLED and request.actor.may(Verb.FILL, unit)
    lines = lines_of(
        form_of(unit, month),
        submission,
        locked=not fills,
        counted=standing.approved,
    )
    page = {
        "unit": unit,
        "month": month,
        "standing": standing,
        "state": STATE_WORDS[standing.state],
        "about": _about(request, unit, month),
        "lines": lines,
        "fills": fills,
        "grid": _grid(request, unit, month, lines) if fills else None,
        "left": left_in(lines),
        "buttons": _buttons(request, unit, month, standing),
        "uploads": _uploads(submission) if fills else (),
        "mentions": _mentions(request, unit, month),
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "submissions/month.html", page, status=status)


FILLED = frozenset({State.OPEN, State.SENT_BACK, State.CORRECTING})


def _mentions(request: Asked, unit: OrgUnit, month: Month) -> list[Mention]:
    """What papers state of this month; who may not read them sees the sentence alone."""
    found = [m for m in mentions_of([unit.pk], month.year) if m.last == month]
    root = request.actor.tree.root_of(unit.pk)
    reads = request.actor.may(Verb.READ_PAPERS, root)
    return found if reads else [without_address(one) for one in found]


def _about(request: Asked, unit: OrgUnit, month: Month) -> ExtendedMonth | None:
    found = extended(months_of_units([unit.pk], request.actor.tree, [month]))
    return found[0] if found else None


def _grid(
    request: Asked, unit: OrgUnit, month: Month, lines: list[ShownLine]
) -> dict[str, object]:
    """What the grid asks for; its contract stands in the template."""
    named = {"unit": unit.code, "month": month}
    shown = [
        {
            "key": line.key,
            "subject": line.subject,
            "indicator": line.indicator,
            "unit": line.unit,
            "year": line.year,
            "plan": line.plan,
            "last": line.last,
            "value": line.value,
            "note": line.note,
            "listed": line.listed,
            "items": line.items,
            "count": line.count,
            "seen": line.seen,
            "confirmed": line.confirmed,
            "locked": line.locked,
            "state": line.state,
            "message": line.message.say(gettext) if line.message else "",
            "next": line.next.say(gettext) if line.next else "",
        }
        for line in lines
    ]
    return {
        "save": reverse("submissions:cells", kwargs=named),
        "plain": reverse("submissions:save", kwargs=named),
        "keep": request.actor.account,
        "caption": f"{unit.name} {month}",
        "left": left_in(lines),
        "lines": shown,
    }


def _buttons(
    request: Asked, unit: OrgUnit, month: Month, standing: Standing
) -> list[Button]:
    """The steps that the state allows and a post of whoever asks."""
    return [
        Button(
            row.step,
            BUTTONS[row.step],
            reverse(
                ROUTES[row.step, row.verb], kwargs={"unit": unit.code, "month": month}
            ),
            row.needs_words,
        )
        for row in MOVES
        if row.before is standing.state and request.actor.may(row.verb, unit)
    ]


def _uploads(submission: Submission | None) -> list[Upload]:
    """The workbooks that were sent last."""
    if submission is None:
        return []
    rows = Upload.objects.filter(submission=submission).order_by("-pk")
    return list(rows.defer("content").select_related("person")[:5])
