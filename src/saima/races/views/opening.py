"""Opening a race, and entering who runs in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.periods import Month, months_of
from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.core.words import words
from saima.people.asking import Asked
from saima.people.queries import this_month, tree_at
from saima.plans.models import Subject
from saima.plans.queries import subjects_in
from saima.races.actions.opening import NewRace, enter, open_race
from saima.races.models import Race
from saima.races.queries.live import groups_in
from saima.races.queries.rules import public_rules, scheme_in
from saima.races.views.found import of_a_race


@dataclass(frozen=True)
class EntryLine:
    """A subject that may run, and in which group it does."""

    subject: Subject
    group: str
    depth: int


@require_safe
def new(request: Asked) -> HttpResponse:
    """The form for a new race."""
    return _new(request)


@require_POST
def opened(request: Asked) -> HttpResponse:
    """Open a race."""
    unit = request.actor.tree.of_code(request.POST.get("unit", ""))
    if unit is None or not request.actor.may(Verb.WRITE_RULES, unit):
        raise Http404
    year = request.POST.get("year", "")
    known = year.isascii() and year.isdigit() and len(year) == 4
    made = NewRace(
        request.POST.get("slug", "").strip(),
        request.POST.get("name", ""),
        int(year) if known else 0,
    )
    try:
        race = open_race(unit, made, by=request.actor.who(Verb.WRITE_RULES, unit))
    except Refused as no:
        return _new(request, no)
    return redirect("races:entrants", slug=race.slug)


@require_safe
@of_a_race(Verb.SEE_RACE)
def entrants(request: Asked, row: Race) -> HttpResponse:
    """Who runs, in which group."""
    return _entrants(request, row)


@require_POST
@of_a_race(Verb.WRITE_RULES)
def entered(request: Asked, row: Race) -> HttpResponse:
    """Change who runs from a month on."""
    by = request.actor.who(Verb.WRITE_RULES, row.root)
    try:
        since = _month(request)
        wanted = {
            line.subject: request.POST.get(f"group:{line.subject.pk}", line.group)
            for line in _lines(row, since)
        }
        enter(row, wanted, since, by=by)
    except Refused as no:
        return _entrants(request, row, no)
    return redirect("races:entrants", slug=row.slug)


def _new(request: Asked, refused: Refused | None = None) -> HttpResponse:
    page = {
        "place": "new",
        "heads": request.actor.units_for(Verb.WRITE_RULES),
        "year": this_month().next().year,
        "sent": request.POST,
        "refused": refused,
    }
    return render(request, "races/new.html", page, status=409 if refused else 200)


def _entrants(
    request: Asked, row: Race, refused: Refused | None = None
) -> HttpResponse:
    since = min(max(this_month().next(), Month(row.year, 1)), Month(row.year, 12))
    page = {
        "row": row,
        "place": "entrants",
        "lines": list(_lines(row, since)),
        "groups": _groups(row),
        "months": list(months_of(row.year)),
        "since": since,
        "writes": request.actor.may(Verb.WRITE_RULES, row.root),
        "refused": refused,
    }
    return render(request, "races/entrants.html", page, status=409 if refused else 200)


def _lines(row: Race, month: Month) -> Iterator[EntryLine]:
    """The units and other subjects below the head, with their groups."""
    tree = tree_at(month)
    order = {unit: place for place, unit in enumerate(tree.subtree(row.root_id))}
    groups = groups_in(row.entrants.order_by("id"), month)
    found = sorted(
        subjects_in(order), key=lambda s: (order[s.unit_id], s.kind != "unit", s.code)
    )
    for subject in found:
        # An elimination runs nowhere; one that was entered once can be taken out.
        if subject.kind == SubjectKind.ELIMINATION and subject.pk not in groups:
            continue
        depth = len(list(tree.above(subject.unit_id))) + (subject.kind != "unit")
        yield EntryLine(subject, groups.get(subject.pk, ""), depth)


def _groups(row: Race) -> list[str]:
    """The groups that the newest rules know, and those that were entered."""
    versions = public_rules(row)
    known = [g.name for g in scheme_in(versions[-1]).groups] if versions else []
    entered = row.entrants.exclude(group="").values_list("group", flat=True)
    return [*known, *sorted(set(entered) - set(known))]


def _month(request: Asked) -> Month:
    try:
        return Month.parse(request.POST.get("month", ""))
    except ValueError:
        raise Refused(
            words("no month was chosen"), words("choose one from the list")
        ) from None
