"""How the state of a submission is printed."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from saima.core.punctuality import PUNCTUALITY_WORDS, Punctuality
from saima.core.workflow import STATE_WORDS, STEP_WORDS, State, Step
from saima.submissions.duties import MonthOfUnit

register = template.Library()

# The sign of a state, in the classes that all pages share.
SIGNS = {
    State.OPEN: "sign-note",
    State.CORRECTING: "sign-missing",
    State.SENT_BACK: "sign-bad",
    State.SUBMITTED: "sign-source",
    State.APPROVED: "sign-good",
    State.ACCEPTED: "sign-good",
}


@register.filter
def state_name(state: State) -> str:
    """Where a submission stands."""
    return STATE_WORDS[state].say(gettext)


@register.filter
def state_sign(state: State) -> str:
    """The class of its sign."""
    return SIGNS[state]


@register.filter
def step_name(step: str) -> str:
    """A step in words."""
    return STEP_WORDS[Step(step)].say(gettext)


@register.filter
def in_time(punctuality: Punctuality) -> str:
    """Whether it was in time."""
    return PUNCTUALITY_WORDS[punctuality].say(gettext)


@register.filter
def first_in_time(one: MonthOfUnit) -> bool:
    """Whether what is late now was first sent in time, and came back to be mended."""
    if one.punctuality not in (Punctuality.LATE, Punctuality.MISSING):
        return False
    sent = [m.event.at for m in one.standing.moves if m.step == Step.SUBMIT.value]
    return bool(sent) and timezone.localtime(sent[0]).date() <= one.due_on
