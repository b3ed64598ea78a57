"""The plan as a workbook: out, back in on trial, and loaded."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from saima.core.refusal import Refused
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.plans.actions import workbooks
from saima.plans.forms.planning import UploadForm
from saima.plans.grid import year_plan
from saima.plans.models import PlanUpload
from saima.plans.queries import target_values
from saima.plans.views.asking import changes_plan, planner_asked, unit_asked
from saima.plans.views.pages import plan_page
from saima.writing.plan_workbook import plan_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY = {"wan": "万元", "yi": "亿元"}
MOST_SHOWN = 200  # changes on the page of a trial


@require_safe
def workbook(request: Asked, unit: str, year: int) -> HttpResponse:
    """The plan as a workbook; a planner's has what is drafted."""
    row = unit_asked(request, unit, year)
    money = MONEY.get(request.GET.get("money", "wan"))
    if money is None:
        raise Http404
    plan = year_plan(row, year, with_drafts=changes_plan(request, row))
    form = workbooks.form_of(row, year, money=money)
    content = plan_workbook(form, target_values(plan.rows.values()), gettext)
    name = f"{gettext('plan')}-{row.name}-{year}-{money}.xlsx"
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@require_POST
def upload(request: Asked, unit: str, year: int) -> HttpResponse:
    """Take a workbook, to be tried."""
    row = unit_asked(request, unit, year)
    form = UploadForm(request.POST, request.FILES)
    try:
        root, by = planner_asked(request, unit, year)
        if not form.is_valid():
            return plan_page(request, row, year, form=form)
        file = form.cleaned_data["file"]
        workbooks.must_be_small(file.size)
        kept = workbooks.receive(root, year, file.name, file.read(), by=by)
    except Refused as no:
        return plan_page(request, row, year, refused=no, form=form)
    return redirect("plans:trial", unit=unit, year=year, upload=kept.pk)


@require_safe
def trial(request: Asked, unit: str, year: int, upload: int) -> HttpResponse:
    """What a workbook would change, and what is wrong in it."""
    row = unit_asked(request, unit, year)
    return _trial(request, row, _upload(row, year, upload))


def _upload(unit: OrgUnit, year: int, number: int) -> PlanUpload:
    """A workbook that was sent for this very plan."""
    rows = PlanUpload.objects.filter(unit=unit, year=year, pk=number)
    for row in rows.select_related("unit", "person"):
        return row
    raise Http404


def _trial(
    request: Asked, unit: OrgUnit, kept: PlanUpload, refused: Refused | None = None
) -> HttpResponse:
    tried = workbooks.try_out(kept)
    page = {
        "unit": unit,
        "year": kept.year,
        "upload": kept,
        "trial": tried,
        "changes": tried.changes[:MOST_SHOWN],
        "more": max(0, len(tried.changes) - MOST_SHOWN),
        "refused": refused,
    }
    return render(request, "plans/trial.html", page, status=409 if refused else 200)


@require_POST
def load(request: Asked, unit: str, year: int, upload: int) -> HttpResponse:
    """Load a workbook that was tried into the draft."""
    row = unit_asked(request, unit, year)
    kept = _upload(row, year, upload)
    try:
        _, by = planner_asked(request, unit, year)
        workbooks.load(kept, request.POST.get("seen", ""), by=by)
    except Refused as no:
        return _trial(request, row, kept, no)
    return redirect("plans:grid", unit=unit, year=year)
