"""`saima serve`: the pages, on the loopback address of this machine."""

import argparse
import errno
import os
import socket
import sys

import waitress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection

from saima.site.cli.language import language_of, translator
from saima.site.postgres.checks import refuse_if_unfit
from saima.site.postgres.refusals import DatabaseRefused, told

HOST = "127.0.0.1"
THREADS = 8


class ServingError(Exception):
    """Why the server does not start, with the next step."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port; 0 takes any free one."""
    parser.add_argument("--port", default="8000", help="8000 unless told otherwise")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saima.site.settings"
    try:
        listener = _listen(_port(options.port))
        server = _server(listener)
    except (ServingError, ImproperlyConfigured, DatabaseRefused) as problem:
        say = translator(language_of(None))
        print(f"saima serve: {told(problem, say)}", file=sys.stderr)
        return 1
    port = listener.getsockname()[1]
    print(f"Saima is at http://{HOST}:{port}/ (Ctrl-C stops it)", flush=True)
    server.run()
    return 0


def _server(listener: socket.socket) -> waitress.server.BaseWSGIServer:
    """The WSGI server on a socket that listens already."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise ServingError("the static files are not built yet: run `make demo`.")
    application = get_wsgi_application()
    refuse_if_unfit()
    connection.close()
    return waitress.create_server(application, sockets=[listener], threads=THREADS)


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
