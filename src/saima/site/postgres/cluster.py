"""The server that comes along: made once below `var/`, and started when it is needed.

Nothing listens on the network. The sockets lie in a folder that only its owner opens,
and every role has a password, kept beside the data in files of mode 0600.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO

from saima.core.words import Words, words
from saima.site.postgres.folders import keep, private, sync
from saima.site.postgres.programs import program
from saima.site.postgres.refusals import DatabaseRefused

PORT = 5432  # names the socket's file; nothing listens on it
LONGEST_SOCKETS = 80  # the path of a socket must stay below 104 bytes
SUPERUSER = "saima_super"
OWNER = "saima_owner"
APPLICATION = "saima"
ROLES = (SUPERUSER, OWNER, APPLICATION)
PATIENCE = 60.0  # seconds for a start, a recovery after a crash included
PAUSE = 0.02
NOT_READY = words("The server of the database does not become ready: see its log.")
LARGE_LOG = 5_000_000  # bytes; then the log is begun anew, and the old one kept
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "log_line_prefix": "%m ",
    # What a statement held is not for a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


class Cluster:
    """A PostgreSQL server in a folder of its own below `var/`."""

    def __init__(self, var: Path) -> None:
        self.home = var / "postgres"
        self.data = self.home / "data"
        self.sockets = _sockets(self.home)
        self.log = var / "log" / "postgres.log"
        self._users: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def password(self, role: str) -> str:
        """The password of a role."""
        path = self.home / "passwords" / role
        try:
            return path.read_text("ascii")
        except OSError as error:
            raise DatabaseRefused(
                words(
                    "The password in {path} cannot be read ({reason}): make the file"
                    " yours, or put it back from a copy of its folder.",
                    path=str(path),
                    reason=str(error.strerror),
                )
            ) from error

    def running(self) -> bool:
        """Whether the server is there and takes connections."""
        told = self._pid_file()
        return len(told) > 7 and told[7].strip() == "ready" and self._lives(told)

    def ensure_running(self) -> None:
        """Make what is missing and start what does not run; quick where it does.

        This process counts as a user of the server until it ends: the last one that
        ends in good order stops it.
        """
        try:
            self._register()
            if self.running():
                return
            with self._alone():
                private(self.sockets)
                self._make()
                self._start()
        except OSError as error:
            raise DatabaseRefused(
                words(
                    "The database in {folder} cannot be used ({reason}): make the"
                    " folder yours, or set SAIMA_VAR to another, or set DATABASE_URL.",
                    folder=str(self.home),
                    reason=str(error.strerror or error),
                )
            ) from error

    def stop(self) -> None:
        """Stop the server, letting go of every connection."""
        with self._alone():
            self._stop()

    # --- Who uses it -----------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock: two starters would undo each other's work."""
        private(self.home)
        with _open(self.home / "lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _register(self) -> None:
        if self._users is not None:
            return
        private(self.home)
        # Waits while the last user before us stops the server.
        users = _open(self.home / "users")
        fcntl.flock(users, fcntl.LOCK_SH)
        self._users = users
        atexit.register(self._leave, os.getpid())

    def _leave(self, process: int) -> None:
        """Stop the server if nobody else uses it; a forked child has no say."""
        if self._users is None or os.getpid() != process:
            return
        with contextlib.suppress(OSError):
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._stop()
        self._users.close()
        self._users = None

    # --- Making it -------------------------------------------------------------------

    def _make(self) -> None:
        """Make the data folder, whole or not at all."""
        for left_over in self.home.glob("draft-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        if self.data.exists():
            return
        # Whatever still writes into the draft of a maker that was killed writes there.
        draft = self.home / f"draft-{secrets.token_hex(4)}"
        passwords = private(self.home / "passwords")
        for role in ROLES:
            keep(passwords / role, secrets.token_urlsafe(24))
        private(draft)
        command = [
            *(*self._as_somebody(), program("initdb"), "-D", str(draft)),
            *("-U", SUPERUSER, f"--pwfile={passwords / SUPERUSER}"),
            *("-A", "scram-sha-256", "--data-checksums", "-E", "UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        ]
        done = subprocess.run(
            command, capture_output=True, env=_environment(), start_new_session=True
        )
        if done.returncode:
            said = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise _refused(said)
        lines = [f"{name} = '{value}'\n" for name, value in SETTINGS.items()]
        with (draft / "postgresql.conf").open("a") as settings:
            settings.writelines(lines)
            settings.flush()
            os.fsync(settings.fileno())
        draft.rename(self.data)
        sync(self.home)

    def _as_somebody(self) -> list[str]:
        """What is put before a program that refuses to be root, or without a name."""
        with contextlib.suppress(KeyError):
            if pwd.getpwuid(os.geteuid()).pw_uid != 0:
                return []
        script = str(Path(__file__).with_name("nobody.py"))
        folders = os.pathsep.join([str(self.home), str(self.sockets)])
        return [sys.executable, "-S", script, folders]

    # --- Starting and stopping -------------------------------------------------------

    def _start(self) -> None:
        """Start the server, unless another process has, and wait until it is ready."""
        until = time.monotonic() + PATIENCE
        while not self.running():
            if self._lives(self._pid_file()):
                # Whoever started it was killed while it still recovered.
                _pause(until, NOT_READY)
            else:
                self._start_anew(until)

    def _start_anew(self, until: float) -> None:
        alive = self._last_breath(until)
        # Nothing of the old server lives, but its number may be another's by now, or
        # be kept by whoever started it and has not mourned it.
        socket = self.sockets / f".s.PGSQL.{PORT}.lock"
        for left in (self.data / "postmaster.pid", socket):
            left.unlink(missing_ok=True)
        self._server, start = self._spawn(alive)
        while not self.running():
            code = self._server.poll()
            if code is not None and code < 0:
                return  # it was killed, which says nothing against the next one
            if code is not None:
                raise _refused(self._said(start))
            _pause(until, NOT_READY)

    def _last_breath(self, until: float) -> IO[str]:
        """A lock that the server and its children hold as long as one of them lives.

        After a kill of the server its children need a moment to notice, and a new one
        beside them would ruin the data.
        """
        alive = _open(self.home / "alive")
        while True:
            try:
                fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _pause(
                    until,
                    words("Parts of a server that was killed still run: try again."),
                )
            else:
                return alive

    def _spawn(self, alive: IO[str]) -> tuple[subprocess.Popen[bytes], int]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGE_LOG:
            self.log.rename(self.log.with_suffix(".log.old"))
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "ab") as log, alive:
            server = subprocess.Popen(
                [
                    *(*self._as_somebody(), program("postgres"), "-D", str(self.data)),
                    *("-k", str(self.sockets), "-p", str(PORT)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[alive.fileno()],
                env=_environment(),
                cwd="/",
            )
            return server, log.tell()

    def _stop(self) -> None:
        told = self._pid_file()
        if not self._lives(told):
            return
        os.kill(int(told[0]), signal.SIGINT)  # it lets go of every connection
        until = time.monotonic() + PATIENCE
        while self._lives(told) and time.monotonic() < until:
            time.sleep(PAUSE)
        if self._server is not None:
            self._server.poll()
        if self.sockets.parent != self.home:
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    def _pid_file(self) -> list[str]:
        try:
            text = (self.data / "postmaster.pid").read_text("utf-8", "replace")
        except FileNotFoundError:
            return []
        return text.splitlines()

    def _lives(self, told: list[str]) -> bool:
        """Whether the number in its file is our server's, and not that of whoever
        has got it since; one that was killed and not yet mourned has no command.
        """
        if not told or not told[0].isdigit():
            return False
        try:
            command = Path(f"/proc/{told[0]}/cmdline").read_bytes()
        except OSError:
            return False
        return os.fsencode(self.data) in command.split(b"\0")

    def _said(self, start: int) -> str:
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(start)
            said = log.read().strip().splitlines()
        fatal = [line for line in said if "FATAL" in line] or said[-1:]
        return fatal[0] if fatal else f"it said nothing; see {self.log}"


@cache
def cluster_in(var: str) -> Cluster:
    """The server of a folder, one for the whole process."""
    return Cluster(Path(var))


def _sockets(home: Path) -> Path:
    """The folder of the sockets.

    The system allows a socket no long path; where ours is long, the folder lies in
    /tmp, as private as the other. It does not follow TMPDIR: every process must find
    the same one.
    """
    here = home / "sockets"
    if len(os.fsencode(here)) <= LONGEST_SOCKETS:
        return here
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path("/tmp") / f"saima-{os.geteuid()}-{mark}"


def _open(path: Path) -> IO[str]:
    """A file to lock."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w")


def _refused(reason: str) -> DatabaseRefused:
    return DatabaseRefused(
        words("The server of the database does not start: {reason}", reason=reason)
    )


def _pause(until: float, problem: Words) -> None:
    if time.monotonic() > until:
        raise DatabaseRefused(problem)
    time.sleep(PAUSE)


def _environment() -> dict[str, str]:
    """The environment without what would tell the server to be another one."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return kept | {"LC_ALL": "C"}
