"""The pages on which the plan is looked at."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.people.queries import this_month, tree_at
from saima.plans.actions.desk import Place, place_of, units_of
from saima.plans.actions.drafts import shown_in
from saima.plans.actions.subjects import seat_units
from saima.plans.forms.planning import AdoptForm, MeaningForm, UploadForm
from saima.plans.grid import grid_values, year_plan
from saima.plans.models import Draft, Subject
from saima.plans.proposed import mentions_for, proposals_for, sources_of
from saima.plans.queries import indicators_of
from saima.plans.reported import reported_through
from saima.plans.telling import last_adoption, plan_lines, versions
from saima.plans.views.asking import changes_plan, unit_asked


@require_safe
def index(request: Asked) -> HttpResponse:
    """Whose plans may be seen, of which years."""
    heads = request.actor.units_for(Verb.SEE_PLAN)
    kept = [unit for unit in heads if changes_plan(request, unit)]
    year = this_month().year
    page = {
        "lines": plan_lines(request.actor.tree, heads),
        "roots": {request.actor.tree.root_of(unit.pk) for unit in heads},
        "kept": kept,
        "heads": heads,
        "years": (year, year + 1),
    }
    return render(request, "plans/index.html", page)


@require_safe
def grid(request: Asked, unit: str, year: int) -> HttpResponse:
    """The plan of a year."""
    return plan_page(request, unit_asked(request, unit, year), year)


def plan_page(
    request: Asked,
    unit: OrgUnit,
    year: int,
    *,
    refused: Refused | None = None,
    form: AdoptForm | UploadForm | None = None,
) -> HttpResponse:
    """The grid and what stands around it; what was refused is said, in its form."""
    keeps = changes_plan(request, unit)
    if keeps:
        seat_units(unit)
    plan = year_plan(unit, year, with_drafts=keeps)
    values = grid_values(
        plan,
        save=reverse("plans:cells", args=(unit.code, year)),
        keep=request.actor.account,
        readonly=not keeps,
    )
    page: dict[str, Any] = {
        "plan": plan,
        "grid": values if plan.indicators and plan.subjects else None,
        "keeps": keeps,
        "workbook": reverse("plans:workbook", args=(unit.code, year)),
        "gaps": plan.gaps() if keeps else {},
        "adopted": last_adoption(plan.tree.subtree(unit.pk), year),
        "refused": refused,
        "before": year - 1,
        "after": year + 1,
    }
    if keeps:
        asked = form if isinstance(form, AdoptForm) else adopt_form(unit, year)
        page["adopt"] = asked
        page["upload"] = form if isinstance(form, UploadForm) else UploadForm()
        reads = request.actor.may(Verb.READ_PAPERS, unit)
        page["proposals"] = proposals_for(unit, year, reads=reads)
    status = 409 if refused else 400 if form is not None else 200
    return render(request, "plans/grid.html", page, status=status)


def adopt_form(unit: OrgUnit, year: int, sent: QueryDict | None = None) -> AdoptForm:
    """What adopting asks for, which is more once a month was reported."""
    return AdoptForm(year, reported_through(units_of(unit, year), year), sent)


@require_safe
def find(request: Asked, unit: str, year: int) -> HttpResponse:
    """Go to the history of a target that was chosen from two lists."""
    subject = request.GET.get("subject", "")
    indicator = request.GET.get("indicator", "")
    if not (subject and indicator):
        return redirect("plans:grid", unit=unit, year=year)
    return redirect("plans:history", unit, year, subject, indicator)


@require_safe
def history(
    request: Asked, unit: str, year: int, subject: str, indicator: str
) -> HttpResponse:
    """Every version of a target."""
    row = unit_asked(request, unit, year)
    return history_page(request, row, place_asked(row, year, subject, indicator))


def place_asked(unit: OrgUnit, year: int, subject: str, indicator: str) -> Place:
    """The target of an address: of a subject that is this unit's, or lies below it."""
    tree = tree_at(Month(year, 12))
    held = Subject.objects.filter(code=subject, unit__in=list(tree.subtree(unit.pk)))
    measured = indicators_of(tree.root_of(unit.pk), year).filter(code=indicator)
    for one in held.select_related("unit"):
        for measure in measured:
            return place_of(one, measure, year)
    raise Http404


def history_page(
    request: Asked,
    unit: OrgUnit,
    place: Place,
    *,
    refused: Refused | None = None,
    form: MeaningForm | None = None,
) -> HttpResponse:
    """The versions of a target, and what it means for whoever may change it."""
    told = versions(place.subject, place.indicator, place.year)
    top = request.actor.tree.root_of(unit.pk)
    about = place.subject, place.indicator, place.year
    reads = request.actor.may(Verb.READ_PAPERS, top)
    page: dict[str, Any] = {
        "sources": sources_of(*about, reads=reads),
        "mentions": mentions_for(*about, reads=reads),
        "unit": unit,
        "year": place.year,
        "subject": place.subject,
        "indicator": place.indicator,
        "versions": told,
        "refused": refused,
    }
    if changes_plan(request, unit):
        draft = place.working()
        page["draft"] = place.draft
        page["meaning"] = form or MeaningForm(initial=_meaning(draft, place.seen))
    status = 409 if refused else 400 if form is not None else 200
    return render(request, "plans/history.html", page, status=status)


def _meaning(draft: Draft, seen: int) -> dict[str, Any]:
    given = {name: shown_in(draft, name) for name in ("bound", "floor", "stretch")}
    return {**given, "na": not draft.applicable, "seen": seen}
