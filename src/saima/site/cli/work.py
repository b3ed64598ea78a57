"""`saima work`: the worker, which does what events set off, and its clock."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, close_old_connections, connection

from saima.site.cli.language import language_of, translator
from saima.site.postgres.checks import refuse_if_unfit
from saima.site.postgres.refusals import DatabaseRefused, told

log = logging.getLogger("saima.work")
AGAIN = 2.0  # seconds until the database is tried again
A_MOMENT = (
    3.0  # by then what another worker has just begun can be told from what it left
)
A_MINUTE, A_DAY = 60.0, 24 * 60 * 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Work until stopped; a database that goes away is waited for."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    try:
        django.setup()
        refuse_if_unfit()
    except (ImproperlyConfigured, DatabaseRefused) as problem:
        say = translator(language_of(None))
        print(f"saima work: {told(problem, say)}", file=sys.stderr)
        return 1
    stopping = threading.Event()
    clock = threading.Thread(target=_clock, args=[stopping], daemon=True)
    clock.start()
    try:
        _work()
    finally:
        stopping.set()
    return 0


def _work() -> None:
    # What knows models can be imported only now that Django is set up.
    package = import_module("django_tasks_db.management.commands.db_worker")
    scope = import_module("saima.people.scope")
    unfinished = import_module("saima.journal.unfinished")
    worker = package.Worker(
        queue_names=["*"],
        interval=1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(16),
        excluded_queue_names=[],
    )
    plainly = worker.run_task

    def run_task(result: Any) -> None:
        # Connections change between tasks, and each must be told the scope.
        with scope.of_everything(), unfinished.held(result.pk) as mine:
            if mine:
                plainly(result)

    worker.run_task = run_task

    def stop(number: int, frame: FrameType | None) -> None:
        """End after the task at hand; between tasks at once."""
        worker.running = False
        if not worker.running_task:
            raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while worker.running:
        try:
            worker.run()
        except Error as problem:
            log.warning("the database went away, it is tried again: %s", problem)
            connection.close()
            if worker.running:
                time.sleep(AGAIN)


def _clock(stopping: threading.Event) -> None:
    """Each minute, look after what was left unfinished; each day, tidy."""
    tidied: float | None = None
    stopping.wait(A_MOMENT)
    while not stopping.is_set():
        _done(_take_up)
        if tidied is None or time.monotonic() - tidied >= A_DAY:
            tidied = time.monotonic() if _done(_tidy) else None
        stopping.wait(A_MINUTE)


def _done(deed: Callable[[], None]) -> bool:
    """Whether it could be done; one that fails stops neither the others nor the clock."""
    try:
        close_old_connections()
        deed()
    except Error as problem:
        log.warning("the clock tries again: %s", problem)
    except Exception:
        log.exception("the clock tries again")
    else:
        return True
    finally:
        connection.close()
    return False


def _take_up() -> None:
    """Have done what a worker left in the middle, and tell of papers it left for good."""
    import_module("saima.journal.unfinished").take_up()
    with import_module("saima.people.scope").of_everything():
        import_module("saima.library.actions.unfinished").tell()


def _tidy() -> None:
    """Delete what has run out."""
    import_module("saima.people.actions.persons").forget_sessions()
    import_module("saima.people.actions.attempts").forget_attempts()
