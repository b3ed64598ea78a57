"""Strangers' files are read in a process of their own, with limits, that may fail alone."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from saima.core.findings import Finding, Place, error
from saima.core.words import Words, words
from saima.reading.papers.cage import Bounds, Held
from saima.reading.papers.child import LABELLED, PAPER, TEXT
from saima.reading.papers.files import Extracted
from saima.reading.papers.memory import resident
from saima.reading.papers.wire import unpacked

GIB = 1024**3
LOOK_EVERY = 0.02  # seconds between two looks at the memory
START_SECONDS = 30
CHUNK = 1024 * 1024
# What LibreOffice has to convert, which needs other programs.
CONVERTED = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
OPEN_DOCUMENT_AT, OPEN_DOCUMENT = 30, b"mimetypeapplication/vnd.oasis"
NOT_OF_THE_FORM = (ValueError, KeyError, TypeError, RecursionError)
LOOK_AT_IT = words("Open it in its own program, save it again and put it back")


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    memory: int = GIB  # resident, of the process and those it starts
    address_space: int = 3 * GIB
    seconds: int = 60
    page_seconds: int = 30  # for each page that is read from a picture
    answer: int = 64 * 1024 * 1024
    written: int = 256 * 1024 * 1024  # one file of LibreOffice's
    files: int = 200  # then the process is renewed, so that memory stays flat


class Whole(NamedTuple):
    """A file read, and its paper in the form of labelled papers if it could be."""

    extracted: Extracted
    labelled: str | None


class UnfinishedError(Exception):
    """The process came to an end before the file did."""

    def __init__(self, code: str, text: Words) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def read_file(data: bytes, name: str, limits: Limits | None = None) -> Extracted:
    """Read one file in a process of its own; what cannot be read has an error."""
    with Reader(limits or Limits()) as reader:
        return reader.read(data, name)


class Reader:
    """Reads many files, one after the other, in a process that is kept and renewed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: _Child | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def read(self, data: bytes, name: str) -> Extracted:
        """Read one file."""
        return self._whole(data, name, TEXT).extracted

    def read_whole(self, data: bytes, name: str) -> Whole:
        """Read one file, and the paper in it."""
        return self._whole(data, name, LABELLED)

    def _whole(self, data: bytes, name: str, form: str) -> Whole:
        try:
            said = self._ask(data, name, form)
            return Whole(unpacked(said["read"]), said.get("labelled"))
        except UnfinishedError as failure:
            found = self.failed(failure, name)
        except NOT_OF_THE_FORM:
            found = self.failed(crashed(), name)
        return Whole(Extracted(None, findings=(found,)), None)

    def _ask(self, data: bytes, name: str, form: str) -> dict[str, Any]:
        if _is_converted(data):
            with _Child(self.limits, programs=True) as child:
                return child.ask(data, name, form)
        return self.kept().ask(data, name, form)

    def failed(self, failure: UnfinishedError, name: str) -> Finding:
        """Say why there is nothing; the process is not trusted any more."""
        self.end()
        return error(failure.code, Place(name), failure.text, LOOK_AT_IT)

    def kept(self) -> _Child:
        """The process at work, renewed when it has read its share."""
        if self._child and self._child.files >= self.limits.files:
            self.end()
        if self._child is None:
            self._child = _Child(self.limits, programs=False)
        return self._child

    def end(self) -> None:
        """End the process at work, if there is one."""
        if self._child:
            self._child.end()
        self._child = None


def _is_converted(data: bytes) -> bool:
    return data.startswith(CONVERTED) or data.startswith(
        OPEN_DOCUMENT, OPEN_DOCUMENT_AT
    )


class _Child:
    """One process, its folder, and the line to it."""

    def __init__(self, limits: Limits, *, programs: bool) -> None:
        self.limits = limits
        self.files = 0
        self._folder = tempfile.TemporaryDirectory(
            prefix="saima-paper-", ignore_cleanup_errors=True
        )
        folder = os.path.realpath(self._folder.name)
        self._paper = Path(folder, PAPER)
        written = limits.written if programs else 0
        bounds = Bounds(limits.address_space, written, programs)
        self._process = _started(folder, bounds)
        self._buffer = b""
        self.held: Held | None = None

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, data: bytes, name: str, form: str) -> dict[str, Any]:
        """Have one file read: the answer as it came."""
        self.files += 1
        try:
            if self.held is None:
                self.held = Held(*self._answer(START_SECONDS)["held"])
            self._paper.write_bytes(data)
            self._send(name, form)
            said = self._answer(self.limits.seconds)
            while "page" in said:
                said = self._answer(self.limits.page_seconds)
            if "failed" in said:
                raise _out_of_memory(self.limits.memory)
            return said
        except (*NOT_OF_THE_FORM, OSError):
            raise self._ended() from None
        finally:
            self._paper.unlink(missing_ok=True)

    def end(self) -> None:
        """End it and whatever it started; its folder goes with it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        self._folder.cleanup()

    def _send(self, name: str, form: str) -> None:
        asked = {
            "name": name,
            "form": form,
            "seconds": self.limits.seconds,
            "page_seconds": self.limits.page_seconds,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self, seconds: float) -> dict[str, Any]:
        """Wait for a line, and look at the memory meanwhile."""
        ends = time.monotonic() + seconds
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._buffer:
                if selector.select(LOOK_EVERY):
                    self._take(self._process.stdout.fileno())
                self._refuse_what_is_too_much(ends)
        line, _, self._buffer = self._buffer.partition(b"\n")
        said = json.loads(line)
        if not isinstance(said, dict):
            raise ValueError(said)
        return said

    def _take(self, stream: int) -> None:
        chunk = os.read(stream, CHUNK)
        if not chunk:
            raise self._ended()
        self._buffer += chunk

    def _refuse_what_is_too_much(self, ends: float) -> None:
        if resident(self._process.pid) > self.limits.memory:
            raise _out_of_memory(self.limits.memory)
        if time.monotonic() > ends:
            raise _too_long()
        if len(self._buffer) > self.limits.answer:
            raise crashed()

    def _ended(self) -> UnfinishedError:
        """Say how the process came to its end."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return crashed()
        if code == -signal.SIGXCPU:
            return _too_long()
        if code == -signal.SIGKILL:  # the system, when it runs short
            return _out_of_memory(self.limits.memory)
        return crashed()


def _started(folder: str, bounds: Bounds) -> subprocess.Popen[bytes]:
    """Start a process that inherits neither environment nor open files."""
    environment = {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
    }
    module = ["-P", "-X", "utf8", "-m", "saima.reading.papers.child"]
    return subprocess.Popen(
        [sys.executable, *module, folder, json.dumps(bounds)],
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _out_of_memory(limit: int) -> UnfinishedError:
    text = words("Reading it took more than {size} MiB", size=limit // (1024 * 1024))
    return UnfinishedError("out_of_memory", text)


def _too_long() -> UnfinishedError:
    return UnfinishedError("took_too_long", words("Reading it took too long"))


def crashed() -> UnfinishedError:
    """Say that the process ended, or answered in a form that is none."""
    return UnfinishedError("reader_crashed", words("Reading it came to a sudden end"))
