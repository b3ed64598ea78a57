"""Adopting the plan: drafts without a gap become targets in force, in a new version."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from django.db import transaction

from saima.core.breakdown import Gap, gaps, month_gaps
from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.targets import Targets
from saima.core.versions import (
    Decision,
    Version,
    change_fault,
    closed_fault,
    first_fault,
    first_month,
)
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.people.queries import tree_at
from saima.people.trees import Tree
from saima.plans.actions.catalog import add_duties
from saima.plans.actions.desk import plan_lock
from saima.plans.models import Draft, Duty, Target
from saima.plans.queries import (
    drafts_of,
    indicator_value,
    indicators_of,
    latest_targets,
    subjects_below,
    target_value,
    target_values,
)
from saima.plans.reported import reported_through

# Up to which month a unit has reported, or a unit below it; None where none has.
Reports = Callable[[int], Month | None]


@transaction.atomic
def adopt(root: OrgUnit, year: int, decision: Decision, *, by: Who) -> list[Target]:
    """Put everything that was drafted for a year in force, or nothing of it."""
    plan_lock(root, year)
    _must_lie_in(year, decision.since)
    tree = tree_at(Month(year, 12))
    units = list(tree.subtree(root.pk))
    drafts = list(drafts_of(units, year).select_for_update(of=("self",)))
    before = {(t.subject_id, t.indicator_id): t for t in latest_targets(units, year)}
    changed = changed_of(drafts, before)
    if not changed:
        raise Refused(
            words("nothing was changed in the plan of {year}", year=str(year)),
            words("change a target first"),
        )
    _must_tie(root, tree, changed, before.values())
    reports = reports_of(root, tree, year)
    if any(_key(draft) in before for draft in changed):
        _must_be_open(decision.since, reports(root.pk))
    rows = [
        _next(old, draft, decision)
        if (old := before.get(_key(draft)))
        else _first(draft, decision, reports)
        for draft in changed
    ]
    details = {
        "year": year,
        "targets": len(rows),
        "since": str(decision.since),
        "paper": decision.paper,
    }
    about = f"people.orgunit:{root.pk}"
    record(Deed("plan.adopt", by, about, root.pk, details), rows)
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    _add_missing_duties(units, year, by=by)
    return rows


def changed_of(
    drafts: Iterable[Draft], before: Mapping[tuple[int, int], Target]
) -> list[Draft]:
    """The drafts that say something else than the newest targets."""
    return [draft for draft in drafts if _differs(draft, before.get(_key(draft)))]


def _must_lie_in(year: int, since: Month) -> None:
    if since.year != year:
        raise Refused(
            words("{month} lies outside of {year}", month=str(since), year=str(year)),
            words("choose a month of the plan's year"),
        )


def _must_be_open(since: Month, closed_through: Month | None) -> None:
    """What was reported against a target keeps it."""
    fault = closed_fault(since, closed_through)
    if fault is not None:
        raise fault


def _key(row: Draft | Target) -> tuple[int, int]:
    return row.subject_id, row.indicator_id


def _promised(row: Draft | Target) -> tuple[object, ...]:
    months = tuple(row.months) if row.months else (None,) * 12
    return row.applicable, row.amount, row.bound, row.floor, row.stretch, months


def _differs(draft: Draft, target: Target | None) -> bool:
    if target is None:
        return _promised(draft) != (True, None, draft.bound, None, None, (None,) * 12)
    return _promised(draft) != _promised(target)


def _must_tie(
    root: OrgUnit, tree: Tree, changed: Sequence[Draft], before: Iterable[Target]
) -> None:
    """Months make the year and parts make the whole, for every indicator touched."""
    for draft in changed:
        _must_be_whole(draft)
    touched = {draft.indicator.code for draft in changed}
    plan = target_values(before) | target_values(changed)
    open_gaps = open_gaps_of(root, tree, plan, touched)
    if open_gaps:
        raise _gap_refusal(open_gaps)


def open_gaps_of(
    root: OrgUnit, tree: Tree, plan: Targets, touched: Collection[str]
) -> tuple[Gap, ...]:
    """Where the targets of some indicators do not tie, in months or in parts."""
    subjects = subjects_below(root, tree)
    known = {
        row.code: indicator_value(row)
        for row in indicators_of(root)
        if row.code in touched
    }
    there = {subject.code for subject in subjects}
    plan = {key: t for key, t in plan.items() if key[0] in there and key[1] in known}
    return (*month_gaps(subjects, known, plan), *gaps(subjects, known, plan))


def _must_be_whole(draft: Draft) -> None:
    some = [value is None for value in draft.months]
    if draft.applicable and draft.amount is None and not all(some):
        raise Refused(
            words(
                "{subject} has months of {indicator}, but no target of the year",
                subject=draft.subject.name,
                indicator=draft.indicator.name,
            ),
            words("enter the target of the year"),
        )
    if any(some) and not all(some):
        raise Refused(
            words(
                "{subject} has {indicator} planned for some months only",
                subject=draft.subject.name,
                indicator=draft.indicator.name,
            ),
            words("fill in every month, or choose a template"),
        )


def _gap_refusal(open_gaps: Sequence[Gap]) -> Refused:
    first = open_gaps[0]
    return Refused(
        words(
            "{count} gaps are open, the first at {subject}, {indicator}",
            count=len(open_gaps),
            subject=first.subject.name,
            indicator=first.indicator.name,
        ),
        words("close them in the grid: they are marked in red"),
    )


def reports_of(root: OrgUnit, tree: Tree, year: int) -> Reports:
    """Who has reported up to which month; what is below a unit makes its figures."""
    anything = reported_through(list(tree.subtree(root.pk)), year)

    @cache
    def through(unit: int) -> Month | None:
        if anything is None or unit == root.pk:
            return anything
        return reported_through(list(tree.subtree(unit)), year)

    return through


def _next(before: Target, draft: Draft, decision: Decision) -> Target:
    """The next version of a target; one that is made easier needs its paper."""
    old = Version(
        before.version, before.since, target_value(before), before.reason, before.paper
    )
    fault = change_fault(
        old,
        target_value(draft),
        indicator_value(draft.indicator),
        subject=draft.subject.name,
        decision=decision,
    )
    if fault is not None:
        raise fault
    row = _promise(draft, decision)
    row.version, row.since = before.version + 1, decision.since
    row.reason = decision.reason.strip()
    return row


def _first(draft: Draft, decision: Decision, reports: Reports) -> Target:
    """The first version of a target; after the first report it needs its paper."""
    # A target of its own begins with the year, or with what it measures.
    begin = max(Month(draft.year, 1), draft.indicator.since or Month(draft.year, 1))
    reported = reports(draft.unit_id)
    if reported is not None and reported < begin:
        reported = None  # nothing that it could touch
    fault = first_fault(
        indicator_value(draft.indicator),
        subject=draft.subject.name,
        decision=decision,
        reported=reported,
    )
    if fault is not None:
        raise fault
    row = _promise(draft, decision)
    row.version, row.since = 1, first_month(begin, decision, reported)
    row.reason = decision.reason.strip() if reported else ""
    return row


def _promise(draft: Draft, decision: Decision) -> Target:
    """What is promised, by the paper that decided it."""
    return Target(
        subject=draft.subject,
        indicator=draft.indicator,
        unit_id=draft.unit_id,
        year=draft.year,
        applicable=draft.applicable,
        amount=draft.amount,
        bound=draft.bound,
        floor=draft.floor,
        stretch=draft.stretch,
        source=draft.source,
        months=list(draft.months) if None not in draft.months else None,
        paper=decision.paper.strip(),
    )


def _add_missing_duties(units: Sequence[int], year: int, *, by: Who) -> None:
    """Whoever has a target that nobody below shares reports it from January on."""
    held = set(
        Duty.objects.filter(unit__in=units).values_list("subject_id", "indicator_id")
    )
    new = [t for t in _lowest(units, year) if _key(t) not in held]
    if new:
        add_duties(
            ((t.subject, t.indicator, Basis.IN_PERIOD.value) for t in new),
            since=Month(year, 1),
            by=by,
        )


def _lowest(units: Sequence[int], year: int) -> Iterator[Target]:
    """The targets that no subject below their own has a part of."""
    targets = [t for t in latest_targets(units, year) if t.applicable]
    tree = tree_at(Month(year, 12))
    shared = {
        (above, target.indicator_id)
        for target in targets
        for above in _units_above(target, tree)
    }
    for target in targets:
        itself = target.subject.kind == "unit"
        if not itself or (target.unit_id, target.indicator_id) not in shared:
            yield target


def _units_above(target: Target, tree: Tree) -> Iterator[int]:
    """The units that hold a target as a whole, of which this one is a part."""
    above = tree.above(target.unit_id)
    if target.subject.kind == "unit":
        next(above)
    yield from above
