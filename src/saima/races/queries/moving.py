"""Which deeds move a race, so that what was read of it is read anew only after those."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from saima.core.digests import START
from saima.journal.models import Event
from saima.people import scope

# Typing, sending, looking and publishing move no place; what is not named here may.
MOVES_NOTHING = (
    "submission.begin",
    "submission.fill",
    "submission.load",
    "submission.submit",
    "submission.accept",
    "submission.reopen",
    "upload.",
    "account.",
    "person.",
    "post.",
    "deadline.",
    "rules.draft",
    "rules.propose",
    "rules.agree",
    "rules.refuse",
    "edition.",
    "plan.change",
    "plan.phase",
    "plan.discard",
    "plan.receive",
)
_IDLE = reduce(or_, (Q(verb__startswith=verb) for verb in MOVES_NOTHING))


def newest_move() -> bytes:
    """The digest of the newest deed that may have moved a race.

    It tells one state of the record from another.
    """
    with scope.of_everything():
        moving = Event.objects.exclude(_IDLE).order_by("-number")
        newest = moving.values_list("digest", flat=True).first()
    return START if newest is None else bytes(newest)
