"""`saima demo`: the samples as group companies at work, with accounts by post.

It serves on the loopback address alone, since it prints passwords.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

from saima.site.cli import COMMANDS
from saima.site.cli.language import language_of, translator
from saima.site.cli.serve import (
    ServingError,
    check_build,
    listen_on,
    make_server,
    serve,
)
from saima.site.postgres.refusals import DatabaseRefused, told

PATIENCE = 10  # seconds for the worker to end what it does


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port; 0 takes any free one."""
    parser.add_argument("--port", default="8000", help="8000 unless told otherwise")


def run(options: argparse.Namespace) -> int:
    """Make the tables, load what is not loaded yet, and serve until stopped."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    say = translator(language_of(None))
    try:
        listener = listen_on(options.port)
        check_build()
        if _called("migrate", "--quiet").wait():
            return 1  # it has said why
        server = make_server(listener)
        # What knows models can be imported only now that Django is set up.
        samples = import_module("saima.site.cli.samples")
        samples.load(say)
    except (ServingError, ImproperlyConfigured, DatabaseRefused) as problem:
        print(f"saima demo: {told(problem, say)}", file=sys.stderr)
        return 1
    samples.print_accounts()
    with _worker():
        serve(listener, server)
    return 0


def _called(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "saima", *arguments])


@contextmanager
def _worker() -> Iterator[None]:
    """The worker beside the server; it ends with it."""
    if "work" not in COMMANDS:
        yield
        return
    worker = _called("work")
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
