"""Who decided a target, when and why; and what the catalog says of each indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from saima.core.definitions import listing_fault
from saima.core.figures import Basis
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.subjects import SubjectKind
from saima.core.words import words
from saima.journal.models import Event
from saima.people import scope
from saima.people.models import OrgUnit, Person
from saima.people.queries import this_month
from saima.people.trees import Tree
from saima.plans.models import Duty, Indicator, Subject, Target
from saima.plans.queries import history_of

DIRECTION_WORDS = {
    Direction.HIGHER: words("more is better"),
    Direction.LOWER: words("less is better"),
}
ROLL_UP_WORDS = {
    RollUp.SUM: words("months add up"),
    RollUp.LAST: words("the last month counts"),
}
KIND_WORDS = {
    IndicatorKind.AMOUNT: words("amount"),
    IndicatorKind.COUNT: words("count"),
    IndicatorKind.RATE: words("rate"),
    IndicatorKind.CHECKLIST: words("checklist"),
}
# The kinds that are entered by hand; units and eliminations come by other ways.
SUBJECT_WORDS = {
    SubjectKind.PROJECT: words("project"),
    SubjectKind.PARCEL: words("parcel"),
    SubjectKind.BRANCH: words("party branch"),
}
SUBJECT_KIND_WORDS = {
    **SUBJECT_WORDS,
    SubjectKind.UNIT: words("the unit itself"),
    SubjectKind.ELIMINATION: words("internal elimination"),
}
BASIS_WORDS = {
    Basis.IN_PERIOD: words("the month alone"),
    Basis.TO_DATE: words("from January to the month"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who wrote something, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A version of a target, with who decided it; `old` where a later one is in force."""

    target: Target
    signature: Signature | None
    old: bool


def signatures(numbers: Iterable[int]) -> dict[int, Signature]:
    """Who did some deeds, by the numbers of their events.

    Whoever sees a row may know who wrote it, although the journal itself is closed.
    """
    with scope.of_everything():
        events = list(Event.objects.filter(number__in=set(numbers)))
    names = dict(
        Person.objects.filter(pk__in={e.person for e in events}).values_list(
            "pk", "name"
        )
    )
    return {e.number: Signature(names.get(e.person or 0, ""), e.at) for e in events}


def versions(subject: Subject, indicator: Indicator, year: int) -> list[Told]:
    """Every version of a target, the newest first."""
    rows = list(history_of(subject, indicator, year).select_related("indicator"))
    signed = signatures(row.event_id for row in rows)
    newest = rows[-1] if rows else None
    return [
        Told(row, signed.get(row.event_id), row is not newest) for row in reversed(rows)
    ]


def last_adoption(units: Iterable[int], year: int) -> tuple[Signature, Target] | None:
    """Who adopted the plan of a year last, and one of the targets that it changed."""
    rows = Target.objects.filter(unit__in=list(units), year=year)
    newest = rows.aggregate(newest=Max("event_id"))["newest"]
    target = rows.filter(event_id=newest).first()
    signed = signatures([newest]).get(newest) if target else None
    return (signed, target) if signed and target else None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A unit with the years of which it, or a unit below it, has targets."""

    unit: OrgUnit
    depth: int
    years: tuple[int, ...]


def plan_lines(tree: Tree, heads: Iterable[OrgUnit]) -> list[PlanLine]:
    """The units with plans in some subtrees, each before what lies below it."""
    years: dict[int, set[int]] = {}
    for unit, year in Target.objects.values_list("unit_id", "year").distinct():
        for above in tree.above(unit):
            years.setdefault(above, set()).add(year)
    seen: set[int] = set()
    lines: list[PlanLine] = []
    # The highest first, so that a head below another one is not listed twice.
    for head in sorted(heads, key=lambda unit: len(tree.lineage(unit.pk))):
        top = len(tree.lineage(head.pk))
        for number in tree.subtree(head.pk):
            if number not in seen and number in years:
                depth = len(tree.lineage(number)) - top
                told = tuple(sorted(years[number], reverse=True))
                lines.append(PlanLine(tree.units[number], depth, told))
            seen.add(number)
    return lines


def catalog(root: OrgUnit) -> list[Indicator]:
    """Every indicator of a group company in all its versions, the newest first."""
    rows = Indicator.objects.filter(root=root).select_related("office")
    return sorted(rows, key=lambda row: (row.order, row.code, -row.version))


def may_be_listed(indicator: Indicator) -> bool:
    """Whether the things behind a number can be named one by one."""
    return listing_fault(IndicatorKind(indicator.kind)) is None


def reported_by(indicator: Indicator) -> list[Duty]:
    """Who reports an indicator this month, as far as whoever asks may see it."""
    alike = Duty.objects.filter(
        indicator__root=indicator.root_id, indicator__code=indicator.code
    )
    now = this_month()
    rows = alike.filter(since__lte=now).exclude(until__lt=now)
    rows = rows.exclude(unit__closed__lt=now).exclude(subject__closed__lt=now)
    return list(
        rows.select_related("subject", "unit").order_by(
            "subject__order", "subject__code"
        )
    )
