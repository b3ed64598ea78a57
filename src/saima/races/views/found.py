"""Finding the race of an address, and refusing what a post does not allow to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from saima.core.authority import Verb
from saima.people.asking import Asked
from saima.races.models import Race
from saima.races.queries.live import race_row

View = Callable[..., HttpResponse]


def of_a_race(verb: Verb | None = None) -> Callable[[View], View]:
    """Find the race by its name; with a verb, ask for a post at the head of its group."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: Asked, slug: str, **rest: Any) -> HttpResponse:
            row = race_row(slug)
            if row is None:
                raise Http404
            if verb is not None and not request.actor.may(verb, row.root):
                raise PermissionDenied
            return view(request, row, **rest)

        return found

    return decorate


def sees_all(request: Asked, row: Race) -> bool:
    """Whether somebody sees a race before and beside what is published."""
    return request.actor.may(Verb.SEE_RACE, row.root)
