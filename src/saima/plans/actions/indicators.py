"""Indicators entered on the page of the catalog: defined, redefined, put in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saima.core import indicators as measures
from saima.core.definitions import code_fault, definition_fault, listing_fault
from saima.core.names import folded
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.units_of_measure import UnitOfMeasure, unit_of_measure
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.actions.catalog import add_indicators, list_items, new_version
from saima.plans.actions.desk import catalog_lock
from saima.plans.models import Duty, Indicator
from saima.plans.queries import indicators_of


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of an indicator beside what is computed with it."""

    name: str
    definition: str = ""
    office: OrgUnit | None = None


def unit_called(text: str) -> UnitOfMeasure:
    """The unit of measure of a name; refused where there is none."""
    unit = unit_of_measure(text)
    if unit is None:
        raise Refused(
            words("no unit of measure is called “{name}”", name=text),
            words("write a unit such as 万元, 亿元, %, 户 or 个"),
        )
    return unit


@transaction.atomic
def define(
    root: OrgUnit,
    new: measures.Indicator,
    wording: Wording,
    *,
    listed: bool,
    by: Who,
) -> Indicator:
    """Enter one indicator with its words."""
    catalog_lock(root)
    _raise(code_fault(new.code))
    _raise(definition_fault(new, listed=listed))
    _must_be_free(root, wording.name, new.code)
    (row,) = add_indicators(root, [new], by=by)
    row.listed, row.definition = listed, wording.definition.strip()
    row.office = wording.office
    row.save()
    return row


@transaction.atomic
def redefine(
    indicator: Indicator, new: measures.Indicator, *, since: Month, by: Who
) -> Indicator:
    """Measure something else under the same code from a month on."""
    catalog_lock(indicator.root)
    _must_be_newest(indicator)
    _raise(definition_fault(new, listed=indicator.listed))
    begun = indicator.since
    if begun is not None and since <= begun:
        raise Refused(
            words("the version before begins only in {month}", month=str(begun)),
            words("choose a later month"),
        )
    duties = list(Duty.objects.filter(indicator=indicator).exclude(until__lt=since))
    if duties:
        _must_begin_a_year(indicator, since)
    row = new_version(indicator, new, since=since, by=by)
    Indicator.objects.filter(pk=row.pk).update(office=indicator.office_id)
    _hand_on(duties, row, since)
    return row


@transaction.atomic
def mend(indicator: Indicator, wording: Wording, *, by: Who) -> None:
    """Say the same thing in better words; what is measured stays what it is."""
    catalog_lock(indicator.root)
    _must_be_newest(indicator)
    _must_be_free(indicator.root, wording.name, indicator.code)
    said = Wording(wording.name.strip(), wording.definition.strip(), wording.office)
    office = said.office.pk if said.office else None
    now = (said.name, said.definition, office)
    if now == (indicator.name, indicator.definition, indicator.office_id):
        raise Refused(
            words("nothing was changed in these words"), words("change them first")
        )
    before = indicator.name
    indicator.name, indicator.definition = said.name, said.definition
    indicator.office = said.office
    indicator.save(update_fields=["name", "definition", "office"])
    root = indicator.root
    details: dict[str, object] = {
        "code": indicator.code,
        "version": indicator.version,
        **({"was": before} if before != said.name else {}),
    }
    about = f"people.orgunit:{root.pk}"
    record(Deed("indicator.words", by, about, root.pk, details))


@transaction.atomic
def ask_for_names(indicator: Indicator, *, listed: bool, by: Who) -> None:
    """Ask that each counted thing is named, or no longer."""
    catalog_lock(indicator.root)
    _must_be_newest(indicator)
    if listed:
        _raise(listing_fault(measures.IndicatorKind(indicator.kind)))
    list_items(indicator, listed=listed, by=by)


def _raise(fault: Refused | None) -> None:
    if fault is not None:
        raise fault


def _must_be_free(root: OrgUnit, name: str, code: str) -> None:
    """Workbooks find an indicator by its name as well as by its code."""
    for row in indicators_of(root).exclude(code=code):
        if folded(name) in (folded(row.name), folded(row.code)):
            raise Refused(
                words("another indicator is called “{name}” already", name=name),
                words("choose a name that stands for one of them alone"),
            )


def _must_be_newest(indicator: Indicator) -> None:
    alike = Indicator.objects.filter(root=indicator.root_id, code=indicator.code)
    if alike.filter(version__gt=indicator.version).exists():
        raise Refused(
            words("{name} has a newer version by now", name=indicator.name),
            words("load the page again"),
        )


def _must_begin_a_year(indicator: Indicator, since: Month) -> None:
    """Months add up within a year, so what is reported keeps its measure in it."""
    coming = this_month().next()
    first = coming if coming.number == 1 else Month(coming.year + 1, 1)
    if since < first or since.number != 1:
        raise Refused(
            words(
                "{name} is reported: a year is measured in one way", name=indicator.name
            ),
            words("choose {month} or the January of a later year", month=str(first)),
        )


def _hand_on(duties: Sequence[Duty], row: Indicator, since: Month) -> None:
    """Whoever reported the old version reports the new one from its month on."""
    new = [
        Duty(
            subject_id=duty.subject_id,
            indicator=row,
            unit_id=duty.unit_id,
            basis=duty.basis,
            since=max(since, duty.since),
            until=duty.until,
        )
        for duty in duties
    ]
    numbers = [duty.pk for duty in duties]
    Duty.objects.filter(pk__in=numbers).update(until=since.previous())
    Duty.objects.bulk_create(new)
