"""What is measured: seen by everybody, entered and defined anew at the head."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.refusal import Refused
from saima.core.units_of_measure import UNITS
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.plans.actions import indicators as actions
from saima.plans.forms.catalog import IndicatorForm, OfGroup, VersionForm, WordsForm
from saima.plans.models import Indicator
from saima.plans.queries import indicators_of
from saima.plans.telling import catalog as catalog_rows
from saima.plans.telling import may_be_listed, reported_by
from saima.plans.views.asking import (
    changes_plan,
    offered,
    planner_asked,
    unit_asked,
)


@require_safe
def catalog(request: Asked, unit: str) -> HttpResponse:
    """What is measured, as the group company defines it."""
    return _catalog(request, unit_asked(request, unit))


@require_POST
def define(request: Asked, unit: str) -> HttpResponse:
    """Enter an indicator."""
    row = unit_asked(request, unit)
    form = IndicatorForm(*offered(request, row), request.POST)
    try:
        root, by = planner_asked(request, unit)
        if not form.is_valid():
            return _catalog(request, row, form)
        given = form.cleaned_data
        new = form.measure(given["code"], given["name"])
        actions.define(root, new, form.wording(), listed=given["listed"], by=by)
    except Refused as no:
        return _catalog(request, row, form, no)
    return redirect("plans:catalog", unit=unit)


def _catalog(
    request: Asked,
    unit: OrgUnit,
    form: IndicatorForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    root = request.actor.tree.root_of(unit.pk)
    page: dict[str, Any] = {
        "unit": unit,
        "root": root,
        "rows": catalog_rows(root),
        "units": UNITS,
        "refused": refused,
    }
    if changes_plan(request, unit):
        page["form"] = form or IndicatorForm(*offered(request, unit))
    status = 409 if refused else 400 if form else 200
    return render(request, "plans/catalog.html", page, status=status)


@require_safe
def indicator(request: Asked, unit: str, indicator: str) -> HttpResponse:
    """One indicator: its versions, and who reports it."""
    row = unit_asked(request, unit)
    return _page(request, row, _asked(request, row, indicator))


@require_POST
def redefine(request: Asked, unit: str, indicator: str) -> HttpResponse:
    """Make a new version of it from a month on."""
    row = unit_asked(request, unit)
    measured = _asked(request, row, indicator)
    form = VersionForm(*offered(request, row), request.POST)
    try:
        _, by = planner_asked(request, unit)
        if not form.is_valid():
            return _page(request, row, measured, form)
        new = form.measure(measured.code, measured.name)
        actions.redefine(measured, new, since=form.cleaned_data["since"], by=by)
    except Refused as no:
        return _page(request, row, measured, form, no)
    return redirect("plans:indicator", unit=unit, indicator=indicator)


@require_POST
def mend(request: Asked, unit: str, indicator: str) -> HttpResponse:
    """Change its words."""
    row = unit_asked(request, unit)
    measured = _asked(request, row, indicator)
    form = WordsForm(*offered(request, row), request.POST)
    try:
        _, by = planner_asked(request, unit)
        if not form.is_valid():
            return _page(request, row, measured, form)
        actions.mend(measured, form.wording(), by=by)
    except Refused as no:
        return _page(request, row, measured, form, no)
    return redirect("plans:indicator", unit=unit, indicator=indicator)


@require_POST
def ask_names(request: Asked, unit: str, indicator: str) -> HttpResponse:
    """Ask for the names of what is counted, or no longer."""
    row = unit_asked(request, unit)
    measured = _asked(request, row, indicator)
    try:
        _, by = planner_asked(request, unit)
        listed = request.POST.get("listed") == "1"
        actions.ask_for_names(measured, listed=listed, by=by)
    except Refused as no:
        return _page(request, row, measured, None, no)
    return redirect("plans:indicator", unit=unit, indicator=indicator)


def _asked(request: Asked, unit: OrgUnit, code: str) -> Indicator:
    """The indicator of an address, in its newest version."""
    root = request.actor.tree.root_of(unit.pk)
    for row in indicators_of(root).filter(code=code).select_related("root", "office"):
        return row
    raise Http404


def _page(
    request: Asked,
    unit: OrgUnit,
    row: Indicator,
    form: OfGroup | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    page: dict[str, Any] = {
        "unit": unit,
        "row": row,
        "versions": [one for one in catalog_rows(row.root) if one.code == row.code],
        "duties": reported_by(row),
        "units": UNITS,
        "refused": refused,
    }
    if changes_plan(request, unit):
        page["forms"] = _forms(request, unit, row, form)
        page["may_be_listed"] = may_be_listed(row)
    status = 409 if refused else 400 if form else 200
    return render(request, "plans/indicator.html", page, status=status)


def _forms(
    request: Asked, unit: OrgUnit, row: Indicator, sent: OfGroup | None
) -> dict[str, forms.Form]:
    given = {name: getattr(row, name) for name in MEASURED}
    given |= {"name": row.name, "definition": row.definition}
    given["office"] = row.office.code if row.office else ""
    kinds = {"version": VersionForm, "words": WordsForm}
    return {
        name: sent
        if isinstance(sent, kind)
        else kind(*offered(request, unit), initial=given, auto_id=f"{name}_%s")
        for name, kind in kinds.items()
    }


MEASURED = (
    "unit_of_measure",
    "kind",
    "direction",
    "roll_up",
    "decimals",
    "may_be_negative",
)
