"""Typing into a month's form: cell by cell, each change against what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from django.db import connection, transaction

from saima.core.filling import (
    MAX_NOTE,
    Entry,
    Line,
    MonthForm,
    read_value,
    text_fault,
)
from saima.core.findings import Severity
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import Words, words
from saima.core.workflow import FILLABLE, STATE_WORDS
from saima.journal.actions import Deed, Who, record
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.models import Duty
from saima.plans.queries import duties_in
from saima.submissions.models import Cell, Move, Submission
from saima.submissions.monthly import form_of
from saima.submissions.queries import standing_of

MAX_LIST = 200_000  # signs of all names of a list together
LOCK = 7301  # the advisory locks of submissions, by their numbers


class Outcome(StrEnum):
    """What became of a change."""

    SAVED = "saved"
    ERROR = "error"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing typed: into which column of which line, and what was seen there.

    `column` is value, note, items (one a line of text) or confirmed (1 or nothing);
    `seen` is the number of the line's state that the writer saw, 0 for an empty one.
    """

    key: tuple[str, str]
    column: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a change, and how the line stands now."""

    change: Change
    outcome: Outcome
    seen: int
    entry: Entry | None = None
    text: Words | None = None
    next_step: Words | None = None
    by: str = ""  # who was faster


@dataclass
class _Row:
    """A line with its cell, or with none yet."""

    line: Line
    duty: Duty
    cell: Cell | None
    fresh: bool = False
    changed: bool = field(default=False)


def lock(submission: Submission) -> None:
    """Hold a submission to the end of the transaction: one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, submission.pk])


@transaction.atomic
def begin(unit: OrgUnit, month: Month, *, by: Who) -> Submission:
    """The submission of a unit's month, made when it is first needed."""
    found = Submission.objects.filter(unit=unit, month=month).first()
    if found is not None:
        return found
    if unit.closed is not None and unit.closed < month:
        raise Refused(
            words(
                "{name} closed after {month} and reports no more",
                name=unit.name,
                month=str(unit.closed),
            ),
            words("ask the planning office if this is wrong"),
        )
    if month > this_month():
        raise Refused(
            words("{month} has not begun", month=str(month)),
            words("report it when it is there"),
        )
    made, new = Submission.objects.get_or_create(unit=unit, month=month)
    if new:
        about = f"submissions.submission:{made.pk}"
        record(Deed("submission.begin", by, about, unit.pk, {"month": str(month)}))
    return made


@transaction.atomic
def fill(submission: Submission, changes: Sequence[Change], *, by: Who) -> list[Saved]:
    """Keep what was typed; a line that somebody else changed meanwhile stays theirs."""
    lock(submission)
    must_be_fillable(submission)
    form = form_of(submission.unit, submission.month)
    rows = _rows(submission, form, {change.key for change in changes})
    saved: list[Saved] = []
    ordered = sorted(changes, key=lambda change: change.key)
    for key, of_line in groupby(ordered, key=lambda change: change.key):
        saved += _line(submission, rows.get(key), list(of_line), by)
    written = [row.cell for row in rows.values() if row.changed and row.cell]
    if written:
        details = {"month": str(submission.month), "lines": len(written)}
        about = f"submissions.submission:{submission.pk}"
        record(Deed("submission.fill", by, about, submission.unit_id, details))
    return saved


def must_be_fillable(submission: Submission) -> None:
    """Refuse to change what lies with somebody else."""
    moves = Move.objects.filter(submission=submission).order_by("number")
    state = standing_of(moves).state
    if state not in FILLABLE:
        raise Refused(
            words(
                "this month is {state} and cannot be changed", state=STATE_WORDS[state]
            ),
            words("ask for it to be sent back, or begin a correction"),
        )


def _rows(
    submission: Submission, form: MonthForm, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], _Row]:
    wanted = {key for key in keys if key in form.by_key}
    duties = {
        (duty.subject.code, duty.indicator.code): duty
        for duty in duties_in([submission.unit_id], submission.month)
    }
    cells = {
        (cell.subject.code, cell.indicator.code): cell
        for cell in Cell.objects.filter(submission=submission)
        .select_related("subject", "indicator", "person")
        .select_for_update(of=("self",))
    }
    return {key: _Row(form.by_key[key], duties[key], cells.get(key)) for key in wanted}


def _line(
    submission: Submission, row: _Row | None, changes: list[Change], by: Who
) -> list[Saved]:
    if row is None:
        text = words("this unit is not asked for this line")
        step = words("load the page again")
        return [Saved(c, Outcome.ERROR, 0, None, text, step) for c in changes]
    seen = row.cell.seen if row.cell else 0
    if any(change.seen != seen for change in changes):
        return [_conflict(row, change, seen) for change in changes]
    cell = row.cell or _empty(submission, row.duty)
    told = [_apply(cell, row.line, change) for change in changes]
    if any(one is None for one in told):
        _write(row, cell, by)
    return [
        _saved(cell, change, fault) for change, fault in zip(changes, told, strict=True)
    ]


def _conflict(row: _Row, change: Change, seen: int) -> Saved:
    assert row.cell is not None or change.seen
    by = row.cell.person.name if row.cell else ""
    return Saved(
        change,
        Outcome.CONFLICT,
        seen,
        _entry(row.cell) if row.cell else None,
        words("{name} has changed this line meanwhile", name=by),
        words("choose whose entry is right"),
        by,
    )


def _empty(submission: Submission, duty: Duty) -> Cell:
    return Cell(
        submission=submission,
        unit_id=submission.unit_id,
        subject=duty.subject,
        indicator=duty.indicator,
        seen=0,
    )


Fault = tuple[Words, Words]


def _apply(cell: Cell, line: Line, change: Change) -> Fault | None:
    """Take a change over; why not, where it cannot be read."""
    text = change.text.strip()
    if change.column == "value":
        value, findings = read_value(line, text)
        for finding in findings:
            if finding.severity is Severity.ERROR:
                return finding.text, finding.next_step
        if value != cell.value:
            cell.confirmed = False  # another number was not looked at yet
        cell.value = value
    elif change.column == "note":
        if fault := text_fault(text, MAX_NOTE):
            return fault
        cell.note = text
    elif change.column == "items":
        if fault := text_fault(text, MAX_LIST):
            return fault
        cell.items = [one.strip() for one in text.split("\n") if one.strip()]
    elif change.column == "confirmed":
        cell.confirmed = bool(text)
    else:
        return words("there is no such column"), words("load the page again")
    return None


def _write(row: _Row, cell: Cell, by: Who) -> None:
    cell.person_id = by.person  # type: ignore[assignment]  # a page's actor is a person
    cell.seen += 1
    cell.save()
    row.cell, row.changed = cell, True


def _saved(cell: Cell, change: Change, fault: Fault | None) -> Saved:
    if fault is not None:
        return Saved(change, Outcome.ERROR, cell.seen, _entry(cell), *fault)
    return Saved(change, Outcome.SAVED, cell.seen, _entry(cell))


def _entry(cell: Cell) -> Entry:
    return Entry(
        (cell.subject.code, cell.indicator.code),
        cell.value,
        cell.note,
        tuple(cell.items),
        cell.confirmed,
    )
