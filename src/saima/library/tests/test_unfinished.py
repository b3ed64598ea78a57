"""A paper whose reading was begun and not finished is read again, or told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from saima.journal import unfinished
from saima.library import reader
from saima.library.actions.papers import receive
from saima.library.actions.reading import read_in
from saima.library.actions.unfinished import tell
from saima.library.models import Paper, PaperState
from saima.library.reader import Outcome
from saima.library.tests.made import Library, outcome, usual
from saima.site.postgres import roles
from saima.site.postgres.cluster import APPLICATION
from saima.site.tests.database import MINE, cluster

AGO = timedelta(minutes=1)


def begun(library: Library, *, times: int = 1) -> tuple[Paper, DBTaskResult]:
    """A paper that a worker had begun to read for the so-manieth time when it died."""
    by = library.cast.who("planner", "planner")
    paper = receive(library.root, "会议.txt", b"x", by=by)
    Paper.objects.update(state=PaperState.BEING_READ)
    task = DBTaskResult.objects.get(task_path__endswith="read_paper")
    for n in range(times):
        task.claim(f"worker {n}")
    task.started_at = timezone.now() - AGO
    task.save()
    return paper, task


def status(task: DBTaskResult) -> str:
    """How the task stands now."""
    task.refresh_from_db()
    return str(task.status)


def test_what_a_dead_worker_left_is_done_again(library: Library) -> None:
    paper, task = begun(library)
    assert (1, 0) == (unfinished.take_up(), unfinished.take_up())
    assert TaskResultStatus.READY == status(task)
    assert 0 == tell()
    library.gives = [outcome(usual())]
    read_in(paper.pk)
    assert PaperState.READ == Paper.objects.get().state


def test_what_is_just_begun_or_still_done_is_left_alone(library: Library) -> None:
    _, task = begun(library)
    with roles.connect(cluster, APPLICATION, MINE) as other:
        other.execute(
            "SELECT pg_advisory_lock(%s, hashtext(%s))",
            [unfinished.LOCK, str(task.pk)],
        )
        with unfinished.held(task.pk) as mine:
            assert not mine
        assert 0 == unfinished.take_up()
    DBTaskResult.objects.update(started_at=timezone.now())
    assert 0 == unfinished.take_up()
    assert (TaskResultStatus.RUNNING, 0) == (status(task), tell())


def test_what_kills_every_worker_is_given_up_and_may_be_read_again(
    library: Library, client_of: Callable[[str], Client]
) -> None:
    paper, task = begun(library, times=unfinished.MOST_TIMES)
    assert 0 == unfinished.take_up()
    assert TaskResultStatus.FAILED == status(task)
    assert (1, 0) == (tell(), tell())
    paper.refresh_from_db()
    assert (PaperState.UNREADABLE, 1) == (paper.state, paper.readings.count())
    client, path = client_of("planner"), f"/papers/g/{paper.pk}/"
    page = client.get(path).content.decode()
    assert "读取中途停止" in page
    assert f'action="{path}again/"' in page
    assert 302 == client.post(f"{path}again/").status_code
    assert 0 == tell()
    library.gives = [outcome(usual())]
    read_in(paper.pk)
    assert (PaperState.READ, 2) == (Paper.objects.get().state, paper.readings.count())


@pytest.mark.parametrize(
    ("failure", "times", "again"),
    [
        (OperationalError("the connection is lost"), 1, 1),
        (OperationalError("the connection is lost"), 3, 0),
        (ValueError("wrong"), 1, 0),
    ],
    ids=str,
)
def test_what_failed_of_the_database_is_done_again_and_other_failures_told(
    library: Library, failure: Exception, times: int, again: int
) -> None:
    _, task = begun(library, times=times)
    task.set_failed(failure)
    assert (again, 1 - again) == (unfinished.take_up(), tell())


def test_a_reading_that_ends_after_another_is_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task was begun twice at once: the second to end finds nothing to do."""
    paper, _ = begun(library)
    calls: list[str] = []

    def read(content: bytes, name: str, model: object = None) -> Outcome:
        calls.append(name)
        if len(calls) == 1:
            read_in(paper.pk)
        return outcome(usual())

    monkeypatch.setattr(reader, "read", read)
    read_in(paper.pk)
    assert 2 == len(calls)
    assert (PaperState.READ, 1) == (Paper.objects.get().state, paper.readings.count())
