"""`saima work`: the worker, which does what events set off, and the daily tidying."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import sys
import threading
import time
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
        with scope.of_everything():
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
    """Each minute, look whether the day's tidying is due."""
    last: float | None = None
    while not stopping.is_set():
        if last is None or time.monotonic() - last >= A_DAY:
            try:
                _tidy()
                last = time.monotonic()
            except Error as problem:
                log.warning("tidying is tried again: %s", problem)
            connection.close()
        stopping.wait(A_MINUTE)


def _tidy() -> None:
    """Delete what has run out."""
    close_old_connections()
    import_module("saima.people.actions.persons").forget_sessions()
    import_module("saima.people.actions.attempts").forget_attempts()
