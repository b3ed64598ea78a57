"""The page of the journal: who did what, the newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saima.core.authority import Verb
from saima.core.words import Words
from saima.journal.models import Event
from saima.journal.naming import named
from saima.journal.queries import newest
from saima.journal.verbs import VERB_WORDS, verb_words

ON_A_PAGE = 100


class Reading(HttpRequest):
    """A request of somebody who may read the journal."""

    actor: Any  # the room that knows persons lies above


@require_safe
def events(request: Reading) -> HttpResponse:
    """The newest events of the reader's units, and those of no unit."""
    verb = request.GET.get("verb", "")
    before = request.GET.get("before", "")
    heads = (unit.pk for unit in request.actor.units_for(Verb.READ_JOURNAL))
    kept = request.actor.tree.subtrees(heads)
    found = newest().filter(Q(unit__in=kept) | Q(unit__isnull=True))
    if verb in VERB_WORDS:
        found = found.filter(verb=verb)
    if before.isascii() and before.isdigit() and len(before) < 18:
        found = found.filter(number__lt=int(before))
    shown = list(found[: ON_A_PAGE + 1])
    page = shown[:ON_A_PAGE]
    given = {
        "entries": _entries(page),
        "verb": verb,
        "verbs": VERB_WORDS.items(),
        "before": before,
        "older": page[-1].number if len(shown) > ON_A_PAGE else None,
    }
    return render(request, "journal/events.html", given)


def _entries(page: list[Event]) -> list[dict[str, object]]:
    """Events with the names of who and what they are about."""
    accounts = named("account", {e.account for e in page if e.account is not None})
    persons = named("person", {e.person for e in page if e.person is not None})
    units = named("unit", {e.unit for e in page if e.unit is not None})
    return [
        {
            "event": event,
            "what": verb_words(event.verb),
            "account": accounts.get(event.account or 0, ""),
            "person": persons.get(event.person or 0, ""),
            "unit": units.get(event.unit or 0, ""),
            "details": _told(event.details),
        }
        for event in page
    ]


def _told(details: Any) -> list[tuple[str | Words, str]]:
    """What is kept of a deed, each with its name."""
    told = []
    for name, value in details.items():
        if value not in (None, "", [], {}):
            said = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            told.append((name, said))
    return told
