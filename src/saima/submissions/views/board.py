"""Who must report a month, and how that stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
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
from saima.people.models import OrgUnit
from saima.people.queries import this_month, today
from saima.submissions.actions.deadlines import extend as more_time
from saima.submissions.actions.deadlines import set_deadline
from saima.submissions.duties import months_of_units, years_planned
from saima.submissions.extensions import ExtendedMonth, extended
from saima.submissions.queries import due_on
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
    rows = extended(months_of_units(actor.scope.units or (), actor.tree, [month]))
    order = {unit: n for n, unit in enumerate(actor.tree.subtrees_in_order())}
    rows.sort(key=lambda one: order.get(one.unit.pk, 0))
    page = {
        "month": month,
        "before": month.previous(),
        "after": month.next(),
        "rows": rows,
        "submitted": sum(one.state in SUBMITTED for one in rows),
        "in_time": sum(one.punctuality is Punctuality.IN_TIME for one in rows),
        "last_day": _last_day(request, month, rows),
        "offices": _offices(request, month, rows) if rows else [],
        "today": today(),
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "submissions/board.html", page, status=status)


def _last_day(
    request: Asked, month: Month, rows: Sequence[ExtendedMonth]
) -> date | None:
    """The group's own last day, whatever single units were given."""
    tree = request.actor.tree
    return due_on(tree.root_of(rows[0].unit.pk), month) if rows else None


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


def _offices(
    request: Asked, month: Month, rows: Sequence[ExtendedMonth]
) -> list[dict[str, object]]:
    """The groups whose day the reader may set, and the units that may need more time."""
    tree = request.actor.tree
    return [
        {
            "unit": root,
            "due_on": due_on(root, month),
            "deadline": reverse("submissions:deadline", kwargs={"unit": root.code}),
            "extend": reverse("submissions:extend", kwargs={"unit": root.code}),
            "owing": [
                one.unit
                for one in rows
                if one.owed and tree.root_of(one.unit.pk).pk == root.pk
            ],
        }
        for root in request.actor.units_for(Verb.ACCEPT)
    ]


@dataclass(frozen=True, slots=True)
class Posted:
    """A day for a month, with its reason, as a form of the board sends it."""

    month: Month
    day: date
    reason: str


@require_POST
def deadline(request: Asked, unit: str) -> HttpResponse:
    """Say by which day the units of a group report a month."""
    root = unit_asked(request, unit)

    def deed(posted: Posted) -> None:
        by = request.actor.who(Verb.ACCEPT, root)
        set_deadline(root, posted.month, posted.day, by=by, reason=posted.reason)

    return _set(request, root, deed)


@require_POST
def extend(request: Asked, unit: str) -> HttpResponse:
    """Give one unit of a group more time."""
    root = unit_asked(request, unit)
    whose = unit_asked(request, request.POST.get("unit", ""))
    if request.actor.tree.root_of(whose.pk).pk != root.pk:
        raise Http404

    def deed(posted: Posted) -> None:
        by = request.actor.who(Verb.ACCEPT, root)
        more_time(whose, posted.month, posted.day, by=by, reason=posted.reason)

    return _set(request, root, deed)


def _set(request: Asked, root: OrgUnit, deed: Callable[[Posted], None]) -> HttpResponse:
    """Do what a form of the board asks for; what was refused stands above the board."""
    month = this_month()
    try:
        month = _month_posted(request)
        if request.actor.tree.root_of(root.pk).pk != root.pk:
            raise Refused(
                words("the last day is one for the whole group"),
                words("ask the planning office of the group"),
            )
        deed(Posted(month, _day_posted(request), request.POST.get("reason", "")))
    except Refused as no:
        return _board(request, month, no)
    return redirect(f"{reverse('submissions:board')}?month={month}")


def _month_posted(request: Asked) -> Month:
    try:
        return Month.parse(request.POST.get("month", ""))
    except ValueError as wrong:
        raise Refused(
            words("the month cannot be read"), words("write it as 2026-05")
        ) from wrong


def _day_posted(request: Asked) -> date:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError as wrong:
        raise Refused(
            words("the day cannot be read"), words("write it as 2026-06-08")
        ) from wrong
