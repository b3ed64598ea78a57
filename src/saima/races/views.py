"""The pages of the races: one query each, then a template."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saima.core.periods import Month
from saima.core.races import Race
from saima.core.subjects import Subject
from saima.races.front import front
from saima.races.league import league as league_of
from saima.races.months import absence, month_links, neighbors, shown_months
from saima.races.profile import profile
from saima.races.queries import live as queries
from saima.races.queries.live import Listing
from saima.races.rulebook import rulebook

View = Callable[..., HttpResponse]


def of_a_race(view: View) -> View:
    """Find the race of an address, as it stood in the month that is named there."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        listing = queries.race_named(slug)
        if listing is None:
            raise Http404
        month: Any = rest.get("month")
        known = month in listing.by_month
        race = listing.by_month[month] if known else listing.race
        return view(request, listing, race, **rest)

    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All races."""
    return render(
        request,
        "races/index.html",
        {"fronts": [front(listing) for listing in queries.races()]},
    )


@of_a_race
def latest(request: HttpRequest, listing: Listing, race: Race) -> HttpResponse:
    """Go to the last month with figures; before there are any, to the rules."""
    if listing.latest is None:
        return redirect("races:scheme", slug=listing.slug)
    return redirect("races:league", slug=listing.slug, month=listing.latest)


@of_a_race
def league(
    request: HttpRequest, listing: Listing, race: Race, month: Month
) -> HttpResponse:
    """The league table of a month."""
    if month not in race.months:
        return _unknown(request, listing, race, month)
    page = {
        "listing": listing,
        "place": "league",
        "month": month,
        "league": league_of(listing, race, month),
        **_picker(race, month),
    }
    return render(request, "races/league.html", page)


@of_a_race
def entrant(
    request: HttpRequest, listing: Listing, race: Race, month: Month, code: str
) -> HttpResponse:
    """An entrant's month with all its working."""
    shown = profile(listing, race, month, code) if month in race.months else None
    if shown is None:
        return _unknown(request, listing, race, month, code)
    page = {
        "listing": listing,
        "place": "entrant",
        "month": month,
        "profile": shown,
        **_picker(race, month, shown.entrant),
    }
    return render(request, "races/entrant.html", page)


@of_a_race
def scheme(request: HttpRequest, listing: Listing, race: Race) -> HttpResponse:
    """The rules of a race."""
    page = {"listing": listing, "place": "scheme", "rulebook": rulebook(race)}
    return render(request, "races/scheme.html", page)


def _picker(
    race: Race, month: Month, entrant: Subject | None = None
) -> dict[str, object]:
    """What the choice of months needs."""
    before, after = neighbors(race, month, entrant)
    links = month_links(race, month, entrant)
    return {"months": links, "before": before, "after": after}


def _unknown(
    request: HttpRequest, listing: Listing, race: Race, month: Month, code: str = ""
) -> HttpResponse:
    """Say what the race does not have, and what it has."""
    entrant = listing.entrant(code)
    page = {
        "listing": listing,
        "month": month,
        "absence": absence(race, month, code, entrant),
        "entrant": entrant,
        "others": shown_months(race, entrant),
    }
    return render(request, "races/unknown.html", page, status=404)
