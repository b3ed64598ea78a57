"""The steps of a unit's month: each its own address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.asking import Asked
from saima.submissions.actions import steps
from saima.submissions.models import Submission
from saima.submissions.queries import submission_of
from saima.submissions.views.asking import (
    begun,
    round_asked,
    there,
    unit_asked,
    who_asks,
)
from saima.submissions.views.month import month_page


def _taken(
    request: Asked, code: str, month: Month, step: Callable[[Submission], object]
) -> HttpResponse:
    """Take a step and show the page; what was refused stands above it."""
    unit = unit_asked(request, code)
    try:
        step(there(unit, month))
    except Refused as no:
        return month_page(request, unit, month, no)
    return redirect("submissions:month", unit=code, month=month)


@require_POST
def submit(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Submit what was filled in."""
    row = unit_asked(request, unit)
    by = who_asks(request, Verb.FILL, row)
    if submission_of(row, month) is None:
        try:
            begun(request, row, month)
        except Refused as no:
            return month_page(request, row, month, no)
    return _taken(request, unit, month, lambda s: steps.submit(s, by=by))


@require_POST
def approve(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Approve the round that was looked at."""
    by = who_asks(request, Verb.APPROVE, unit_asked(request, unit))
    number = round_asked(request)
    return _taken(request, unit, month, lambda s: steps.approve(s, number, by=by))


@require_POST
def send_back(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Send a round back to whoever filled it in, before it is approved."""
    by = who_asks(request, Verb.APPROVE, unit_asked(request, unit))
    number, said = round_asked(request), request.POST.get("words", "")

    def step(submission: Submission) -> None:
        _must_be(submission, approved=False)
        steps.send_back(submission, number, said, by=by)

    return _taken(request, unit, month, step)


@require_POST
def accept(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Accept the approved round for the office."""
    by = who_asks(request, Verb.ACCEPT, unit_asked(request, unit))
    number = round_asked(request)
    return _taken(request, unit, month, lambda s: steps.accept(s, number, by=by))


@require_POST
def return_to_unit(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Send an approved round back to the unit, as the office."""
    by = who_asks(request, Verb.ACCEPT, unit_asked(request, unit))
    number, said = round_asked(request), request.POST.get("words", "")

    def step(submission: Submission) -> None:
        _must_be(submission, approved=True)
        steps.send_back(submission, number, said, by=by)

    return _taken(request, unit, month, step)


@require_POST
def reopen(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Begin a correction of what was approved."""
    by = who_asks(request, Verb.FILL, unit_asked(request, unit))
    said = request.POST.get("words", "")
    return _taken(request, unit, month, lambda s: steps.reopen(s, said, by=by))


def _must_be(submission: Submission, *, approved: bool) -> None:
    """An approver sends back what waits for approval, the office what was approved."""
    if steps.is_approved(submission) is not approved:
        raise Refused(
            words("this round is no longer with you"),
            words("load the page again, look at what changed, and decide anew"),
        )
