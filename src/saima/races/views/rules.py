"""The rules of a race: as published, and as they are written and agreed to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.periods import Month, months_of
from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.asking import Asked
from saima.people.queries import this_month
from saima.races.actions import rules as actions
from saima.races.dry_runs import DryRun, closed_months, dry_run_of
from saima.races.models import Proposal, Race
from saima.races.presets import offered
from saima.races.queries.drafts import checked, written_by
from saima.races.queries.published import published_listing
from saima.races.queries.rules import open_proposal, proposals_of, public_rules
from saima.races.rulebook import catalog_race, rulebook
from saima.races.views.found import of_a_race, sees_all


@require_safe
@of_a_race()
def scheme(request: Asked, row: Race) -> HttpResponse:
    """The rules as they were published, in words and drawn."""
    versions = public_rules(row)
    wanted = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == wanted), None)
    chosen = chosen or (versions[-1] if versions else None)
    race = None if chosen is None else catalog_race(row, chosen)
    page = {
        "row": row,
        "listing": published_listing(row),
        "place": "scheme",
        "race": race,
        "rulebook": rulebook(race) if race else None,
        "versions": versions[::-1],
        "chosen": chosen,
        "in_time": chosen is not None and actions.in_time(chosen),
        "office": sees_all(request, row),
    }
    return render(request, "races/scheme.html", page)


@require_safe
@of_a_race(Verb.SEE_RACE)
def drafting(request: Asked, row: Race) -> HttpResponse:
    """The draft, what is wrong with it, and what was put forward."""
    return _drafting(request, row)


@require_POST
@of_a_race(Verb.WRITE_RULES)
def save(request: Asked, row: Race) -> HttpResponse:
    """Keep the draft."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    by = request.actor.who(Verb.WRITE_RULES, row.root)
    try:
        actions.save_draft(row, text, number_in(request, "seen"), by=by)
    except Refused as no:
        return _drafting(request, row, refused=no, text=text)
    return redirect("races:drafting", slug=row.slug)


@require_POST
@of_a_race(Verb.WRITE_RULES)
def begin(request: Asked, row: Race) -> HttpResponse:
    """Let the draft begin with a published rule."""
    by = request.actor.who(Verb.WRITE_RULES, row.root)
    key = request.POST.get("preset", "")
    replaces = request.POST.get("replace") == "yes"
    try:
        actions.begin_draft(
            row, key, number_in(request, "seen"), replaces=replaces, by=by
        )
    except Refused as no:
        return _drafting(request, row, refused=no)
    by_form = request.POST.get("back") == "form"
    return redirect("races:form" if by_form else "races:drafting", slug=row.slug)


@require_POST
@of_a_race(Verb.WRITE_RULES)
def propose(request: Asked, row: Race) -> HttpResponse:
    """Put the draft forward."""
    by = request.actor.who(Verb.WRITE_RULES, row.root)
    try:
        grounds = actions.Grounds(
            _month(request),
            request.POST.get("reason", ""),
            request.POST.get("paper", ""),
            number_in(request, "seen"),
        )
        made = actions.put_forward(row, grounds, by=by)
    except Refused as no:
        return _drafting(request, row, refused=no)
    return redirect("races:proposal", slug=row.slug, number=made.number)


@require_POST
@of_a_race(Verb.SEE_RACE)
def dry_run(request: Asked, row: Race) -> HttpResponse:
    """Try the draft on a month that is over, and publish nothing."""
    try:
        run = dry_run_of(row, _month(request))
    except Refused as no:
        return _drafting(request, row, refused=no)
    return _drafting(request, row, run=run)


@require_safe
@of_a_race(Verb.SEE_RACE)
def proposal(request: Asked, row: Race, number: int) -> HttpResponse:
    """What was put forward, for others to look at."""
    return _proposal(request, row, number)


@require_POST
@of_a_race(Verb.AGREE_TO_RULES)
def say(request: Asked, row: Race, number: int) -> HttpResponse:
    """Agree, or refuse."""
    found = get_object_or_404(Proposal, race=row, number=number)
    by = request.actor.who(Verb.AGREE_TO_RULES, row.root)
    agrees = request.POST.get("agrees") == "yes"
    try:
        made = actions.assent(
            found, request.POST.get("words", ""), agrees=agrees, by=by
        )
    except Refused as no:
        return _proposal(request, row, number, no)
    if made is not None:
        return redirect("races:scheme", slug=row.slug)
    return redirect("races:proposal", slug=row.slug, number=number)


def _drafting(
    request: Asked,
    row: Race,
    *,
    refused: Refused | None = None,
    text: str | None = None,
    run: DryRun | None = None,
) -> HttpResponse:
    page = draft_page(request, row, refused=refused, text=text)
    page |= {
        "lines": range(1, page["text"].count("\n") + 2),
        "proposals": proposals_of(row),
        "closed": closed_months(row),
        "run": run,
    }
    status = 409 if refused else 200
    return render(request, "races/drafting.html", page, status=status)


def draft_page(
    request: Asked, row: Race, *, refused: Refused | None, text: str | None
) -> dict[str, Any]:
    """What the draft's pages show, whether it is written as a text or by a form."""
    shown = row.draft if text is None else text
    found = checked(shown, row, written_by(row) if shown == row.draft else None)
    race = None if found.scheme is None else catalog_race(row, found.scheme)
    return {
        "row": row,
        "place": "drafting",
        "text": shown,
        "found": found,
        "race": race,
        "rulebook": rulebook(race) if race else None,
        "writes": request.actor.may(Verb.WRITE_RULES, row.root),
        "presets": offered(),
        "begun": request.POST.get("preset", ""),
        "open": open_proposal(row),
        "public": public_rules(row)[::-1],
        "months": list(months_of(row.year)),
        "next_month": max(
            Month(row.year, 1), min(this_month().next(), Month(row.year, 12))
        ),
        "refused": refused,
    }


def _proposal(
    request: Asked, row: Race, number: int, refused: Refused | None = None
) -> HttpResponse:
    found = get_object_or_404(
        Proposal.objects.select_related("event", "person"), race=row, number=number
    )
    sense = checked(found.text, row, found.event_id)
    race = None if sense.scheme is None else catalog_race(row, sense.scheme)
    current = open_proposal(row)
    own = found.person_id == request.actor.person
    page = {
        "row": row,
        "place": "drafting",
        "proposal": found,
        "assents": list(found.assents.select_related("person", "event")),
        "race": race,
        "rulebook": rulebook(race) if race else None,
        "open": current is not None and current.pk == found.pk,
        "may_say": request.actor.may(Verb.AGREE_TO_RULES, row.root) and not own,
        "own": own,
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "races/proposal.html", page, status=status)


def _month(request: Asked) -> Month:
    try:
        return Month.parse(request.POST.get("month", ""))
    except ValueError:
        raise Refused(
            words("no month was chosen"), words("choose one from the list")
        ) from None


def number_in(request: Asked, name: str) -> int:
    """A number that a page has sent; zero where it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
