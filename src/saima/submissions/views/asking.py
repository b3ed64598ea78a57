"""What every page of a unit's month begins with."""

from __future__ import annotations

from django.http import Http404

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.journal.actions import Who
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.submissions.actions.filling import begin
from saima.submissions.models import Submission
from saima.submissions.queries import submission_of


def unit_asked(request: Asked, code: str) -> OrgUnit:
    """The unit of an address, which the gate has let pass."""
    unit = request.actor.tree.of_code(code)
    if unit is None:
        raise Http404
    return unit


def who_asks(request: Asked, verb: Verb, unit: OrgUnit) -> Who:
    """Who acts, in the post that allows it."""
    return request.actor.who(verb, unit)


def begun(request: Asked, unit: OrgUnit, month: Month) -> Submission:
    """The submission, made where it is not there yet."""
    return begin(unit, month, by=who_asks(request, Verb.FILL, unit))


def there(unit: OrgUnit, month: Month) -> Submission:
    """The submission; nothing can be done with one that nobody has begun."""
    submission = submission_of(unit, month)
    if submission is None:
        raise Http404
    return submission


def round_asked(request: Asked) -> int:
    """The round that whoever asks has looked at."""
    text = request.POST.get("round", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
