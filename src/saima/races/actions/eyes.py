"""Who is a second pair of eyes: another person, who stands in for none of the first."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.models import Event
from saima.people.queries import deputies


def must_not_stand_in(person: int, others: Collection[int], since: Event) -> None:
    """Refuse whoever stood in for one of the others, or they for them, since a deed.

    A post that was ended meanwhile makes nobody another.
    """
    day = timezone.localdate(since.at)
    stead = deputies({person, *others}, since=day)
    for other in others:
        if other in stead.get(person, ()) or person in stead.get(other, ()):
            raise Refused(
                words("one who stands in for the other is no second pair of eyes"),
                words("let somebody else look at it"),
            )
