"""Targets that papers state: put to the planners, and taken into the draft by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from saima.core.refusal import Refused
from saima.core.targets import Bound
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.plans.actions.desk import places_of, plan_lock, units_of
from saima.plans.actions.drafts import about, keep
from saima.plans.models import Indicator, ProposedTarget, Subject
from saima.plans.queries import proposals_in


@dataclass(frozen=True, slots=True)
class Offer:
    """What a paper states as a target of a year, and where; no amount takes it back."""

    subject: Subject
    indicator: Indicator
    year: int
    amount: Decimal | None
    bound: Bound
    paper: str
    sentence: str
    origin: str


@transaction.atomic
def propose(root: OrgUnit, offers: Iterable[Offer], *, by: Who) -> list[ProposedTarget]:
    """Put targets to whoever makes the plan; nothing of the plan is changed."""
    rows = [
        ProposedTarget(
            subject=one.subject,
            indicator=one.indicator,
            unit_id=one.subject.unit_id,
            year=one.year,
            amount=one.amount,
            bound=one.bound.value,
            paper=one.paper[:200],
            sentence=one.sentence[:1000],
            origin=one.origin,
        )
        for one in offers
    ]
    if rows:
        details = {"targets": len(rows)}
        record(Deed("plan.propose", by, about(root), root.pk, details), rows)
    return rows


@transaction.atomic
def take_up(root: OrgUnit, year: int, number: int, *, seen: int, by: Who) -> None:
    """Let the draft say what a paper states; the months are left as they are.

    `seen` is the state of the target that the page showed beside the proposal.
    """
    plan_lock(root, year)
    standing = proposals_in(units_of(root, year), year)
    found = [row for row in standing if row.pk == number]
    if not found:
        raise Refused(
            words("the proposal was taken back or replaced meanwhile"),
            words("load the page again"),
        )
    (row,) = found
    key = (row.subject.code, row.indicator.code)
    place = places_of(root, year, {key}).get(key)
    if place is None or place.seen != seen:
        raise Refused(
            words("the target was changed meanwhile"),
            words("look at it again, then take the proposal"),
        )
    draft = place.working()
    draft.applicable, draft.amount, draft.bound = True, row.amount, row.bound
    draft.source = row.paper
    place.draft, place.changed = draft, True
    keep("plan.take_up", root, year, [place], by=by)
