"""The page of the journal: who did what, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from saima.core.authority import POST_WORDS, PostKind
from saima.journal.models import Event
from saima.journal.naming import named
from saima.journal.queries import concerning
from saima.journal.verbs import ABOUT_WORDS, VERB_WORDS, detail_words, verb_words

ON_A_PAGE = 100
OF_PERSONS = ("person", "deputizes")
NAMED = {
    "people.account": "account",
    "people.orgunit": "unit",
    "people.person": "person",
}
Told = tuple[str, str]


class Reading(HttpRequest):
    """A request of somebody who may read the journal."""

    actor: Any  # the room that knows persons lies above


@require_safe
def events(request: Reading) -> HttpResponse:
    """The newest events of the reader's units; at a root also those of its group."""
    verb = request.GET.get("verb", "")
    before = request.GET.get("before", "")
    audited = request.actor.scope.audited
    found = concerning(audited)
    if verb in VERB_WORDS:
        found = found.filter(verb=verb)
    if before.isascii() and before.isdigit() and len(before) < 18:
        found = found.filter(number__lt=int(before))
    shown = list(found[: ON_A_PAGE + 1])
    page = shown[:ON_A_PAGE]
    given = {
        "entries": _entries(page, audited),
        "verb": verb,
        "verbs": VERB_WORDS.items(),
        "before": before,
        "older": page[-1].number if len(shown) > ON_A_PAGE else None,
    }
    return render(request, "journal/events.html", given)


def _entries(page: list[Event], audited: Collection[int]) -> list[dict[str, object]]:
    """Events with the names of who and what they are about.

    Of the groups that an event concerns, the reader's own are named.
    """
    signed_in = {e.account for e in page if e.account is not None}
    accounts = named("account", signed_in | _told_of("account", page))
    acting = {e.person for e in page if e.person is not None}
    persons = named("person", acting | _persons_in(page) | _told_of("person", page))
    places = {e.number: _places(e, audited) for e in page}
    standing = {number for found in places.values() for number in found}
    units = named("unit", standing | _told_of("unit", page))
    names = {"account": accounts, "person": persons, "unit": units}
    return [
        {
            "event": event,
            "what": verb_words(event.verb),
            "account": accounts.get(event.account or 0, ""),
            "person": persons.get(event.person or 0, ""),
            "unit": "、".join(units.get(n, "") for n in places[event.number]),
            "about": _about(event.about, names),
            "details": _told(event.details, persons),
        }
        for event in page
    ]


def _places(event: Event, audited: Collection[int]) -> list[int]:
    """The unit of an event, or those of its groups that the reader audits."""
    if event.unit is not None:
        return [event.unit]
    return [number for number in event.groups or () if number in audited]


def _told_of(kind: str, page: list[Event]) -> set[int]:
    """The numbers of those of a kind that events are about."""
    parts = [event.about.partition(":") for event in page]
    return {
        int(number)
        for table, _, number in parts
        if NAMED.get(table) == kind and number.isdecimal()
    }


def _about(about: str, names: Mapping[str, Mapping[int, str]]) -> str:
    """What an event is about: in words and by its name, as far as anybody knows."""
    table, _, number = about.partition(":")
    if table not in ABOUT_WORDS:
        return about
    known = names.get(NAMED.get(table, ""), {})
    name = known.get(int(number), number) if number.isdecimal() else number
    return f"{ABOUT_WORDS[table].say(gettext)} {name}"


def _persons_in(page: list[Event]) -> set[int]:
    """The numbers of persons that are kept among the details."""
    held = (event.details.get(name) for event in page for name in OF_PERSONS)
    return {number for number in held if isinstance(number, int)}


def _told(details: Mapping[str, Any], persons: Mapping[int, str]) -> list[Told]:
    """What is kept of a deed, each with its name."""
    return [
        (detail_words(name).say(gettext), _value(name, value, persons))
        for name, value in details.items()
        if value not in (None, "", [], {})
    ]


def _value(name: str, value: Any, persons: Mapping[int, str]) -> str:
    """A value as it is read: names instead of numbers, words instead of signs."""
    if name in OF_PERSONS:
        return persons.get(value, str(value))
    if name == "kind" and value in set(PostKind):
        return POST_WORDS[PostKind(value)].say(gettext)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
