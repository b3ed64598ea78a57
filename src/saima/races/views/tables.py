"""League tables and entrants: as published for the group, as they are for the office."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.subjects import Subject
from saima.people.asking import Asked
from saima.races.comparing import compared, seen_entrants
from saima.races.differences import differences
from saima.races.front import front
from saima.races.heads import edition_head
from saima.races.honors import group_honors, own_honors
from saima.races.league import league as league_of
from saima.races.models import Race
from saima.races.months import absence, month_links, neighbors, shown_months
from saima.races.profile import profile
from saima.races.queries.live import Listing, race_named, race_rows
from saima.races.queries.published import published_listing
from saima.races.views.found import of_a_race, sees_all


@require_safe
def index(request: Asked) -> HttpResponse:
    """All races."""
    fronts = [
        front(row, published_listing(row), live=race_named(row.slug))
        for row in race_rows()
    ]
    page = {"fronts": fronts, "may_open": request.actor.may(Verb.WRITE_RULES)}
    return render(request, "races/index.html", page)


@require_safe
@of_a_race()
def latest(request: Asked, row: Race) -> HttpResponse:
    """Go to the month published last; the office to the last one with figures."""
    listing = published_listing(row)
    if listing is not None:
        return redirect("races:league", slug=row.slug, month=listing.months[-1])
    live = race_named(row.slug) if sees_all(request, row) else None
    if live is not None and live.latest is not None:
        return redirect("races:now", slug=row.slug, month=live.latest)
    return redirect("races:scheme", slug=row.slug)


@require_safe
@of_a_race()
def league(request: Asked, row: Race, month: Month) -> HttpResponse:
    """The league table of a month as it was published last."""
    listing = published_listing(row, month)
    if listing is None or listing.shown is None:
        return _unknown(request, row, listing, month)
    return _league(request, row, listing, month)


@require_safe
@of_a_race()
def edition(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """One edition of a month, be it the newest or not."""
    shown = row.publications.filter(month=month, number=number).first()
    listing = published_listing(row, month, shown) if shown else None
    if listing is None:
        raise Http404
    return _league(request, row, listing, month)


@require_safe
@of_a_race(Verb.SEE_RACE)
def now(request: Asked, row: Race, month: Month) -> HttpResponse:
    """The league table as the record has it now, beside what was published."""
    listing = race_named(row.slug)
    if listing is None or month not in listing.months:
        return _unknown(request, row, listing, month)
    return _league(request, row, listing, month)


@require_safe
@of_a_race()
def entrant(request: Asked, row: Race, month: Month, code: str) -> HttpResponse:
    """An entrant's month as it was published, with the working of whose it is."""
    listing = published_listing(row, month)
    return _entrant(request, row, listing, month, code)


@require_safe
@of_a_race(Verb.SEE_RACE)
def now_entrant(request: Asked, row: Race, month: Month, code: str) -> HttpResponse:
    """An entrant's month as the record has it now."""
    return _entrant(request, row, race_named(row.slug), month, code)


@require_safe
@of_a_race()
def compare(request: Asked, row: Race, month: Month) -> HttpResponse:
    """Two entrants of a month, as published or, for the office, as they are now."""
    live = request.GET.get("now") == "1" and sees_all(request, row)
    listing: Listing | None = (
        race_named(row.slug) if live else published_listing(row, month)
    )
    if listing is None or month not in listing.months:
        return _unknown(request, row, listing, month)
    entrants = seen_entrants(listing, month)
    codes = [one.entrant.code for one in entrants]
    one = request.GET.get("one", codes[0] if codes else "")
    other = request.GET.get("other", codes[1] if len(codes) > 1 else "")
    page = {
        "row": row,
        "listing": listing,
        "place": "league",
        "month": month,
        "entrants": entrants,
        "one": one,
        "other": other,
        "comparison": compared(listing, listing.by_month[month], month, (one, other)),
    }
    return render(request, "races/compare.html", page)


def _league(request: Asked, row: Race, listing: Listing, month: Month) -> HttpResponse:
    page = {
        "row": row,
        "listing": listing,
        "place": "league" if not listing.live else "now",
        "month": month,
        "league": league_of(listing, listing.by_month[month], month),
        "edition": edition_head(request.actor, row, listing, month),
        "differences": differences(row, listing, month) if listing.live else None,
        "honors": group_honors(listing, month),
        **_picker(listing, month),
    }
    return render(request, "races/league.html", page)


def _entrant(
    request: Asked, row: Race, listing: Listing | None, month: Month, code: str
) -> HttpResponse:
    known = listing is not None and month in listing.months
    race = listing.by_month[month] if listing is not None and known else None
    shown = profile(listing, race, month, code) if listing and race else None
    if listing is None or shown is None:
        return _unknown(request, row, listing, month, code)
    page = {
        "row": row,
        "listing": listing,
        "place": "entrant",
        "month": month,
        "profile": shown,
        "honors": own_honors(listing, month, code),
        "edition": edition_head(request.actor, row, listing, month),
        **_picker(listing, month, shown.entrant),
    }
    return render(request, "races/entrant.html", page)


def _picker(
    listing: Listing, month: Month, entrant: Subject | None = None
) -> dict[str, object]:
    """What the choice of months needs."""
    before, after = neighbors(listing, month, entrant)
    links = month_links(listing, month, entrant)
    return {"months": links, "before": before, "after": after}


def _unknown(
    request: Asked, row: Race, listing: Listing | None, month: Month, code: str = ""
) -> HttpResponse:
    """Say what the race does not have, and what it has."""
    entrant = listing.entrant(code) if listing else None
    page = {
        "row": row,
        "listing": listing,
        "month": month,
        "absence": absence(listing, month, code, entrant),
        "entrant": entrant,
        "others": shown_months(listing, entrant) if listing else [],
        "may_see_now": sees_all(request, row),
    }
    return render(request, "races/unknown.html", page, status=404)
