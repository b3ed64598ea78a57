"""By when a month is due: for a whole group, and more time for one unit."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from saima.core.filling import text_fault
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.core.workflow import STATE_WORDS
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.people.queries import this_month, today, tree_at
from saima.plans.queries import duties_in
from saima.submissions.extensions import OWED, due_of
from saima.submissions.models import Deadline, Extension
from saima.submissions.queries import (
    Standing,
    due_on,
    standings_of,
    submission_of,
)

MOST_REASON = 200


@transaction.atomic
def set_deadline(
    root: OrgUnit, month: Month, day: date, *, by: Who, reason: str = ""
) -> Deadline:
    """Say the last day on which the units below a root report a month.

    Once that day is past it moves only to a later one, and with a reason.
    """
    reason = reason.strip()
    _must_lie_ahead(month, day)
    if due_on(root, month) < today():
        _must_have_reason(reason)
    _must_be_text(reason)
    made, _ = Deadline.objects.update_or_create(
        root=root, month=month, defaults={"due_on": day}
    )
    details = {"month": str(month), "due_on": day.isoformat(), "reason": reason}
    record(Deed("deadline.set", by, f"people.orgunit:{root.pk}", root.pk, details))
    return made


@transaction.atomic
def extend(
    unit: OrgUnit, month: Month, day: date, *, by: Who, reason: str
) -> Extension:
    """Give one unit more time for one month, with the reason."""
    reason = reason.strip()
    _must_report(unit, month)
    _must_lie_ahead(month, day)
    _must_be_later(unit, month, day)
    _must_have_reason(reason)
    _must_be_text(reason)
    assert by.person is not None  # whoever comes in by a page is a person
    made = Extension(
        unit=unit, month=month, due_on=day, reason=reason, person_id=by.person
    )
    details = {"month": str(month), "due_on": day.isoformat()}
    about = f"people.orgunit:{unit.pk}"
    record(Deed("deadline.extend", by, about, unit.pk, details), [made])
    return made


def _must_lie_ahead(month: Month, day: date) -> None:
    """A last day lies after its month, and not in the past."""
    if day <= month.last_day:
        raise Refused(
            words(
                "{day} lies before the end of {month}",
                day=day.isoformat(),
                month=str(month),
            ),
            words("choose a day after the end of the month"),
        )
    if day < today():
        raise Refused(
            words("{day} is past already", day=day.isoformat()),
            words("choose today or a later day"),
        )


def _must_be_later(unit: OrgUnit, month: Month, day: date) -> None:
    now = due_of(unit, tree_at(this_month()).root_of(unit.pk), month)
    if day <= now:
        raise Refused(
            words("{name} has until {day} already", name=unit.name, day=f"{now}"),
            words("choose a later day"),
        )


def _must_report(unit: OrgUnit, month: Month) -> None:
    """There is something to be reported, and the unit owes it."""
    if not duties_in([unit.pk], month):
        raise Refused(
            words(
                "{name} reports nothing for {month}", name=unit.name, month=str(month)
            ),
            words("choose another unit or month"),
        )
    row = submission_of(unit, month)
    standing = standings_of([row])[row.pk] if row else Standing()
    if standing.state not in OWED:
        raise Refused(
            words(
                "this month of {name} is {state}: more time would change nothing",
                name=unit.name,
                state=STATE_WORDS[standing.state],
            ),
            words("send it back first if it must be reported anew"),
        )


def _must_have_reason(reason: str) -> None:
    if not reason:
        raise Refused(
            words("more time needs a reason"),
            words("say in a few words why"),
        )


def _must_be_text(reason: str) -> None:
    if fault := text_fault(reason, MOST_REASON):
        raise Refused(*fault)
