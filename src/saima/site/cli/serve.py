"""`saima serve`: the pages, on the loopback address of this machine.

Others reach them by a proxy on the same machine: docs/how-to/behind-a-proxy.md.
"""

import argparse
import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

import waitress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection

from saima.site import proxy
from saima.site.cli.language import language_of, translator
from saima.site.postgres.checks import refuse_if_unfit
from saima.site.postgres.refusals import DatabaseRefused, told

HOST = "127.0.0.1"
THREADS = 8
# What the rooms take in.
UPLOADS = (
    "submissions.actions.workbooks",
    "plans.actions.workbooks",
    "library.actions.papers",
)
OF_THE_FORM = 1024 * 1024  # names, boundaries and the few other fields


class ServingError(Exception):
    """Why the server does not start, with the next step."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port; 0 takes any free one."""
    parser.add_argument("--port", default="8000", help="8000 unless told otherwise")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    try:
        listener = listen_on(options.port)
        server = make_server(listener)
    except (ServingError, ImproperlyConfigured, DatabaseRefused) as problem:
        say = translator(language_of(None))
        print(f"saima serve: {told(problem, say)}", file=sys.stderr)
        return 1
    _tell_code()
    serve(listener, server)
    return 0


def _tell_code() -> None:
    """Say the code by which the first administrators are named, until they are."""
    # What knows models can be imported only when Django is set up.
    if not import_module("saima.people.queries").set_up():
        code = import_module("saima.people.set_up_code").kept_code()
        print(f"No administrators are named yet. The code for that page: {code}")


def serve(listener: socket.socket, server: waitress.server.BaseWSGIServer) -> None:
    """Say the address, and answer until stopped."""
    connection.close()
    port = listener.getsockname()[1]
    print(f"Saima is at http://{HOST}:{port}/ (Ctrl-C stops it)", flush=True)
    with _loops_made_ready():
        server.run()


@contextmanager
def _loops_made_ready() -> Iterator[None]:
    """Have the loops over arrays compiled beside the server, where they are not yet.

    It is done once for each version on a machine; pages that want them do without
    until then.
    """
    if import_module("saima.facts.warm").ready():
        yield
        return
    gently = partial(os.nice, 10)
    command = [sys.executable, "-m", "saima.facts.warm"]
    making = subprocess.Popen(command, preexec_fn=gently)
    try:
        yield
    finally:
        making.terminate()
        making.wait()


def check_build() -> None:
    """Refuse to serve pages without their files."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise ServingError("the static files are not built yet: run `make demo`.")


def make_server(listener: socket.socket) -> waitress.server.BaseWSGIServer:
    """The WSGI server on a socket that listens already."""
    check_build()
    application = get_wsgi_application()
    refuse_if_unfit()
    return waitress.create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        max_request_body_size=largest_body(),
        **proxy.believing(settings.SAIMA_TRUSTED_PROXY),
    )


def largest_body() -> int:
    """The bytes of the largest upload that a room takes, with what a form adds to it."""
    # What knows models can be imported only when Django is set up.
    taking = [import_module(f"saima.{room}") for room in UPLOADS]
    return max(int(module.MOST_BYTES) for module in taking) + OF_THE_FORM


def listen_on(given: str) -> socket.socket:
    """A socket on a port that was asked for."""
    return _listen(_port(given))


def _port(given: str) -> int:
    """The port as a number."""
    if given.isascii() and given.isdigit() and int(given) <= 65535:
        return int(given)
    raise ServingError(f"{given!r} is no port: give a number from 1024 to 65535.")


def _listen(port: int) -> socket.socket:
    """A socket on the port, or the reason why there is none."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise ServingError(_why_not(error, port)) from error


def _why_not(error: OSError, port: int) -> str:
    """The system's refusal in words."""
    another = "PORT=8765 make demo (or saima serve --port 8765)"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken: stop what uses it, or choose another: {another}."
    if error.errno == errno.EACCES:
        return f"port {port} is for the administrator: choose another: {another}."
    return (
        f"port {port} cannot be opened ({error.strerror}): choose another: {another}."
    )
