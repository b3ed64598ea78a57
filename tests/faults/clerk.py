"""One who fills in, submits and approves until killed: `python -m tests.faults.clerk N`.

Each thing that was done is told on a line of its own after it was committed: what was
told must be there whatever happens next.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saima.site.settings")
django.setup()

from django.db import InterfaceError, OperationalError, close_old_connections  # noqa: E402
from tests.faults import world  # noqa: E402

from saima.core.authority import PostKind  # noqa: E402
from saima.core.filling import Entry  # noqa: E402
from saima.core.periods import Month, months_of  # noqa: E402
from saima.core.refusal import Refused  # noqa: E402
from saima.core.workflow import FILLABLE, State  # noqa: E402
from saima.people import scope  # noqa: E402
from saima.people.models import OrgUnit  # noqa: E402
from saima.submissions.actions.filling import Change, begin, fill  # noqa: E402
from saima.submissions.actions.steps import approve, reopen, submit  # noqa: E402
from saima.submissions.actions.workbooks import load, receive, try_out  # noqa: E402
from saima.submissions.models import Cell, Move, Submission  # noqa: E402
from saima.submissions.monthly import form_of  # noqa: E402
from saima.submissions.queries import standing_of  # noqa: E402
from saima.writing.month_workbook import month_workbook  # noqa: E402


def tell(*words: object) -> None:
    """Acknowledge: the line is with the listener before anything else happens."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def take_a_step(unit: OrgUnit, month: Month) -> None:
    """Do whatever comes next for a unit's month."""
    reporter = world.who(unit, PostKind.REPORTER)
    submission = begin(unit, month, by=reporter)
    moves = Move.objects.filter(submission=submission).order_by("number")
    standing = standing_of(moves.select_related("event"))
    if standing.state in FILLABLE:
        way = _import if month.number % 2 else _fill
        way(submission, unit, month, standing.round)
        move = submit(submission, by=reporter)
        tell("submit", unit.code, month, move.round, move.number)
    elif standing.state is State.SUBMITTED:
        approver = world.who(unit, PostKind.APPROVER)
        move = approve(submission, standing.round, by=approver)
        tell("approve", unit.code, month, move.round, move.number)
    else:
        move = reopen(submission, "再核一遍", by=reporter)
        tell("reopen", unit.code, month, move.round, move.number)


def _fill(submission: Submission, unit: OrgUnit, month: Month, before: int) -> None:
    """Type every line; in a later round each figure is a hundredth more."""
    seen = {
        cell.indicator.code: cell.seen
        for cell in Cell.objects.filter(submission=submission).select_related(
            "indicator"
        )
    }
    changes = []
    for line in range(world.LINES):
        code = f"i{line}"
        value = world.amount(unit, month, line) + before
        key = (unit.code, code)
        changes.append(Change(key, "value", str(value), seen.get(code, 0)))
    reporter = world.who(unit, PostKind.REPORTER)
    saved = fill(submission, changes, by=reporter)
    confirm = [Change(one.change.key, "confirmed", "1", one.seen) for one in saved]
    fill(submission, confirm, by=reporter)
    tell("fill", unit.code, month, before + 1, len(saved))


def _import(submission: Submission, unit: OrgUnit, month: Month, before: int) -> None:
    """The same by a workbook: written, sent, tried and loaded."""
    form = form_of(unit, month)
    entries = [
        Entry(
            (unit.code, f"i{n}"), world.amount(unit, month, n) + before, confirmed=True
        )
        for n in range(world.LINES)
    ]
    reporter = world.who(unit, PostKind.REPORTER)
    content = month_workbook(form, entries, str)
    upload = receive(submission, "month.xlsx", content, by=reporter)
    loaded = load(upload, try_out(upload).seen, by=reporter)
    tell("import", unit.code, month, before + 1, loaded)


def main() -> None:
    """Work through units and months, again and again."""
    number = int(sys.argv[1])
    tell("ready")
    while True:
        for month in months_of(world.YEAR):
            try:
                with scope.of_everything():
                    unit = OrgUnit.objects.get(code=f"u{number}")
                    take_a_step(unit, month)
            except (OperationalError, InterfaceError):
                tell("lost")  # the database went away: nothing was acknowledged
                close_old_connections()
            except Refused as refused:
                tell("refused", refused)


if __name__ == "__main__":
    main()
