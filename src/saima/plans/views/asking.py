"""What every page of the plan begins with: whose plan, of which year, and who may what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext

from saima.core.authority import Verb
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Who
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.models import Indicator
from saima.plans.queries import indicators_of

View = Callable[..., HttpResponse]
FIRST, LAST = 2000, 2100


def unit_asked(request: Asked, code: str, year: int = FIRST) -> OrgUnit:
    """The unit of an address, which the gate has let pass; some years have no plan."""
    unit = request.actor.tree.of_code(code)
    if unit is None or not FIRST <= year <= LAST:
        raise Http404
    return unit


def changes_plan(request: Asked, unit: OrgUnit) -> bool:
    """Whether somebody may change the plan on this page: at the head of the group."""
    top = request.actor.tree.root_of(unit.pk)
    return unit.pk == top.pk and request.actor.may(Verb.CHANGE_PLAN, unit)


def root_asked(request: Asked, code: str, year: int = FIRST) -> OrgUnit:
    """The head of the group, whose plan is to be changed as a whole."""
    unit = unit_asked(request, code, year)
    if not changes_plan(request, unit):
        top = request.actor.tree.root_of(unit.pk)
        raise Refused(
            words("the plan of {unit} is changed as a whole", unit=top.name),
            words("ask the planning office of {unit}", unit=top.name),
        )
    return unit


def planner_asked(request: Asked, code: str, year: int = FIRST) -> tuple[OrgUnit, Who]:
    """The head of the group, and whoever changes its plan, for the journal."""
    root = root_asked(request, code, year)
    return root, request.actor.who(Verb.CHANGE_PLAN, root)


def as_json(view: View) -> View:
    """Answer what is refused as the grid understands it."""

    @wraps(view)
    def answered(request: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as no:
            said = {"message": no.text.say(gettext), "next": no.next_step.say(gettext)}
            return JsonResponse(said, status=409)

    return answered


def offered(request: Asked, unit: OrgUnit) -> tuple[list[OrgUnit], QuerySet[Indicator]]:
    """The units and indicators that forms of a group's head may choose from."""
    tree = request.actor.tree
    now = this_month()
    units = (tree.units[number] for number in tree.subtree(unit.pk))
    still = [one for one in units if one.closed is None or one.closed >= now]
    return still, indicators_of(tree.root_of(unit.pk))
