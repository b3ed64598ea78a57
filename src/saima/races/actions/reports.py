"""The months of a folder as submissions: filled in, approved by another, accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saima.core.authority import PostKind
from saima.core.figures import Basis
from saima.core.periods import Month, months_of
from saima.core.workflow import Step
from saima.journal.actions import Deed, Who, record
from saima.people.actions.cast import Cast, Holder
from saima.people.models import OrgUnit
from saima.plans.models import Indicator, Subject
from saima.submissions.models import Cell, Figure, Move, Submission

ROUND = 1
Reported = tuple["Line", Decimal]


@dataclass(frozen=True)
class Line:
    """An indicator of a subject through the year: what was reported, what was due."""

    subject: Subject
    indicator: Indicator
    basis: Basis
    months: tuple[Decimal | None, ...]
    due: tuple[bool, ...]


def write_reports(
    lines: Sequence[Line], root: OrgUnit, cast: Cast, *, year: int, by: Who
) -> None:
    """Write every month of every unit that reported anything, one deed for each.

    Whole ones are accepted by the office; one that lacks a figure is left to it.
    """
    by_unit: dict[int, list[Line]] = {}
    for line in lines:
        by_unit.setdefault(line.subject.unit_id, []).append(line)
    told = [
        (own[0].subject.unit, month, reported)
        for own in by_unit.values()
        for month in months_of(year)
        if (reported := _reported(own, month))
    ]
    submissions = Submission.objects.bulk_create(
        Submission(unit=unit, month=month) for unit, month, _ in told
    )
    # A cell that is submitted cannot be written: all of them come first.
    Cell.objects.bulk_create(
        _cell(submission, line, value, cast)
        for submission, (_, _, reported) in zip(submissions, told, strict=True)
        for line, value in reported
    )
    for submission, (unit, month, reported) in zip(submissions, told, strict=True):
        figures = [_figure(submission, *one, cast) for one in reported]
        steps = [
            (Step.SUBMIT, cast.holder(PostKind.REPORTER, unit)),
            (Step.APPROVE, cast.holder(PostKind.APPROVER, unit)),
        ]
        if _whole(by_unit[unit.pk], month):
            steps.append((Step.ACCEPT, cast.holder(PostKind.PLANNER, root)))
        moves = list(_moves(submission, steps))
        details = {"month": str(month), "round": ROUND, "figures": len(figures)}
        about = f"submissions.submission:{submission.pk}"
        deed = Deed("submission.load", by, about, unit.pk, details)
        record(deed, [*figures, *moves])


def _reported(lines: Iterable[Line], month: Month) -> list[Reported]:
    found = ((line, line.months[month.number - 1]) for line in lines)
    return [(line, value) for line, value in found if value is not None]


def _whole(lines: Iterable[Line], month: Month) -> bool:
    at = month.number - 1
    return all(line.months[at] is not None for line in lines if line.due[at])


def _cell(submission: Submission, line: Line, value: Decimal, cast: Cast) -> Cell:
    return Cell(
        submission=submission,
        unit_id=submission.unit_id,
        subject=line.subject,
        indicator=line.indicator,
        value=value,
        person_id=cast.holder(PostKind.REPORTER, submission.unit).person,
    )


def _figure(submission: Submission, line: Line, value: Decimal, cast: Cast) -> Figure:
    return Figure(
        submission=submission,
        unit_id=submission.unit_id,
        subject=line.subject,
        indicator=line.indicator,
        month=submission.month,
        round=ROUND,
        basis=line.basis.value,
        value=value,
        person_id=cast.holder(PostKind.REPORTER, submission.unit).person,
    )


def _moves(
    submission: Submission, steps: Iterable[tuple[Step, Holder]]
) -> Iterator[Move]:
    for number, (step, holder) in enumerate(steps, start=1):
        yield Move(
            submission=submission,
            unit_id=submission.unit_id,
            number=number,
            step=step.value,
            round=ROUND,
            person_id=holder.person,
            account=holder.account,
            post=holder.post.value,
        )
