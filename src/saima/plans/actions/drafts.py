"""Typing into the plan: cell by cell, each change against what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from django.db import transaction

from saima.core.calendars import UnknownYear
from saima.core.findings import Place as FilePlace
from saima.core.findings import Severity
from saima.core.indicators import RollUp
from saima.core.intake.cells import BOUND_MARKS, NOT_APPLICABLE, Amounts
from saima.core.intake.collected import Collected
from saima.core.intake.targets import BOUNDS
from saima.core.names import folded
from saima.core.numbers import plain_text
from saima.core.refusal import Refused
from saima.core.targets import ANOTHER_TEMPLATE, Phasing, phased
from saima.core.words import Words, words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.plans.actions.desk import (
    NO_MONTHS,
    Place,
    name_of,
    places_of,
    plan_lock,
    units_of,
    write,
)
from saima.plans.models import Draft
from saima.plans.queries import Key, indicator_value
from saima.plans.reported import shape_of
from saima.reading.calendars import packaged_calendar

MONTHS = tuple(str(number) for number in range(1, 13))
NUMBERS = ("year", "floor", "stretch")
COLUMNS = frozenset({*MONTHS, *NUMBERS, "bound", "na"})


class Outcome(StrEnum):
    """What became of a change."""

    SAVED = "saved"
    ERROR = "error"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing typed: into which column of which target, and what was seen there.

    `column` is year, 1 to 12, bound, floor, stretch, or na (1 or nothing); `seen` is
    the number of the target's state that the writer saw, 0 for an empty one.
    """

    key: Key
    column: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a change, and what stands in the cell now."""

    change: Change
    outcome: Outcome
    seen: int
    shown: str = ""
    text: Words | None = None
    next_step: Words | None = None
    by: str = ""  # who was faster


Fault = tuple[Words, Words]
LOAD_AGAIN = words("load the page again")


@transaction.atomic
def change(
    root: OrgUnit, year: int, changes: Sequence[Change], *, by: Who
) -> list[Saved]:
    """Keep what was typed; a target that somebody else changed meanwhile stays theirs."""
    plan_lock(root, year)
    places = places_of(root, year, {change.key for change in changes})
    saved: list[Saved] = []
    ordered = sorted(changes, key=lambda one: one.key)
    for key, of_target in groupby(ordered, key=lambda one: one.key):
        saved += _target(places.get(key), list(of_target))
    keep("plan.change", root, year, places.values(), by=by)
    return _numbered(saved, places)


@transaction.atomic
def mean(root: OrgUnit, year: int, changes: Sequence[Change], *, by: Who) -> None:
    """Take all changes of a target together, or none of them."""
    for one in change(root, year, changes, by=by):
        if one.text is not None and one.next_step is not None:
            raise Refused(one.text, one.next_step)


def keep(
    verb: str, root: OrgUnit, year: int, places: Iterable[Place], *, by: Who
) -> None:
    """Write the drafts that were changed, together with the deed that changed them."""
    written = [place.draft for place in places if place.changed and place.draft]
    if written:
        details = {"year": year, "targets": len(written)}
        event = record(Deed(verb, by, about(root), root.pk, details))
        write(written, event.number, by=by)


def _numbered(saved: Iterable[Saved], places: Mapping[Key, Place]) -> list[Saved]:
    """The answers, with the numbers under which their targets stand now."""
    return [
        replace(one, seen=places[one.change.key].seen)
        if one.change.key in places
        else one
        for one in saved
    ]


def about(root: OrgUnit) -> str:
    """How the journal names the group company whose plan it is."""
    return f"people.orgunit:{root.pk}"


def _target(place: Place | None, changes: list[Change]) -> list[Saved]:
    if place is None:
        text = words("there is no such target in this plan")
        return [Saved(c, Outcome.ERROR, 0, "", text, LOAD_AGAIN) for c in changes]
    if any(one.seen != place.seen for one in changes):
        return [_conflict(place, one) for one in changes]
    draft = place.working()
    told = [apply(draft, one.column, one.text) for one in changes]
    if any(fault is None for fault in told):
        place.draft, place.changed = draft, True
    return [
        _saved(place, draft, one, fault)
        for one, fault in zip(changes, told, strict=True)
    ]


def _conflict(place: Place, one: Change) -> Saved:
    by = name_of(place.draft.person) if place.draft else ""
    text = (
        words("{name} has changed this target meanwhile", name=by)
        if by
        else words("the plan was adopted or its draft thrown away meanwhile")
    )
    shown = shown_in(place.working(), one.column)
    step = words("choose whose entry is right")
    return Saved(one, Outcome.CONFLICT, place.seen, shown, text, step, by)


def _saved(place: Place, draft: Draft, one: Change, fault: Fault | None) -> Saved:
    shown = shown_in(draft, one.column)
    if fault is not None:
        return Saved(one, Outcome.ERROR, place.seen, shown, *fault)
    return Saved(one, Outcome.SAVED, place.seen, shown)


def shown_in(draft: Draft, column: str) -> str:
    """What a cell shows."""
    if column == "bound":
        return draft.bound
    if column == "na":
        return "" if draft.applicable else "1"
    value = (
        draft.months[int(column) - 1]
        if column in MONTHS
        else {"floor": draft.floor, "stretch": draft.stretch}.get(column, draft.amount)
    )
    return "" if value is None else plain_text(value)


def apply(draft: Draft, column: str, text: str) -> Fault | None:
    """Take a text over into a column; why not, where it cannot be read."""
    if column not in COLUMNS:
        return words("there is no such column"), LOAD_AGAIN
    text = text.strip()
    if column == "na" or (column == "year" and folded(text).lower() in NOT_APPLICABLE):
        _say_applicable(draft, applicable=column == "na" and not text)
        return None
    if column == "bound":
        return _bound(draft, text)
    mark = ""
    if column == "year":
        mark, text = _bounded(text)
    value, fault = read_amount(draft, text)
    if fault is not None:
        return fault
    if column in MONTHS:
        draft.months[int(column) - 1] = value
    else:
        setattr(draft, "amount" if column == "year" else column, value)
    if mark:
        draft.bound = BOUND_MARKS[mark]
    if value is not None:
        draft.applicable = True
    return None


def _say_applicable(draft: Draft, *, applicable: bool) -> None:
    draft.applicable = applicable
    if not applicable:
        draft.amount = draft.floor = draft.stretch = None
        draft.months = list(NO_MONTHS)


def _bound(draft: Draft, text: str) -> Fault | None:
    bound = BOUNDS.get(folded(text).lower())
    if bound is None:
        return (
            words("“{text}” is not known here", text=text),
            words("write one of: {names}", names=", ".join(BOUNDS)),
        )
    draft.bound = bound.value
    return None


def _bounded(text: str) -> tuple[str, str]:
    """A mark such as ≥ or 不低于 before a number, and the number."""
    plain = folded(text)
    mark = next((mark for mark in BOUND_MARKS if plain.startswith(mark)), "")
    return (mark, plain[len(mark) :].strip()) if mark else ("", text)


def read_amount(draft: Draft, text: str) -> tuple[Decimal | None, Fault | None]:
    """A number in the unit of its indicator, such as `1.2亿元`; nothing is no zero."""
    if not text:
        return None, None
    found = Collected()
    amounts = Amounts(indicator_value(draft.indicator))
    value = amounts.read(text, FilePlace(""), found, percent=False)
    for finding in found.findings():
        if finding.severity is Severity.ERROR:
            return None, (finding.text, finding.next_step)
    return value, None


@dataclass(frozen=True, slots=True)
class Spreading:
    """A year that is to be spread over its months by a template."""

    key: Key
    template: str
    seen: int


@transaction.atomic
def phase(root: OrgUnit, year: int, wanted: Spreading, *, by: Who) -> list[Saved]:
    """Spread the year of a target over its months, which are replaced."""
    plan_lock(root, year)
    places = places_of(root, year, {wanted.key})
    place = places.get(wanted.key)
    asked = Change(wanted.key, "year", "", wanted.seen)
    if place is None or place.seen != wanted.seen:
        return _target(place, [asked])
    draft = place.working()
    try:
        draft.months = _spread(place, draft, wanted.template)
    except Refused as refused:
        return [_saved(place, draft, asked, (refused.text, refused.next_step))]
    place.draft, place.changed = draft, True
    saved = [
        Saved(replace(asked, column=month), Outcome.SAVED, 0, shown_in(draft, month))
        for month in MONTHS
    ]
    keep("plan.phase", root, year, places.values(), by=by)
    return _numbered(saved, places)


def _spread(place: Place, draft: Draft, template: str) -> list[Decimal | None]:
    indicator = indicator_value(draft.indicator)
    if draft.amount is None:
        raise Refused(
            words("the year has no target that could be spread"),
            words("enter the target of the year"),
        )
    if indicator.roll_up is RollUp.LAST:
        raise _no_share(indicator.name)
    if template not in {one.value for one in TEMPLATES}:
        raise Refused(
            words("there is no such template"),
            words("choose one of those on the page"),
        )
    try:
        months = phased(
            draft.amount,
            Phasing(template),
            decimals=indicator.decimals,
            calendar=packaged_calendar(),
            year=draft.year,
            last_year=shape_of(place.subject, place.indicator, draft.year - 1),
        )
    except UnknownYear as unknown:
        raise Refused(unknown.text, ANOTHER_TEMPLATE) from unknown
    return list(months)


TEMPLATES = (
    Phasing.EVEN,
    Phasing.WORKDAYS,
    Phasing.LAST_YEAR,
    Phasing.FRONT_LOADED,
)


def _no_share(name: str) -> Refused:
    return Refused(
        words("{indicator} is a level: no month has a share of it", indicator=name),
        words("enter the level at the end of each month"),
    )


@transaction.atomic
def discard(root: OrgUnit, year: int, *, by: Who) -> int:
    """Throw everything drafted for a year away; the targets in force stay."""
    plan_lock(root, year)
    drafts = Draft.objects.filter(unit__in=units_of(root, year), year=year)
    count = drafts.count()
    if not count:
        raise Refused(
            words("nothing is drafted for {year}", year=str(year)),
            words("there is nothing to do"),
        )
    details = {"year": year, "targets": count}
    record(Deed("plan.discard", by, about(root), root.pk, details))
    drafts.delete()
    return count
