"""A unit's month as values: what it is asked for, and what it has said so far."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from saima.core.figures import Basis, Figures
from saima.core.filling import Entry, Line, MonthFinding, MonthForm, check
from saima.core.indicators import Indicator, RollUp
from saima.core.periods import Month
from saima.core.subjects import Subject, SubjectKind
from saima.core.targets import Target, plan_to_date
from saima.people.models import OrgUnit
from saima.people.queries import tree_at
from saima.plans.models import Duty
from saima.plans.queries import (
    duties_in,
    indicator_value,
    subject_value,
    target_values,
    targets_in_force,
)
from saima.submissions.models import Cell, Submission
from saima.submissions.queries import cells_of, figures_of


def form_of(unit: OrgUnit, month: Month) -> MonthForm:
    """What a unit is asked for in a month, with its plan and what it reported before."""
    tree = tree_at(month)
    duties = list(duties_in([unit.pk], month))
    targets = target_values(targets_in_force([unit.pk], month.year, month))
    figures = figures_of([unit.pk], month.year)
    measures = {d.indicator_id: indicator_value(d.indicator) for d in duties}
    subjects = {d.subject_id: subject_value(d.subject, tree) for d in duties}
    lines = []
    for duty in duties:
        subject, indicator = subjects[duty.subject_id], measures[duty.indicator_id]
        target = targets.get((subject.code, indicator.code))
        if subject.open_in(month) and (target is None or target.applicable):
            lines.append(_line(duty, subject, indicator, target, figures, month))
    above = tree.parents.get(unit.pk)
    itself = Subject(
        unit.code,
        unit.name,
        SubjectKind.UNIT,
        None if above is None else tree.units[above].code,
        None,
        unit.opened,
        unit.closed,
    )
    return MonthForm(itself, month, tuple(lines))


def _line(
    duty: Duty,
    subject: Subject,
    indicator: Indicator,
    target: Target | None,
    figures: Figures,
    month: Month,
) -> Line:
    basis = Basis(duty.basis)
    series = figures.of(subject.code, indicator.code)
    before = to_date = None
    since = _first_month(subject, month)
    if month.number > since:
        last, roll_up = month.number - 1, indicator.roll_up
        to_date = series.to_date(last, since=since, roll_up=roll_up)
        alone = series.in_period(last, since=since, roll_up=roll_up)
        before = to_date if basis is Basis.TO_DATE else alone
    months = target.months if target else None
    return Line(
        subject,
        indicator,
        basis,
        _planned(months, indicator, basis, month),
        target.year if target else None,
        before,
        to_date,
        duty.indicator.listed,
        plan_to_date(months, month.number) if months else None,
    )


def _first_month(subject: Subject, month: Month) -> int:
    """The number of the month from which the subject is there in this year."""
    opened = subject.opened
    return opened.number if opened and opened.year == month.year else 1


def _planned(
    months: tuple[Decimal, ...] | None,
    indicator: Indicator,
    basis: Basis,
    month: Month,
) -> Decimal | None:
    """The plan on the line's own basis; a level is planned as it is."""
    if months is None:
        return None
    if indicator.roll_up is RollUp.LAST or basis is Basis.IN_PERIOD:
        return months[month.number - 1]
    return plan_to_date(months, month.number)


def entries_of(cells: Iterable[Cell]) -> tuple[Entry, ...]:
    """What was typed so far."""
    return tuple(entry_of(cell) for cell in cells)


def entry_of(cell: Cell) -> Entry:
    """What was typed into one line."""
    return Entry(
        (cell.subject.code, cell.indicator.code),
        cell.value,
        cell.note,
        tuple(cell.items),
        cell.confirmed,
    )


def findings_of(
    form: MonthForm, submission: Submission, *, submitting: bool
) -> tuple[MonthFinding, ...]:
    """What is lacking, doubtful or wrong in what was typed so far."""
    return check(form, entries_of(cells_of(submission)), submitting=submitting)
