"""The door to the reader: bytes in a child process become text, and text what it states."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from saima.reading import papers
from saima.reading.papers import paper as whole
from saima.reading.papers.files.extracted import Extracted
from saima.reading.papers.guarded import read_file

OF_THE_READER = {".py", ".yaml", ".tsv", ".csv", ".txt", ".json"}


@dataclass(frozen=True)
class Outcome:
    """What came of reading a file: its text as it was taken out, and what it states."""

    extracted: Extracted
    text: str
    paper: whole.Paper | None


@cache
def version() -> str:
    """Which reader this is: the digest of its own files, so that no change is forgotten."""
    folder = Path(papers.__path__[0])
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        of_tests = "tests" in path.relative_to(folder).parts
        if path.suffix in OF_THE_READER and not of_tests:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read(content: bytes, name: str) -> Outcome:
    """Read a file, whatever is in it."""
    extracted = read_file(content, name)
    text = storable(extracted.text)
    if extracted.refused or not text.strip():
        return Outcome(extracted, text, None)
    return Outcome(extracted, text, whole.read_text(text))


def storable(text: str) -> str:
    """A text without the signs that no table keeps; each place stays where it is."""
    return "".join(
        "\ufffd" if sign == "\x00" or "\ud800" <= sign <= "\udfff" else sign
        for sign in text
    )
