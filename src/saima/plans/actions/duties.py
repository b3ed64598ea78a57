"""Who reports what, from when until when: set and ended by the planning office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.people.queries import this_month, tree_at
from saima.plans.actions.desk import catalog_lock, plan_lock
from saima.plans.models import Duty, Indicator, Subject
from saima.plans.reported import reported_through


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Indicators that are reported from a month on, on one basis."""

    indicators: tuple[Indicator, ...]
    basis: Basis
    since: Month


@transaction.atomic
def take_on(subject: Subject, work: Undertaking, *, by: Who) -> None:
    """Let a subject's unit report some indicators of it from a month on."""
    root = tree_at().root_of(subject.unit_id)
    catalog_lock(root)
    if not work.indicators:
        raise Refused(
            words("no indicator was chosen"), words("choose what is to be reported")
        )
    _must_be_open(subject, work.since)
    must_be_unreported(root, subject.unit, work.since)
    for indicator in work.indicators:
        _must_be_new(subject, indicator, work.since)
    again = _taken_back(subject, work)
    new = [one for one in work.indicators if one.pk not in again]
    details = {"count": len(work.indicators), "since": str(work.since)}
    record(Deed("duty.add", by, _about(subject), subject.unit_id, details))
    Duty.objects.bulk_create(_duty(subject, one, work) for one in new)


@transaction.atomic
def end_duty(duty: Duty, *, last: Month, by: Who) -> None:
    """Let an indicator of a subject be reported no more after a month."""
    root = tree_at().root_of(duty.unit_id)
    catalog_lock(root)
    duty.refresh_from_db()
    if duty.until is not None and duty.until <= last:
        raise Refused(
            words("its last month is {month} already", month=str(duty.until)),
            words("choose an earlier month"),
        )
    must_be_unreported(root, duty.unit, max(last.next(), duty.since))
    end_by([duty], last)
    details = {"code": duty.indicator.code, "last": str(last)}
    record(Deed("duty.cease", by, _about(duty.subject), duty.unit_id, details))


def end_by(duties: Iterable[Duty], last: Month) -> None:
    """End duties after a month; one that would begin later never begins."""
    numbers = [duty.pk for duty in duties]
    Duty.objects.filter(pk__in=numbers).update(until=last)


def must_be_unreported(root: OrgUnit, unit: OrgUnit, first: Month) -> None:
    """Nothing is changed for months that were approved, nor for one just being so."""
    years = range(first.year, this_month().year + 1)
    for year in years:
        plan_lock(root, year)
    told = (reported_through([unit.pk], year) for year in years)
    reported = max((month for month in told if month), default=None)
    if reported is not None and reported >= first:
        raise Refused(
            words(
                "{unit} has reported {month} already",
                unit=unit.name,
                month=str(reported),
            ),
            words("choose a later month"),
        )


def _must_be_open(subject: Subject, since: Month) -> None:
    unit = subject.unit
    opened = subject.opened or unit.opened
    closed = [month for month in (subject.closed, unit.closed) if month]
    if (opened and since < opened) or (closed and min(closed) < since):
        raise Refused(
            words("{name} is not open in {month}", name=subject.name, month=str(since)),
            words("choose a month between its opening and its closing"),
        )


def _must_be_new(subject: Subject, indicator: Indicator, since: Month) -> None:
    if indicator.since is not None and since < indicator.since:
        raise Refused(
            words(
                "{name} is measured like this only from {month} on",
                name=indicator.name,
                month=str(indicator.since),
            ),
            words("choose that month or a later one"),
        )
    held = Duty.objects.filter(
        subject=subject, indicator__code=indicator.code, indicator__root=indicator.root
    )
    lasting = held.filter(Q(until__isnull=True) | Q(until__gte=since))
    if lasting.exclude(until__lt=F("since")).exists():
        raise Refused(
            words(
                "{subject} reports {indicator} already",
                subject=subject.name,
                indicator=indicator.name,
            ),
            words("end that first, or choose a month after its last one"),
        )


def _duty(subject: Subject, indicator: Indicator, work: Undertaking) -> Duty:
    return Duty(
        subject=subject,
        indicator=indicator,
        unit_id=subject.unit_id,
        basis=work.basis.value,
        since=work.since,
    )


def _about(subject: Subject) -> str:
    return f"plans.subject:{subject.pk}"


def _taken_back(subject: Subject, work: Undertaking) -> set[int]:
    """Begin again what had been taken back before its first month."""
    held = Duty.objects.filter(
        subject=subject, indicator__in=work.indicators, since=work.since
    )
    again = set(held.values_list("indicator_id", flat=True))
    held.update(until=None, basis=work.basis.value)
    return again
