"""Editions: computed, looked at as a preview, published by a second person, kept."""

from __future__ import annotations

from importlib.resources import files

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import POST_WORDS, PostKind, Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.models import Event
from saima.people.asking import Asked
from saima.races.actions import editions as actions
from saima.races.calendar import months_of_race
from saima.races.heads import edition_head
from saima.races.honors import group_honors
from saima.races.league import league as league_of
from saima.races.models import Edition, Publication, Race
from saima.races.previews import preview_listing
from saima.races.queries.live import race_named
from saima.races.queries.published import (
    content_of,
    file_of,
    places_under,
    publications_of,
)
from saima.races.queries.seen import content_seen
from saima.races.views.found import of_a_race, sees_all
from saima.writing.edition_pdf import edition_pdf
from saima.writing.edition_told import Issue
from saima.writing.edition_workbook import edition_workbook
from saima.writing.qr import qr_svg


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
    found = _published(row, month, number)
    name = f"{row.slug}-{month}-{number}.saima-edition"
    return _sent(file_of(found.edition), name, "application/octet-stream")


@require_safe
@of_a_race(Verb.SEE_RACE)
def workbook(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """An edition as a workbook with charts."""
    found = _published(row, month, number)
    made = edition_workbook(
        content_of(found.edition), gettext, issue=_issue(request, found)
    )
    return _sent(made, f"{row.slug}-{month}-{number}.xlsx", XLSX)


@require_safe
@of_a_race(Verb.SEE_RACE)
def pdf(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """An edition as a PDF to be signed."""
    found = _published(row, month, number)
    issue = _issue(request, found)
    try:
        made = edition_pdf(content_of(found.edition), gettext, issue=issue)
    except Refused as no:
        return _month(request, row, month, no)
    return _sent(made, f"{row.slug}-{month}-{number}.pdf", "application/pdf")


@require_safe
@of_a_race()
def seen_workbook(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """A publication as a workbook, with the values that may be seen by who asks."""
    found = _public(row, month, number)
    issue = _seen_issue(request, found)
    made = edition_workbook(content_seen(row, found), gettext, issue=issue)
    return _sent(made, f"{row.slug}-{month}-{number}-seen.xlsx", XLSX)


@require_safe
@of_a_race()
def seen_pdf(request: Asked, row: Race, month: Month, number: int) -> HttpResponse:
    """A publication as a PDF, with the values that may be seen by who asks."""
    found = _public(row, month, number)
    issue = _seen_issue(request, found)
    try:
        made = edition_pdf(content_seen(row, found), gettext, issue=issue)
    except Refused as no:
        return _month(request, row, month, no)
    return _sent(made, f"{row.slug}-{month}-{number}-seen.pdf", "application/pdf")


@require_safe
def verifier(request: Asked) -> HttpResponse:
    """The program that checks an edition anywhere: one file, nothing else needed."""
    source = files("saima.races.verifier").joinpath("verify_edition.py").read_bytes()
    return _sent(source, "verify_edition.py", "text/x-python; charset=utf-8")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sent(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _published(row: Race, month: Month, number: int) -> Publication:
    found = Publication.objects.select_related("edition")
    return get_object_or_404(found, race=row, month=month, number=number)


def _public(row: Race, month: Month, number: int) -> Publication:
    """What was published, without the edition, which is the office's."""
    found = Publication.objects.select_related("race")
    return get_object_or_404(found, race=row, month=month, number=number)


def _seen_issue(request: Asked, found: Publication) -> Issue:
    """The digest is that of the whole edition: what it is compared by."""
    on = timezone.localtime(found.at).date()
    digest = bytes(found.content_digest).hex()
    return Issue(found.number, on, digest, address=_address(request, found))


def _issue(request: Asked, found: Publication) -> Issue:
    """What stands in the files beside the content: posts, and where it is published."""
    return Issue(
        found.number,
        timezone.localtime(found.at).date(),
        bytes(found.content_digest).hex(),
        _post_of(found.edition.event_id),
        _post_of(found.event_id),
        _address(request, found),
    )


def _post_of(event: int) -> str:
    post = Event.objects.filter(number=event).values_list("post", flat=True).first()
    known = [kind for kind in PostKind if kind.value == post]
    return POST_WORDS[known[0]].say(gettext) if known else ""


def _address(request: Asked, found: Publication) -> str:
    names = [found.race.slug, found.month, found.number]
    return request.build_absolute_uri(reverse("races:edition", args=names))


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
        "published": [(one, _code(request, one)) for one in published[::-1]],
        "computed": _computed(row, month) if office else [],
        "may_compute": request.actor.may(Verb.COMPUTE_EDITION, row.root),
        "has_figures": live is not None and month in live.months,
        "before": places_under(shown, 1) if shown else [],
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "races/month_editions.html", page, status=status)


def _code(request: Asked, one: Publication) -> str:
    """A code to photograph: where it is published, and its digest."""
    return qr_svg(f"{_address(request, one)}\n{bytes(one.content_digest).hex()}")


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
        "honors": group_honors(listing, month),
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "races/preview.html", page, status=status)
