"""The tree of units, and what the system administrator does to it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.people import queries
from saima.people.actions.units import (
    NewUnit,
    add_unit,
    close_unit,
    move_unit,
    sort_unit,
)
from saima.people.asking import Asked
from saima.people.forms import AddUnitForm, CloseUnitForm, GroupUnitForm, MoveUnitForm
from saima.people.org_chart import kept_units, unit_lines


@require_safe
def units(request: Asked) -> HttpResponse:
    """The tree of a month."""
    return _page(request)


@require_POST
def add(request: Asked) -> HttpResponse:
    """Open a unit."""
    form = AddUnitForm(kept_units(request.actor, Verb.CHANGE_UNITS), request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    new = NewUnit(given["code"], given["name"], opened=given["opened"])
    by = request.actor.who(Verb.CHANGE_UNITS, given["parent"])
    try:
        add_unit(new, given["parent"], by=by)
    except Refused as no:
        return _page(request, form, no)
    return redirect("people:units")


@require_POST
def move(request: Asked) -> HttpResponse:
    """Put a unit under another."""
    form = MoveUnitForm(kept_units(request.actor, Verb.CHANGE_UNITS), request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    by = request.actor.who(Verb.CHANGE_UNITS, given["unit"])
    try:
        move_unit(
            given["unit"],
            given["parent"],
            since=given["since"],
            reason=given["reason"],
            by=by,
        )
    except Refused as no:
        return _page(request, form, no)
    return redirect("people:units")


@require_POST
def close(request: Asked) -> HttpResponse:
    """Close a unit, or merge it into another."""
    form = CloseUnitForm(kept_units(request.actor, Verb.CHANGE_UNITS), request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    by = request.actor.who(Verb.CHANGE_UNITS, given["unit"])
    try:
        close_unit(given["unit"], last=given["last"], into=given["into"], by=by)
    except Refused as no:
        return _page(request, form, no)
    return redirect("people:units")


@require_POST
def group(request: Asked) -> HttpResponse:
    """Sort a unit into a grouping beside the tree."""
    form = GroupUnitForm(kept_units(request.actor, Verb.CHANGE_UNITS), request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    by = request.actor.who(Verb.CHANGE_UNITS, given["unit"])
    try:
        sort_unit(
            given["unit"],
            given["grouping"],
            given["label"],
            since=given["since"],
            by=by,
        )
    except Refused as no:
        return _page(request, form, no)
    return redirect("people:units")


def _page(
    request: Asked, sent: forms.Form | None = None, refused: Refused | None = None
) -> HttpResponse:
    """The tree, with the forms of whoever may change it; a sent one keeps its words."""
    month = _month(request.GET.get("month", ""))
    given = {
        "month": month,
        "now": queries.this_month(),
        "before": month.previous() if month > FIRST else None,
        "after": month.next() if month < LAST else None,
        "lines": unit_lines(request.actor, month),
        "forms": _forms(request, sent),
        "refused": refused,
    }
    status = 409 if refused else 400 if sent else 200
    return render(request, "people/units.html", given, status=status)


FIRST, LAST = Month(1900, 1), Month(9999, 12)


def _month(text: str) -> Month:
    try:
        return Month.parse(text) if text else queries.this_month()
    except ValueError as no_month:
        raise Http404 from no_month


def _forms(request: Asked, sent: forms.Form | None) -> dict[str, forms.Form]:
    if not request.actor.may(Verb.CHANGE_UNITS):
        return {}
    kept = kept_units(request.actor, Verb.CHANGE_UNITS)
    kinds = {
        "add": AddUnitForm,
        "move": MoveUnitForm,
        "close": CloseUnitForm,
        "group": GroupUnitForm,
    }
    return {
        name: sent if isinstance(sent, kind) else kind(kept, auto_id=f"{name}_%s")
        for name, kind in kinds.items()
    }
