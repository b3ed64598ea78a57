"""An approval and a change of the plan at the same time: the second hears of the first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from saima.core.refusal import Refused
from saima.core.versions import Decision
from saima.people import scope
from saima.plans.actions import drafts
from saima.plans.actions.adopt import adopt
from saima.plans.models import Draft, Target
from saima.submissions.actions.steps import approve, submit
from saima.submissions.tests.made import FEBRUARY, JANUARY, Cast, cast

pytestmark = pytest.mark.django_db(transaction=True)
REVENUE = ("a", "revenue")


@pytest.fixture
def staff() -> Iterator[Cast]:
    """The small organisation, in a database that other connections see."""
    with scope.of_everything():
        yield cast()


def waits() -> bool:
    """Whether some connection waits for another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("since", [JANUARY, FEBRUARY])
def test_a_change_waits_for_an_approval_and_keeps_its_month(
    staff: Cast, since: object
) -> None:
    made = staff.filled()
    submit(made, by=staff.who("reporter"))
    root, by = staff.units["g"], staff.who("planner")
    seen = Target.objects.get(subject__code="a").event_id
    wanted = drafts.Change(REVENUE, "stretch", "1300", seen)
    drafts.change(root, 2026, [wanted], by=by)
    assert 1 == Draft.objects.count()

    def adopting() -> object:
        try:
            with scope.of_everything():
                return adopt(root, 2026, Decision(since, "更正"), by=by)  # type: ignore[arg-type]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            approve(made, 1, by=staff.who("approver"))
            adopted = pool.submit(adopting)
            until = time.monotonic() + 20
            while not (adopted.done() or waits()):
                assert time.monotonic() < until
                time.sleep(0.02)
        if since == JANUARY:
            with pytest.raises(Refused, match="already reported"):
                adopted.result(20)
        else:
            adopted.result(20)
    versions = Target.objects.filter(subject__code="a").count()
    assert (1 if since == JANUARY else 2) == versions
