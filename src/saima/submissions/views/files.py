"""A unit's month as a workbook: out, back in on trial, marked, and loaded."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.filling import Entry
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.submissions.actions import workbooks
from saima.submissions.extensions import due_of
from saima.submissions.lines import printed
from saima.submissions.models import Upload
from saima.submissions.monthly import entries_of, form_of
from saima.submissions.queries import cells_of, submission_of
from saima.submissions.views.asking import begun, unit_asked, who_asks
from saima.submissions.views.month import month_page
from saima.writing.annotated import annotated as marked
from saima.writing.month_workbook import month_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


@require_safe
def workbook(request: Asked, unit: str, month: Month) -> HttpResponse:
    """The month's workbook, with what was filled in so far."""
    row = unit_asked(request, unit)
    submission = submission_of(row, month)
    entries = entries_of(cells_of(submission)) if submission else ()
    due = due_of(row, request.actor.tree.root_of(row.pk), month)
    content = month_workbook(form_of(row, month), entries, gettext, due_on=due)
    return _file(content, f"{row.name}-{month}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    header = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Disposition"] = header or "attachment"
    return answer


@require_POST
def upload(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Take a workbook in, to be tried."""
    row = unit_asked(request, unit)
    sent = request.FILES.get("workbook")
    try:
        if sent is None:
            raise Refused(
                words("no file was chosen"), words("choose the month's workbook")
            )
        workbooks.must_be_small(sent.size or 0)
        submission = begun(request, row, month)
        kept = workbooks.receive(
            submission,
            sent.name or "",
            sent.read(),
            by=who_asks(request, Verb.FILL, row),
        )
    except Refused as no:
        return month_page(request, row, month, no)
    return redirect("submissions:trial", unit=unit, month=month, upload=kept.pk)


@require_safe
def trial(request: Asked, unit: str, month: Month, upload: int) -> HttpResponse:
    """What a workbook would change, and what is wrong in it."""
    row = unit_asked(request, unit)
    return _trial(request, row, month, _upload(row, month, upload))


@require_safe
def annotated(request: Asked, unit: str, month: Month, upload: int) -> HttpResponse:
    """The workbook as it was sent, with every finding at its cell."""
    kept = _upload(unit_asked(request, unit), month, upload)
    tried = workbooks.try_out(kept)
    content = marked(bytes(kept.content), tried.findings, gettext)
    stem = kept.name.rsplit(".", 1)[0]
    return _file(content, f"{stem}-{gettext('checked')}.xlsx")


@require_POST
def load(request: Asked, unit: str, month: Month, upload: int) -> HttpResponse:
    """Load a workbook that was tried."""
    row = unit_asked(request, unit)
    kept = _upload(row, month, upload)
    by = who_asks(request, Verb.FILL, row)
    try:
        workbooks.load(kept, request.POST.get("seen", ""), by=by)
    except Refused as no:
        return _trial(request, row, month, kept, no)
    return redirect("submissions:month", unit=unit, month=month)


def _upload(unit: OrgUnit, month: Month, number: int) -> Upload:
    """A workbook that was sent for this very month of this unit."""
    rows = Upload.objects.filter(
        submission__unit=unit, submission__month=month, pk=number
    )
    for row in rows.select_related("submission__unit", "person"):
        return row
    raise Http404


def _trial(
    request: Asked,
    unit: OrgUnit,
    month: Month,
    kept: Upload,
    refused: Refused | None = None,
) -> HttpResponse:
    tried = workbooks.try_out(kept)
    form = form_of(unit, month)
    changes = [
        {
            "line": form.by_key[entry.key],
            "before": printed(before.value) if before else "",
            "after": printed(entry.value),
            "also": _also(before, entry),
        }
        for before, entry in tried.changes[:MOST_SHOWN]
        if entry.key in form.by_key
    ]
    page = {
        "unit": unit,
        "month": month,
        "upload": kept,
        "trial": tried,
        "changes": changes,
        "count": len(tried.changes),
        "more": max(0, len(tried.changes) - MOST_SHOWN),
        "fills": request.actor.may(Verb.FILL, unit),
        "refused": refused,
    }
    return render(
        request, "submissions/trial.html", page, status=409 if refused else 200
    )


def _also(before: Entry | None, entry: Entry) -> str:
    """The words that would come with the number."""
    same = before is not None and before.note == entry.note
    return "" if same else entry.note
