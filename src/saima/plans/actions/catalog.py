"""Indicators and subjects, entered before anything is promised for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from saima.core import indicators as measures
from saima.core import subjects as kinds
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.plans.models import Duty, Indicator, Subject


@transaction.atomic
def add_indicators(
    root: OrgUnit, new: Iterable[measures.Indicator], *, by: Who
) -> list[Indicator]:
    """Enter indicators into the catalog of a group company, in the order given."""
    start = Indicator.objects.filter(root=root).count()
    rows = [_indicator(root, one, start + n) for n, one in enumerate(new)]
    known = Indicator.objects.filter(root=root, code__in=[row.code for row in rows])
    for twice in known:
        raise Refused(
            words("the indicator “{code}” is in the catalog already", code=twice.code),
            words("make a new version of it, or give the new one another code"),
        )
    made = Indicator.objects.bulk_create(rows)
    details = {"codes": [row.code for row in made]}
    record(Deed("indicator.add", by, _about(root), root.pk, details))
    return made


def _indicator(root: OrgUnit, new: measures.Indicator, order: int) -> Indicator:
    return Indicator(
        root=root,
        code=new.code,
        name=new.name,
        unit_of_measure=new.unit_of_measure.symbol,
        kind=new.kind.value,
        direction=new.direction.value,
        roll_up=new.roll_up.value,
        may_be_negative=new.may_be_negative,
        decimals=new.decimals,
        order=order,
    )


@transaction.atomic
def new_version(
    indicator: Indicator, new: measures.Indicator, *, since: Month, by: Who
) -> Indicator:
    """Define an indicator anew from a month on; what was measured before stays so."""
    row = _indicator(indicator.root, new, indicator.order)
    row.code, row.version, row.since = indicator.code, indicator.version + 1, since
    row.listed, row.definition = indicator.listed, indicator.definition
    row.save()
    was = {"was": indicator.name} if indicator.name != row.name else {}
    details = {"code": row.code, "version": row.version, "since": str(since), **was}
    record(Deed("indicator.version", by, _about(row.root), row.root_id, details))
    return row


@transaction.atomic
def list_items(indicator: Indicator, *, listed: bool, by: Who) -> None:
    """Ask for the list of things behind a counted number, or no longer."""
    Indicator.objects.filter(pk=indicator.pk).update(listed=listed)
    indicator.listed = listed
    details = {"code": indicator.code, "listed": listed}
    root = indicator.root
    record(Deed("indicator.listed", by, _about(root), root.pk, details))


@transaction.atomic
def add_subjects(
    new: Iterable[tuple[kinds.Subject, OrgUnit]], *, by: Who
) -> list[Subject]:
    """Enter subjects, each with the unit that answers for it."""
    start = Subject.objects.count()
    rows = [
        Subject(
            code=one.code,
            name=one.name,
            kind=one.kind.value,
            unit=unit,
            opened=None if one.kind is SubjectKind.UNIT else one.opened,
            closed=None if one.kind is SubjectKind.UNIT else one.closed,
            order=start + n,
            sample=one.sample,
        )
        for n, (one, unit) in enumerate(new)
    ]
    made = Subject.objects.bulk_create(rows)
    details = {"codes": [row.code for row in made]}
    unit = made[0].unit_id if made else None
    record(Deed("subject.add", by, unit=unit, details=details))
    return made


@transaction.atomic
def add_duties(
    new: Iterable[tuple[Subject, Indicator, str]], *, since: Month, by: Who
) -> list[Duty]:
    """Let units report indicators of their subjects, each on its basis."""
    rows = [
        Duty(
            subject=subject,
            indicator=indicator,
            unit_id=subject.unit_id,
            basis=basis,
            since=since,
        )
        for subject, indicator, basis in new
    ]
    made = Duty.objects.bulk_create(rows)
    details = {"count": len(made), "since": str(since)}
    unit = made[0].unit_id if made else None
    record(Deed("duty.add", by, unit=unit, details=details))
    return made


def _about(root: OrgUnit) -> str:
    return f"people.orgunit:{root.pk}"
