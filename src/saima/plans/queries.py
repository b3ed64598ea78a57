"""Reading the plan: indicators, subjects and targets as values of the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from saima.core import indicators as measures
from saima.core import subjects as kinds
from saima.core import targets as promises
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.periods import Month
from saima.core.subjects import SubjectKind, Subjects
from saima.core.targets import Bound
from saima.core.units_of_measure import UnitOfMeasure, unit_of_measure
from saima.journal.models import Event
from saima.people.models import OrgUnit
from saima.people.trees import Tree
from saima.plans.models import (
    Draft,
    Duty,
    Indicator,
    Promise,
    ProposedTarget,
    Subject,
    Target,
)

Key = tuple[str, str]  # the codes of subject and indicator


def unit_of(symbol: str) -> UnitOfMeasure:
    """A unit of measure by its symbol, which was known when it was written."""
    unit = unit_of_measure(symbol)
    if unit is None:
        raise LookupError(f"no unit of measure is called {symbol!r}")
    return unit


def indicator_value(row: Indicator) -> measures.Indicator:
    """An indicator as rules compute with it."""
    return measures.Indicator(
        row.code,
        row.name,
        unit_of(row.unit_of_measure),
        IndicatorKind(row.kind),
        Direction(row.direction),
        RollUp(row.roll_up),
        row.may_be_negative,
        row.decimals,
    )


def indicators_of(root: OrgUnit, year: int | None = None) -> QuerySet[Indicator]:
    """The catalog of a group company, each indicator in its newest version.

    For a year it is the one that holds at its end: a later one changes nothing in it.
    """
    known = Indicator.objects.filter(root=root)
    if year is not None:
        known = known.filter(Q(since__isnull=True) | Q(since__lte=Month(year, 12)))
    newest = known.order_by("code", "-version")
    numbers = newest.distinct("code").values("pk")
    return Indicator.objects.filter(pk__in=numbers)


@dataclass(frozen=True, slots=True)
class FormerName:
    """What an indicator was called until an event of the journal."""

    name: str
    code: str
    until: int


def former_names(root: OrgUnit) -> list[FormerName]:
    """The names that indicators of a group company gave up, older ones first."""
    renamed = Event.objects.filter(
        about=f"people.orgunit:{root.pk}",
        verb__in=("indicator.words", "indicator.version"),
        details__has_key="was",
    ).order_by("number")
    told = renamed.values_list("details__was", "details__code", "number")
    return [FormerName(*one) for one in told]


def subjects_in(units: Iterable[int]) -> QuerySet[Subject]:
    """The subjects for which some units are responsible, in order."""
    return Subject.objects.filter(unit__any_of=list(units)).select_related("unit")


def subject_value(row: Subject, tree: Tree) -> kinds.Subject:
    """A subject as rules compute with it, below what stands above it in the tree."""
    own = row.kind == SubjectKind.UNIT.value
    above = tree.parents.get(row.unit_id) if own else row.unit_id
    unit = tree.units.get(row.unit_id)
    return kinds.Subject(
        row.code,
        row.name,
        SubjectKind(row.kind),
        None if above is None else tree.units[above].code,
        None,
        row.opened or (unit.opened if unit else None),
        row.closed or (unit.closed if unit else None),
        row.sample,
    )


def subjects_below(root: OrgUnit, tree: Tree) -> Subjects:
    """All subjects of a group company in the tree of a month."""
    rows = subjects_in(tree.subtree(root.pk))
    return Subjects(subject_value(row, tree) for row in rows)


def targets_in_force(units: Iterable[int], year: int, month: Month) -> QuerySet[Target]:
    """The newest version of each target that is in force in a month.

    What was promised of an indicator says nothing of the version that replaced it.
    """
    replaced = Indicator.objects.filter(
        root=OuterRef("indicator__root"),
        code=OuterRef("indicator__code"),
        version__gt=OuterRef("indicator__version"),
        since__lte=month,
    )
    return (
        Target.objects.filter(unit__any_of=list(units), year=year, since__lte=month)
        .exclude(Exists(replaced))
        .order_by("subject_id", "indicator_id", "-version")
        .distinct("subject_id", "indicator_id")
        .select_related("subject", "indicator")
    )


def latest_targets(units: Iterable[int], year: int) -> QuerySet[Target]:
    """The newest version of each target, whenever it comes into force."""
    return targets_in_force(units, year, Month(year, 12))


def target_value(row: Promise) -> promises.Target:
    """A target, or a draft whose months are all filled in, as rules compute with it."""
    months = row.months  # type: ignore[attr-defined]  # both kinds have them
    whole = months is not None and None not in months
    return promises.Target(
        row.subject.code,
        row.indicator.code,
        row.amount if row.applicable else None,
        tuple(months) if whole and row.applicable else None,
        Bound(row.bound),
        row.floor,
        row.stretch,
        row.applicable,
        row.source,
    )


def target_values(rows: Iterable[Promise]) -> dict[Key, promises.Target]:
    """Targets by the codes of subject and indicator."""
    values = map(target_value, rows)
    return {(value.subject, value.indicator): value for value in values}


def history_of(subject: Subject, indicator: Indicator, year: int) -> QuerySet[Target]:
    """Every version of a target, the first one first."""
    return Target.objects.filter(
        subject=subject, indicator__code=indicator.code, year=year
    ).order_by("version")


def drafts_of(units: Iterable[int], year: int) -> QuerySet[Draft]:
    """What is being worked at."""
    return Draft.objects.filter(unit__any_of=list(units), year=year).select_related(
        "subject", "indicator"
    )


def proposals_in(units: Iterable[int], year: int) -> list[ProposedTarget]:
    """The targets that papers state, each in its newest row; none taken back."""
    rows = ProposedTarget.objects.filter(unit__any_of=list(units), year=year)
    newest = rows.order_by("origin", "-pk").distinct("origin")
    told = newest.select_related("subject", "indicator")
    return sorted((row for row in told if row.amount is not None), key=lambda r: r.pk)


def duties_in(units: Iterable[int], month: Month) -> QuerySet[Duty]:
    """What is to be reported for a month by some units."""
    return (
        Duty.objects.filter(unit__any_of=list(units), since__lte=month)
        .exclude(until__lt=month)
        .select_related("subject", "indicator", "unit")
        .order_by("subject__order", "subject__code", "indicator__order")
    )


@dataclass(frozen=True)
class Catalog:
    """Rows by their codes, to write what was read by codes."""

    subjects: Mapping[str, Subject]
    indicators: Mapping[str, Indicator]


def catalog_of(root: OrgUnit, tree: Tree, year: int) -> Catalog:
    """The subjects and indicators of a group company in a year, by code."""
    subjects = subjects_in(tree.subtree(root.pk))
    return Catalog(
        {subject.code: subject for subject in subjects},
        {indicator.code: indicator for indicator in indicators_of(root, year)},
    )
