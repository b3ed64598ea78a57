"""Editions: computed, looked at as a preview, published by a second person, kept."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.people.asking import Asked
from saima.races.actions import editions as actions
from saima.races.calendar import months_of_race
from saima.races.heads import edition_head
from saima.races.league import league as league_of
from saima.races.models import Edition, Publication, Race
from saima.races.previews import preview_listing
from saima.races.queries.live import race_named
from saima.races.queries.published import file_of, places_under, publications_of
from saima.races.views.found import of_a_race, sees_all


@require_safe
@of_a_race()
def archive(request: Asked, row: Race) -> HttpResponse:
    """The months of a race: what was published of each, and who is late."""
    office = sees_all(request, row)
    page = {
        "row": row,
        "place": "editions",
        "office": office,
        "months": months_of_race(row, request.actor.tree, office=office),
    }
    return render(request, "races/archive.html", page)


@require_safe
@of_a_race()
def month_editions(request: Asked, row: Race, month: Month) -> HttpResponse:
    """All editions of a month."""
    return _month(request, row, month)


@require_POST
@of_a_race(Verb.COMPUTE_EDITION)
def compute(request: Asked, row: Race, month: Month) -> HttpResponse:
    """Compute a month as it is now."""
    by = request.actor.who(Verb.COMPUTE_EDITION, row.root)
    try:
        made = actions.compute(row, month, request.POST.get("reason", ""), by=by)
    except Refused as no:
        return _month(request, row, month, no)
    return redirect("races:preview", slug=row.slug, month=month, number=made.number)


@require_safe
@of_a_race(Verb.SEE_RACE)
def preview(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """An edition as it would be published, for the office alone."""
    return _preview(request, _edition(row, month, number))


@require_POST
@of_a_race(Verb.PUBLISH_EDITION)
def publish(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """Publish an edition that somebody else computed."""
    edition = _edition(row, month, number)
    by = request.actor.who(Verb.PUBLISH_EDITION, row.root)
    try:
        actions.publish(edition, by=by)
    except Refused as no:
        return _preview(request, edition, no)
    return redirect("races:league", slug=row.slug, month=month)


@require_safe
@of_a_race(Verb.SEE_RACE)
def file(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """The file of an edition: with all figures it was made of, and its seal."""
    found = get_object_or_404(
        Publication.objects.select_related("edition"),
        race=row,
        month=month,
        number=number,
    )
    name = f"{row.slug}-{month}-{number}.saima-edition"
    answer = HttpResponse(
        file_of(found.edition), content_type="application/octet-stream"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _edition(row: Race, month: Month, number: int) -> Edition:
    found = Edition.objects.select_related("race", "person", "event")
    return get_object_or_404(found, race=row, month=month, number=number)


def _month(
    request: Asked, row: Race, month: Month, refused: Refused | None = None
) -> HttpResponse:
    if month.year != row.year:
        raise Http404
    published = [one for one in publications_of(row) if one.month == month]
    office = sees_all(request, row)
    live = race_named(row.slug) if office else None
    shown = published[-1] if published else None
    page = {
        "row": row,
        "place": "editions",
        "month": month,
        "office": office,
        "published": published[::-1],
        "computed": _computed(row, month) if office else [],
        "may_compute": request.actor.may(Verb.COMPUTE_EDITION, row.root),
        "has_figures": live is not None and month in live.months,
        "before": places_under(shown, 1) if shown else [],
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "races/month_editions.html", page, status=status)


def _computed(row: Race, month: Month) -> list[Edition]:
    found = Edition.objects.filter(race=row, month=month).select_related(
        "person", "event"
    )
    return list(found.defer("body").order_by("-number"))


def _preview(
    request: Asked, edition: Edition, refused: Refused | None = None
) -> HttpResponse:
    row, month = edition.race, edition.month
    listing = preview_listing(row, edition)
    own = edition.person_id == request.actor.person
    page = {
        "row": row,
        "listing": listing,
        "place": "editions",
        "month": month,
        "computed": edition,
        "newest": not Edition.objects.filter(
            race=row, month=month, number__gt=edition.number
        ).exists(),
        "published": Publication.objects.filter(edition=edition).first(),
        "own": own,
        "may_publish": request.actor.may(Verb.PUBLISH_EDITION, row.root) and not own,
        "league": league_of(listing, listing.by_month[month], month),
        "edition": edition_head(request.actor, row, listing, month),
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "races/preview.html", page, status=status)
