"""By when a month is due: said by the office for a whole group."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.submissions.models import Deadline


@transaction.atomic
def set_deadline(root: OrgUnit, month: Month, due_on: date, *, by: Who) -> Deadline:
    """Say the last day on which the units below a root report a month."""
    if due_on <= month.last_day:
        raise Refused(
            words(
                "{day} lies before the end of {month}",
                day=due_on.isoformat(),
                month=str(month),
            ),
            words("choose a day after the end of the month"),
        )
    made, _ = Deadline.objects.update_or_create(
        root=root, month=month, defaults={"due_on": due_on}
    )
    details = {"month": str(month), "due_on": due_on.isoformat()}
    record(Deed("deadline.set", by, f"people.orgunit:{root.pk}", root.pk, details))
    return made
