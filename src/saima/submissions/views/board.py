"""Who must report a month, and how that stands."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.periods import Month
from saima.core.punctuality import Punctuality
from saima.core.refusal import Refused
from saima.core.words import words
from saima.core.workflow import State
from saima.people.asking import Asked
from saima.people.queries import this_month
from saima.submissions.actions.deadlines import set_deadline
from saima.submissions.duties import months_of_units, years_planned
from saima.submissions.views.asking import unit_asked

SUBMITTED = frozenset({State.SUBMITTED, State.APPROVED, State.ACCEPTED})


@require_safe
def board(request: Asked) -> HttpResponse:
    """The list of units for a month."""
    return _board(request, _month(request))


def _board(
    request: Asked, month: Month, refused: Refused | None = None
) -> HttpResponse:
    actor = request.actor
    rows = months_of_units(actor.scope.units or (), actor.tree, [month])
    order = {unit: n for n, unit in enumerate(actor.tree.subtrees_in_order())}
    rows.sort(key=lambda one: order.get(one.unit.pk, 0))
    page = {
        "month": month,
        "before": month.previous(),
        "after": month.next(),
        "rows": rows,
        "submitted": sum(one.state in SUBMITTED for one in rows),
        "in_time": sum(one.punctuality is Punctuality.IN_TIME for one in rows),
        "offices": _offices(request, month) if rows else [],
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "submissions/board.html", page, status=status)


def _month(request: Asked) -> Month:
    """The month asked for; else the last that is over in a year that was planned."""
    try:
        return Month.parse(request.GET.get("month", ""))
    except ValueError:
        last = this_month().previous()
        years = years_planned(request.actor.scope.units or ())
        if last.year in years or not years:
            return last
        return Month(max(years), 12) if max(years) < last.year else last


def _offices(request: Asked, month: Month) -> list[dict[str, object]]:
    """The groups whose day the reader may set."""
    return [
        {
            "unit": unit,
            "address": reverse("submissions:deadline", kwargs={"unit": unit.code}),
        }
        for unit in request.actor.units_for(Verb.ACCEPT)
        if unit.pk == request.actor.tree.root_of(unit.pk).pk
    ]


@require_POST
def deadline(request: Asked, unit: str) -> HttpResponse:
    """Say by which day the units of a group report a month."""
    root = unit_asked(request, unit)
    month = this_month()
    try:
        try:
            month = Month.parse(request.POST.get("month", ""))
            day = date.fromisoformat(request.POST.get("day", ""))
        except ValueError as wrong:
            raise Refused(
                words("the day cannot be read"), words("write it as 2026-06-08")
            ) from wrong
        if request.actor.tree.root_of(root.pk).pk != root.pk:
            raise Refused(
                words("the last day is one for the whole group"),
                words("ask the planning office of the group"),
            )
        by = request.actor.who(Verb.ACCEPT, root)
        set_deadline(root, month, day, by=by)
    except Refused as no:
        return _board(request, month, no)
    return redirect(f"{reverse('submissions:board')}?month={month}")
