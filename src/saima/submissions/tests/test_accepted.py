"""What is accepted is kept by the database from the moves, and by nobody else."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from saima.submissions.actions.steps import accept, approve, reopen, submit
from saima.submissions.models import Submission
from saima.submissions.queries import months_all_accepted, settled, under_way
from saima.submissions.tests.made import JANUARY, Cast


def told(made: Submission) -> bool:
    made.refresh_from_db()
    return made.accepted


def test_it_follows_the_moves(staff: Cast) -> None:
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    approve(made, 1, by=staff.who("approver"))
    unit = made.unit_id
    assert not told(made)
    assert [(unit, JANUARY)] == under_way([unit])
    assert set() == settled([unit], [JANUARY])
    accept(made, 1, by=staff.who("planner"))
    assert told(made)
    assert [] == under_way([unit])
    assert {(unit, JANUARY)} == settled([unit], [JANUARY])
    assert {JANUARY} == months_all_accepted({JANUARY: {unit}})
    assert set() == months_all_accepted({JANUARY: {unit, unit + 10_000}})
    reopen(made, "更正", by=staff.who("reporter"))
    assert not told(made)
    assert [(unit, JANUARY)] == under_way([unit])


def test_nobody_sets_it(staff: Cast) -> None:
    made = staff.filled()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE submissions_submission SET accepted = true WHERE id = %s", [made.pk]
        )
    assert not told(made)
    later = Submission.objects.create(
        unit=made.unit, month=JANUARY.next(), accepted=True
    )
    assert not told(later)
