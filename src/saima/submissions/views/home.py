"""What I must do now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saima.core.authority import Verb
from saima.core.punctuality import Punctuality
from saima.core.words import Words, words
from saima.core.workflow import State
from saima.people.asking import Asked
from saima.people.queries import Actor
from saima.plans.models import Draft
from saima.submissions.duties import (
    MonthOfUnit,
    months_at_work,
    unsettled_months,
    years_planned,
)
from saima.submissions.extensions import extended

MOST = 60  # of a kind on the page; the others are counted


@dataclass(frozen=True)
class Section:
    """A heap of work of one kind."""

    title: Words
    hint: Words
    rows: tuple[MonthOfUnit, ...]
    more: int = 0


@require_safe
def home(request: Asked) -> HttpResponse:
    """The work that waits for the person who asks, by the posts they hold."""
    actor = request.actor
    page = {
        "sections": _sections(actor),
        "drafts": _drafts(actor),
        "sees_figures": bool(actor.scope.units),
    }
    return render(request, "submissions/home.html", page)


def _sections(actor: Actor) -> list[Section]:
    units = actor.scope.units or frozenset()
    months = months_at_work(years_planned(units))
    listed = extended(unsettled_months(units, actor.tree, months))
    mine = _under(actor, Verb.FILL)
    theirs, office = _under(actor, Verb.APPROVE), _under(actor, Verb.ACCEPT)
    found = [
        _section(
            words("Sent back to you"),
            words("mend what was said, then submit again"),
            [
                one
                for one in listed
                if one.unit.pk in mine and one.state is State.SENT_BACK
            ],
        ),
        _section(
            words("To be filled in"),
            words("fill in every line, then submit the month"),
            [
                one
                for one in listed
                if one.unit.pk in mine and one.state in (State.OPEN, State.CORRECTING)
            ],
        ),
        _section(
            words("To be approved"),
            words("look at the figures and what was said of them"),
            [
                one
                for one in listed
                if one.unit.pk in theirs and one.state is State.SUBMITTED
            ],
        ),
        _section(
            words("To be accepted"),
            words("approved by the unit, waiting for the office"),
            [
                one
                for one in listed
                if one.unit.pk in office and one.state is State.APPROVED
            ],
        ),
        _section(
            words("Overdue units"),
            words("the day is past and nothing was submitted"),
            [
                one
                for one in listed
                if one.unit.pk in office and one.punctuality is Punctuality.MISSING
            ],
        ),
    ]
    return [section for section in found if section.rows]


def _under(actor: Actor, verb: Verb) -> frozenset[int]:
    """The units for which somebody may do something."""
    return actor.tree.subtrees(unit.pk for unit in actor.units_for(verb))


def _section(title: Words, hint: Words, rows: list[MonthOfUnit]) -> Section:
    return Section(title, hint, tuple(rows[:MOST]), max(0, len(rows) - MOST))


def _drafts(actor: Actor) -> list[tuple[object, int, int]]:
    """Plans that are being drafted: whose, of which year, and how many targets."""
    found: dict[tuple[int, int], int] = {}
    if not actor.units_for(Verb.CHANGE_PLAN):
        return []
    for unit, year in Draft.objects.values_list("unit_id", "year"):
        key = actor.tree.root_of(unit).pk, year
        found[key] = found.get(key, 0) + 1
    return [
        (actor.tree.units[root], year, count)
        for (root, year), count in sorted(found.items())
    ]
