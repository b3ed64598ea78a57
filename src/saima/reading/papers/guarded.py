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

from saima.core.findings import Place, error
from saima.core.words import Words, words
from saima.reading.papers.cage import Bounds, Held
from saima.reading.papers.child import PAPER
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
        self._end()

    def read(self, data: bytes, name: str) -> Extracted:
        """Read one file."""
        return self._ask(data, name, whole=False).extracted

    def read_whole(self, data: bytes, name: str) -> Whole:
        """Read one file, and the paper in it."""
        return self._ask(data, name, whole=True)

    def _ask(self, data: bytes, name: str, *, whole: bool) -> Whole:
        try:
            if _is_converted(data):
                with _Child(self.limits, programs=True) as child:
                    return child.ask(data, name, whole=whole)
            return self._kept().ask(data, name, whole=whole)
        except UnfinishedError as failure:
            self._end()
            found = error(failure.code, Place(name), failure.text, LOOK_AT_IT)
            return Whole(Extracted(None, findings=(found,)), None)

    def _kept(self) -> _Child:
        if self._child and self._child.files >= self.limits.files:
            self._end()
        if self._child is None:
            self._child = _Child(self.limits, programs=False)
        return self._child

    def _end(self) -> None:
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

    def ask(self, data: bytes, name: str, *, whole: bool) -> Whole:
        """Have one file read."""
        self.files += 1
        try:
            if self.held is None:
                self.held = Held(*self._answer(START_SECONDS)["held"])
            self._paper.write_bytes(data)
            self._send(name, whole=whole)
            said = self._answer(self.limits.seconds)
            while "page" in said:
                said = self._answer(self.limits.page_seconds)
            if "failed" in said:
                raise _out_of_memory(self.limits.memory)
            return Whole(unpacked(said["read"]), said.get("labelled"))
        except (ValueError, KeyError, TypeError, OSError):
            raise self._ended() from None

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

    def _send(self, name: str, *, whole: bool) -> None:
        asked = {
            "name": name,
            "whole": whole,
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
            raise _crashed()

    def _ended(self) -> UnfinishedError:
        """Say how the process came to its end."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return _crashed()
        if code == -signal.SIGXCPU:
            return _too_long()
        if code == -signal.SIGKILL:  # the system, when it runs short
            return _out_of_memory(self.limits.memory)
        return _crashed()


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


def _crashed() -> UnfinishedError:
    return UnfinishedError("reader_crashed", words("Reading it came to a sudden end"))
