"""The process in which files are read: one request a line in, answers a line each out."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from saima.reading.papers import cage
from saima.reading.papers.files.reading import text_of
from saima.reading.papers.wire import packed

PAPER = "paper"  # the file's name in the folder, whatever its own is
# What is asked for: a file's text, that and the form of labelled papers, what a text states.
TEXT, LABELLED, STATED = "text", "labelled", "stated"


def main() -> int:
    """Shut the cage, then read files until nobody asks any more."""
    folder, bounds = sys.argv[1], cage.Bounds(*json.loads(sys.argv[2]))
    with _answers() as answers:
        held = cage.shut(folder, bounds)
        _say(answers, held=held)
        for line in sys.stdin.buffer:
            try:
                _answer(json.loads(line), Path(folder), answers)
            except MemoryError:
                _say(answers, failed="memory")
                return 1
    return 0


@contextmanager
def _answers() -> Iterator[IO[bytes]]:
    """Keep the way out for answers alone: libraries print what they like."""
    with os.fdopen(os.dup(1), "wb") as answers:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        yield answers


def _answer(asked: dict[str, Any], folder: Path, answers: IO[bytes]) -> None:
    def tell(page: int) -> None:
        cage.may_take(asked["page_seconds"] * (os.cpu_count() or 1))
        _say(answers, page=page)

    cage.may_take(asked["seconds"])
    data = (folder / PAPER).read_bytes()
    if asked["form"] == STATED:
        _say(answers, stated=_stated(data.decode()))
        return
    read = text_of(data, asked["name"], tell=tell)
    said: dict[str, Any] = {"read": json.loads(packed(read))}
    if asked["form"] == LABELLED and not read.refused:
        labelled = importlib.import_module("saima.reading.papers.labelled")
        said["labelled"] = labelled.labelled_text(read.text)
    _say(answers, **said)


def _stated(text: str) -> dict[str, Any]:
    """What a text states; the words that are looked up for it take long to load."""
    paper = importlib.import_module("saima.reading.papers.paper").read_text(text)
    wire = importlib.import_module("saima.reading.papers.paper_wire")
    written: dict[str, Any] = wire.paper_packed(paper)
    return written


def _say(answers: IO[bytes], **said: Any) -> None:
    answers.write(json.dumps(said).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
