"""The side of every page: where somebody may go, and in which posts they act."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from saima.core.authority import POST_WORDS
from saima.core.words import Words, words
from saima.people.news import news_of, signed_in_before
from saima.people.queries import Actor
from saima.site.policy import POLICY, Door

PLACES = (
    ("submissions:home", words("To do")),
    ("submissions:board", words("Reporting")),
    ("plans:index", words("Plan")),
    ("races:index", words("Races")),
    ("library:index", words("Papers")),
    ("people:units", words("Units")),
    ("people:persons", words("Persons")),
    ("journal:events", words("Journal")),
)


@dataclass(frozen=True, slots=True)
class SideEntry:
    """A place to go to; `here` where the page lies in its room."""

    name: Words
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post in words, and the unit it is held at."""

    name: Words
    unit: str


def side(request: HttpRequest) -> dict[str, object]:
    """What the frame of the pages shows; nothing to whoever has not signed in."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        return {}
    held = [
        (POST_WORDS[post.kind], actor.tree.of_code(post.unit)) for post in actor.posts
    ]
    return {
        "side_entries": _entries(request, actor),
        "side_name": actor.name,
        "side_before": signed_in_before(request),
        "side_news": news_of(request, actor.account),
        "side_posts": [
            HeldPost(name, unit.name if unit else "") for name, unit in held
        ],
    }


def _entries(request: HttpRequest, actor: Actor) -> list[SideEntry]:
    match = request.resolver_match
    here = _place_of(match.view_name if match else "")
    entries = []
    for route, name in PLACES:
        if not _open(route, actor):
            continue
        try:
            address = reverse(route)
        except NoReverseMatch:  # a room without pages
            continue
        entries.append(SideEntry(name, address, here == route))
    return entries


def _open(route: str, actor: Actor) -> bool:
    """Whether the policy lets somebody go there."""
    rule = POLICY.get(route)
    if rule is None:
        return False
    return rule.door is not Door.POST or rule.verb is None or actor.may(rule.verb)


def _place_of(route: str) -> str:
    """The place on whose side a page lies; that of its room where it is none itself."""
    if route in OF_PERSONS:
        return "people:persons"
    if any(route == place for place, _ in PLACES):
        return route
    return OF_ROOMS.get(route.partition(":")[0], "")


OF_ROOMS = {
    "submissions": "submissions:board",
    "plans": "plans:index",
    "races": "races:index",
    "library": "library:index",
    "people": "people:units",
}
OF_PERSONS = {
    "people:add_person",
    "people:add_account",
    "people:reset",
    "people:switch",
    "people:release",
    "people:grant_post",
    "people:end_post",
}
