"""Subjects as their pages list them: down the tree, each with what is reported of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from saima.core.subjects import SubjectKind
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.people.trees import Tree
from saima.plans.models import Duty, Subject
from saima.plans.queries import duties_in, subjects_in


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject, how deep it stands, and how much is reported of it this month."""

    subject: Subject
    depth: int
    reported: int
    closed: bool


def subject_lines(unit: OrgUnit, tree: Tree) -> list[SubjectLine]:
    """The subjects of a unit and of all below it, each unit before what it answers for."""
    units = list(tree.subtree(unit.pk))
    rows: dict[int, list[Subject]] = {}
    for row in subjects_in(units):
        rows.setdefault(row.unit_id, []).append(row)
    now = this_month()
    counted = Counter(
        duties_in(units, now).order_by().values_list("subject_id", flat=True)
    )
    return list(_lines(units, tree, rows, counted))


def _lines(
    units: Sequence[int],
    tree: Tree,
    rows: dict[int, list[Subject]],
    counted: Counter[int],
) -> Iterator[SubjectLine]:
    top = len(tree.lineage(units[0]))
    now = this_month()
    for unit in units:
        depth = len(tree.lineage(unit)) - top
        for row in sorted(rows.get(unit, ()), key=_itself_first):
            below = row.kind != SubjectKind.UNIT.value
            last = row.closed or row.unit.closed
            closed = last is not None and last < now
            reported = 0 if closed else counted[row.pk]
            yield SubjectLine(row, depth + below, reported, closed)


def _itself_first(subject: Subject) -> tuple[bool, int, str]:
    return subject.kind != SubjectKind.UNIT.value, subject.order, subject.code


@dataclass(frozen=True, slots=True)
class DutyLine:
    """What is reported of a subject, from when until when, and whether it is over."""

    duty: Duty
    over: bool
    taken_back: bool


def duties_of(subject: Subject) -> list[DutyLine]:
    """Everything that is, was or will be reported of a subject."""
    rows = Duty.objects.filter(subject=subject).select_related("indicator", "unit")
    now = this_month()
    return [
        DutyLine(
            row,
            row.until is not None and row.until < now,
            row.until is not None and row.until < row.since,
        )
        for row in rows.order_by("indicator__order", "indicator__code", "since")
    ]
