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
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from saima.site.postgres.programs import program

PORT = 5432  # names the socket's file; nothing listens on it
LONGEST_SOCKET = 90  # a socket's whole path must stay below 104 bytes
SUPERUSER = "saima_super"
OWNER = "saima_owner"
APPLICATION = "saima"
PATIENCE = 60.0  # seconds for a start, a recovery after a crash included
SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_line_prefix": "%m ",
    # What a statement held is not for a log.
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
}


class ClusterError(RuntimeError):
    """Why the server does not start, with the next step."""


@dataclass
class Cluster:
    """A PostgreSQL server in a folder of its own."""

    home: Path
    _users: IO[str] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the sockets; a path too long for one gets a private short one."""
        here = self.home / "sockets"
        if len(os.fsencode(here)) <= LONGEST_SOCKET:
            return here
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"saima-{os.geteuid()}-{mark}"

    def password(self, role: str) -> str:
        """The password of a role."""
        return (self.home / "passwords" / role).read_text("ascii")

    def running(self) -> bool:
        """Whether its postmaster is there and takes connections."""
        told = self._pid_file()
        return (
            len(told) > 7
            and told[7].strip() == "ready"
            and _is_postgres(int(told[0]))
            and (self.sockets / f".s.PGSQL.{PORT}").exists()
        )

    def ensure_running(self) -> None:
        """Make what is missing and start what does not run; quick where it does.

        This process counts as a user of the server until it ends: the last one that
        ends in good order stops it.
        """
        self._register()
        if self.running():
            return
        with self._alone():
            if self.running():
                return
            self._make()
            self._start()

    def stop(self) -> None:
        """Stop the server, letting go of every connection."""
        with self._alone():
            self._stop()

    def _stop(self) -> None:
        told = self._pid_file()
        if not told or not _is_postgres(int(told[0])):
            return
        os.kill(int(told[0]), signal.SIGINT)  # fast shutdown
        until = time.monotonic() + PATIENCE
        while _is_postgres(int(told[0])) and time.monotonic() < until:
            time.sleep(0.02)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock: two starters would undo each other's work."""
        _private(self.home)
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _register(self) -> None:
        if self._users is not None:
            return
        _private(self.home)
        self._users = (self.home / "users").open("w")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        atexit.register(self._leave, os.getpid())

    def _leave(self, process: int) -> None:
        """Stop the server if nobody else uses it; a forked child has no say."""
        if self._users is None or os.getpid() != process:
            return
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        if self.data.exists():
            self._stop()

    def _make(self) -> None:
        """Make the data folder, whole or not at all."""
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        passwords = _private(self.home / "passwords")
        for role in (SUPERUSER, OWNER, APPLICATION):
            _keep(passwords / role, secrets.token_urlsafe(24))
        _private(draft)
        self._run(
            [
                *(program("initdb"), "-D", str(draft), "-U", SUPERUSER),
                *("-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"),
                *("--data-checksums", "-A", "scram-sha-256"),
                f"--pwfile={passwords / SUPERUSER}",
            ],
        )
        lines = [f"{name} = '{value}'\n" for name, value in SETTINGS.items()]
        with (draft / "postgresql.conf").open("a") as settings:
            settings.writelines(lines)
        draft.rename(self.data)

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            [*self._as_somebody(), *command],
            capture_output=True,
            text=True,
            env=_environment(),
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise ClusterError(
                "The database cannot be made: " + (said[-1] if said else "no reason")
            )

    def _as_somebody(self) -> list[str]:
        """What is put before a program that refuses to be root."""
        if os.geteuid() != 0:
            return []
        script = str(Path(__file__).with_name("nobody.py"))
        folders = os.pathsep.join([str(self.home), str(self.sockets)])
        return [sys.executable, "-S", script, folders]

    def _start(self) -> None:
        _private(self.sockets)
        until = time.monotonic() + PATIENCE
        while True:
            problem = self._try_to_start(until)
            if problem is None:
                return
            # After a kill the old server's children hold its memory for a moment.
            if time.monotonic() > until or "in use" not in problem:
                raise ClusterError(f"The database does not start: {problem}")
            time.sleep(0.2)

    def _try_to_start(self, until: float) -> str | None:
        """Start the postmaster and wait for it; what it said if it did not start."""
        with self.log.open("a") as log:
            os.chmod(self.log, 0o600)
            start = log.tell()
            server = subprocess.Popen(
                [
                    *self._as_somebody(),
                    *(program("postgres"), "-D", str(self.data)),
                    *("-k", str(self.sockets), "-p", str(PORT)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_environment(),
            )
        while time.monotonic() < until:
            if server.poll() is not None:
                return self._said_since(start)
            if self.running() and self._pid_file()[0] == str(server.pid):
                return None
            time.sleep(0.02)
        server.kill()
        return f"it did not answer within {PATIENCE:.0f} s; see {self.log}"

    def _said_since(self, start: int) -> str:
        with self.log.open() as log:
            log.seek(start)
            said = log.read().strip().splitlines()
        fatal = [line for line in said if "FATAL" in line] or said[-1:]
        return fatal[0] if fatal else "it said nothing"


def _environment() -> dict[str, str]:
    """The environment without what would tell the server to be another one."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {
        "LC_ALL": "C.UTF-8"
    }


def _private(folder: Path) -> Path:
    """A folder that only its owner opens."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = folder.lstat()
    if about.st_uid != os.geteuid() and os.geteuid() != 0:
        raise ClusterError(
            f"{folder} belongs to another user: start as that user, or set SAIMA_VAR"
        )
    if about.st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def _keep(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)


def _is_postgres(process: int) -> bool:
    """Whether a number is that of a living server, and not of whoever has it now."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return b"postgres" in command
