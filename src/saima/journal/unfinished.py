"""Tasks that a worker began and did not finish: they are done again, and may be so."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

log = logging.getLogger("saima.work")
LOCK = 73_070_000  # the advisory locks of tasks that are being done
MOST_TIMES = 3  # that a task is begun; then it has failed
BEGUN = timedelta(seconds=2)  # by then whoever has taken a task holds it
# What goes by: a database that went away, or was busy.
PASSING = tuple(
    f"django.db.utils.{name}" for name in ("OperationalError", "InterfaceError")
)
TO_BE_DONE = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


class WorkerGoneError(RuntimeError):
    """The worker came to its end in the middle of a task, each time it was begun."""


@contextmanager
def held(task: UUID) -> Iterator[bool]:
    """Show others that a task is being done, until this connection ends; no if it is."""
    key: tuple[int | str, ...] = (LOCK, str(task))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", key)
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        # A connection that ended meanwhile has let go already.
        with suppress(Error), connection.cursor() as cursor:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)


def take_up() -> int:
    """Have every task done again that nobody does any more; how many there were."""
    return sum(_taken_up(task) for task in _left().values_list("pk", flat=True))


def _left() -> QuerySet[DBTaskResult[Any, Any]]:
    """Tasks that were begun and may have been left, or failed of what goes by."""
    begun = Q(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - BEGUN)
    passing = Q(
        status=TaskResultStatus.FAILED,
        exception_class_path__in=PASSING,
        **{f"worker_ids__{MOST_TIMES - 1}__isnull": True},
    )
    return DBTaskResult.objects.filter(begun | passing)


@transaction.atomic
def _taken_up(number: UUID) -> bool:
    """Give a task back to be done, unless somebody does it or it was begun too often."""
    task = _left().select_for_update(skip_locked=True).filter(pk=number).first()
    if task is None or _is_held(number):
        return False
    if len(task.worker_ids) >= MOST_TIMES:
        log.warning("task %s was begun %s times and never ended", number, MOST_TIMES)
        task.set_failed(WorkerGoneError())
        return False
    log.warning("task %s was begun and not finished, it is done again", number)
    task.status, task.started_at = TaskResultStatus.READY, None
    task.save(update_fields=["status", "started_at"])
    return True


def _is_held(number: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT pg_try_advisory_xact_lock(%s, hashtext(%s))",
            [LOCK, str(number)],
        )
        return bool(cursor.fetchone()[0])


def arguments_of(task: Any) -> set[Any]:
    """The first arguments with which a task waits to be done, or is being done."""
    rows = DBTaskResult.objects.filter(
        status__in=TO_BE_DONE, task_path=task.module_path
    ).order_by()
    return set(rows.values_list("args_kwargs__args__0", flat=True))
