"""A correction as a unit makes it: taken up again, filled in, submitted, approved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from saima.core.periods import Month
from saima.journal.actions import Who
from saima.people.models import Account
from saima.submissions.actions.filling import Change, fill
from saima.submissions.actions.steps import approve, reopen, submit
from saima.submissions.models import Cell, Submission


def correct(unit: str, month: Month, figures: Mapping[str, Decimal]) -> Submission:
    """Let the posts of a unit put other figures in the place of approved ones."""
    reporter, approver = (_who(f"{unit}-{post}") for post in ("reporter", "approver"))
    submission = Submission.objects.get(unit__code=unit, month=month)
    reopen(submission, "更正（示例）", by=reporter)
    for code, value in figures.items():
        cell = Cell.objects.get(submission=submission, indicator__code=code)
        key, seen = (cell.subject.code, code), cell.seen
        typed = ("value", f"{value:f}"), ("note", "更正"), ("confirmed", "1")
        for column, text in typed:
            (saved,) = fill(submission, [Change(key, column, text, seen)], by=reporter)
            seen = saved.seen
    move = submit(submission, by=reporter)
    approve(submission, move.round, by=approver)
    return submission


def _who(username: str) -> Who:
    account = Account.objects.get(username=username)
    return Who(account.pk, account.person_id, username.rpartition("-")[2])
