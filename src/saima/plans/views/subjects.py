"""What targets are set for, and who reports what of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.actions import duties as work
from saima.plans.actions import subjects as actions
from saima.plans.actions.subjects import NewSubject, Trade
from saima.plans.forms.catalog import (
    DutyForm,
    EliminationForm,
    LastMonthForm,
    SubjectForm,
)
from saima.plans.models import Duty, Subject
from saima.plans.subject_list import duties_of, subject_lines
from saima.plans.views.asking import changes_plan, offered, planner_asked, unit_asked


@require_safe
def subjects(request: Asked, unit: str) -> HttpResponse:
    """The units with their projects, parcels, branches and eliminations."""
    row = unit_asked(request, unit)
    if changes_plan(request, row):
        actions.seat_units(row)
    return _list(request, row)


@require_POST
def add(request: Asked, unit: str) -> HttpResponse:
    """Enter a project, a parcel or a branch."""
    row = unit_asked(request, unit)
    form = SubjectForm(*offered(request, row), request.POST)
    try:
        root, by = planner_asked(request, unit)
        if not form.is_valid():
            return _list(request, row, form)
        made = actions.add_subject(root, NewSubject(**form.cleaned_data), by=by)
    except Refused as no:
        return _list(request, row, form, no)
    return redirect("plans:subject", unit=unit, subject=made.code)


@require_POST
def eliminate(request: Asked, unit: str) -> HttpResponse:
    """Enter what one unit sells to another."""
    row = unit_asked(request, unit)
    form = EliminationForm(*offered(request, row), request.POST)
    try:
        root, by = planner_asked(request, unit)
        if not form.is_valid():
            return _list(request, row, form)
        trade = Trade(form.cleaned_data["seller"], form.cleaned_data["buyer"])
        made = actions.add_elimination(root, trade, form.work(), by=by)
    except Refused as no:
        return _list(request, row, form, no)
    return redirect("plans:subject", unit=unit, subject=made.code)


def _list(
    request: Asked,
    unit: OrgUnit,
    sent: forms.Form | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    tree = request.actor.tree
    page: dict[str, Any] = {
        "unit": unit,
        "root": tree.root_of(unit.pk),
        "lines": subject_lines(unit, tree),
        "refused": refused,
    }
    if changes_plan(request, unit):
        kinds = {"subject": SubjectForm, "elimination": EliminationForm}
        page["forms"] = _forms(request, unit, kinds, sent)
        page["left_out"] = actions.units_without_subject(
            tree, list(tree.subtree(unit.pk))
        )
    status = 409 if refused else 400 if sent else 200
    return render(request, "plans/subjects.html", page, status=status)


@require_safe
def subject(request: Asked, unit: str, subject: str) -> HttpResponse:
    """One subject: what is reported of it, by whom, from when until when."""
    row = unit_asked(request, unit)
    return _page(request, row, _asked(request, row, subject))


@require_POST
def close(request: Asked, unit: str, subject: str) -> HttpResponse:
    """Close it after its last month."""
    row = unit_asked(request, unit)
    held = _asked(request, row, subject)
    form = LastMonthForm(request.POST)
    try:
        _, by = planner_asked(request, unit)
        if not form.is_valid():
            return _page(request, row, held, form)
        actions.close_subject(held, last=form.cleaned_data["last"], by=by)
    except Refused as no:
        return _page(request, row, held, form, no)
    return redirect("plans:subject", unit=unit, subject=subject)


@require_POST
def take_on(request: Asked, unit: str, subject: str) -> HttpResponse:
    """Let more be reported of it."""
    row = unit_asked(request, unit)
    held = _asked(request, row, subject)
    form = DutyForm(*offered(request, row), request.POST)
    try:
        _, by = planner_asked(request, unit)
        if not form.is_valid():
            return _page(request, row, held, form)
        work.take_on(held, form.work(), by=by)
    except Refused as no:
        return _page(request, row, held, form, no)
    return redirect("plans:subject", unit=unit, subject=subject)


@require_POST
def end(request: Asked, unit: str, subject: str, number: int) -> HttpResponse:
    """Let one thing be reported of it no more after a month."""
    row = unit_asked(request, unit)
    held = _asked(request, row, subject)
    duty = _duty(held, number)
    form = LastMonthForm(request.POST)
    try:
        _, by = planner_asked(request, unit)
        if not form.is_valid():
            return _page(request, row, held, form)
        work.end_duty(duty, last=form.cleaned_data["last"], by=by)
    except Refused as no:
        return _page(request, row, held, form, no)
    return redirect("plans:subject", unit=unit, subject=subject)


def _asked(request: Asked, unit: OrgUnit, code: str) -> Subject:
    """The subject of an address: of this unit, or of one below it."""
    below = list(request.actor.tree.subtree(unit.pk))
    rows = Subject.objects.filter(code=code, unit__in=below)
    for row in rows.select_related("unit"):
        return row
    raise Http404


def _duty(subject: Subject, number: int) -> Duty:
    rows = Duty.objects.filter(subject=subject, pk=number)
    for row in rows.select_related("indicator", "unit", "subject"):
        return row
    raise Http404


def _page(
    request: Asked,
    unit: OrgUnit,
    row: Subject,
    sent: forms.Form | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    page: dict[str, Any] = {
        "unit": unit,
        "row": row,
        "duties": duties_of(row),
        "itself": row.kind == SubjectKind.UNIT.value,
        "refused": refused,
    }
    if changes_plan(request, unit):
        page["forms"] = _forms(request, unit, {"duty": DutyForm}, sent)
        page["close"] = sent if isinstance(sent, LastMonthForm) else LastMonthForm()
        page["now"] = this_month()
    status = 409 if refused else 400 if sent else 200
    return render(request, "plans/subject.html", page, status=status)


def _forms(
    request: Asked, unit: OrgUnit, kinds: dict[str, Any], sent: forms.Form | None
) -> dict[str, forms.Form]:
    initial = {"since": f"{this_month().year}-01"}
    return {
        name: sent
        if isinstance(sent, kind)
        else kind(*offered(request, unit), initial=initial, auto_id=f"{name}_%s")
        for name, kind in kinds.items()
    }
