"""Adopting waits for an approval that runs at the same time, and hears of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.people import scope
from saima.plans import reported
from saima.plans.actions.desk import keep_plan, plan_lock
from saima.plans.models import Target
from saima.plans.tests.made import JULY, YEAR, Office, office

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], object]


@pytest.fixture
def planning() -> Iterator[Office]:
    """The small group company, in a database that other connections see."""
    with scope.of_everything():
        yield office()


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Work], Future[object]]]:
    """Work on another connection, which is closed afterwards."""

    def whole(work: Work) -> object:
        try:
            with scope.of_everything(), transaction.atomic():
                return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield lambda work: pool.submit(whole, work)


def passes(work: Work) -> bool:
    """Whether a lock is got at once."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            work()
    except OperationalError:
        return False
    return True


def test_a_plan_that_is_kept_is_not_changed(
    planning: Office, elsewhere: Callable[[Work], Future[object]]
) -> None:
    kept, enough = Event(), Event()

    def approve() -> None:
        keep_plan(planning.units["a"], YEAR)
        kept.set()
        assert enough.wait(20)

    done = elsewhere(approve)
    assert kept.wait(20)
    head, other = planning.root, planning.units["x"]
    found = [
        passes(lambda: plan_lock(head, YEAR)),
        passes(lambda: plan_lock(head, YEAR + 1)),
        passes(lambda: plan_lock(other, YEAR)),
        passes(lambda: keep_plan(planning.units["b"], YEAR)),
    ]
    enough.set()
    done.result(20)
    assert [False, True, True, True] == found
    assert passes(lambda: plan_lock(head, YEAR))


def waits_for_a_lock() -> bool:
    """Whether some connection waits for an advisory lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("keeps", [True, False])
def test_adopting_hears_of_an_approval_at_the_same_time(
    planning: Office,
    elsewhere: Callable[[Work], Future[object]],
    monkeypatch: pytest.MonkeyPatch,
    keeps: bool,
) -> None:
    """Without keeping the plan the change slips in: the control."""
    approved: list[Month] = []
    through = [lambda units, year: max(approved, default=None)]
    monkeypatch.setattr(reported, "_through", through)
    seen = planning.adopted()
    planning.draft({"g": "2520", "a": "1320"}, seen=seen)
    with transaction.atomic():
        if keeps:
            keep_plan(planning.units["a"], YEAR)
        adopting = elsewhere(lambda: planning.adopt("新增项目", since=JULY))
        until = time.monotonic() + 20
        while not (adopting.done() or waits_for_a_lock()):
            assert time.monotonic() < until
            time.sleep(0.02)
        approved.append(JULY)
    if keeps:
        with pytest.raises(Refused, match="already reported"):
            adopting.result(20)
    else:
        adopting.result(20)
    versions = Target.objects.filter(subject__code="a").count()
    assert (1 if keeps else 2) == versions
