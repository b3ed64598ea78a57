"""What it costs to report: a workbook of 10,000 lines, and a usual month submitted.

.venv/bin/python -m pytest -q -s benchmarks/record.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from saima.core.filling import Entry
from saima.core.subjects import Subject as SubjectValue
from saima.core.subjects import SubjectKind
from saima.core.words import untranslated
from saima.journal.actions import MACHINE
from saima.people import scope
from saima.plans.actions.catalog import add_duties, add_subjects
from saima.submissions.actions.steps import submit
from saima.submissions.actions.workbooks import load, receive, try_out
from saima.submissions.models import Figure
from saima.submissions.monthly import form_of
from saima.submissions.tests.made import JANUARY, cast
from saima.writing.month_workbook import month_workbook

LINES = 10_000
USUAL = 40


def timed(name: str, deed: Callable[[], object]) -> None:
    """Do it, and print how long it took."""
    start = time.perf_counter()
    deed()
    print(f"{name}: {time.perf_counter() - start:.3f} s")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lines", [USUAL, LINES])
def test_reporting(lines: int) -> None:
    """Measure trial, load and submit of a unit with so many projects."""
    with scope.of_everything():
        staff = cast()
        unit, by = staff.units["b"], staff.who("reporter_b")
        projects = [
            SubjectValue(f"p{n}", f"项目{n}", SubjectKind.PROJECT, "b")
            for n in range(lines - 1)
        ]
        rows = add_subjects([(one, unit) for one in projects], by=MACHINE)
        revenue = staff.indicators["revenue"]
        duties = [(row, revenue, "in_period") for row in rows]
        add_duties(duties, since=JANUARY, by=MACHINE)
        made = staff.begun(unit="b")
        form = form_of(unit, JANUARY)
        entries = [Entry(line.key, Decimal("101.25")) for line in form.lines]
        sent = month_workbook(form, entries, untranslated)
        upload = receive(made, "month.xlsx", sent, by=by)
        print(f"\n{lines} lines")
        timed("trial", lambda: try_out(upload))
        seen = try_out(upload).seen
        timed("load", lambda: load(upload, seen, by=by))
        timed("submit", lambda: submit(made, by=by))
        assert lines == Figure.objects.filter(submission=made).count()
