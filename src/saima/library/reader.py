"""The door to the reader: bytes become text, and text what it states, in child processes."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from saima.core.findings import Finding, Place, note
from saima.core.words import words
from saima.reading import papers
from saima.reading.papers.files.extracted import Extracted
from saima.reading.papers.guarded import read_file
from saima.reading.papers.paper import Paper
from saima.reading.papers.proposing.endpoint import Answered, read_with
from saima.reading.papers.proposing.settings import Endpoint
from saima.reading.papers.stating import TextReader

OF_THE_READER = {".py", ".yaml", ".tsv", ".csv", ".txt", ".json"}


@dataclass(frozen=True)
class Outcome:
    """What came of reading a file: its text as it was taken out, and what it states."""

    extracted: Extracted
    text: str
    paper: Paper | None


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


@cache
def texts() -> TextReader:
    """The process that reads texts; kept, for the words that it looks up take long to load."""
    reader = TextReader()
    atexit.register(reader.end)
    return reader


def read(content: bytes, name: str, model: Endpoint | None = None) -> Outcome:
    """Read a file, whatever is in it; a language model may be asked besides."""
    extracted = read_file(content, name)
    text = storable(extracted.text)
    if extracted.refused or not text.strip():
        return Outcome(extracted, text, None)
    paper, problem = texts().stated(text, name)
    if paper is None:
        told = (*extracted.findings, *([problem] if problem else []))
        return Outcome(replace(extracted, findings=told), text, None)
    if model is None:
        return Outcome(extracted, text, paper)
    answered = read_with(model, paper)
    told = (*extracted.findings, *_told(answered, name))
    return Outcome(replace(extracted, findings=told), text, answered.paper)


def _told(answered: Answered, name: str) -> Iterator[Finding]:
    """Say what of a model's answer was not taken."""
    codes = {refusal.code for refusal in answered.refused}
    if codes & {"no_answer", "too_long", "not_the_form"}:
        text = words("The language model gave no answer that can be used")
        yield note("model_silent", Place(name), text, words("The rules read it alone"))
    items = sum(refusal.item >= 0 for refusal in answered.refused)
    if items:
        text = words(
            "{count} proposals of the language model do not stand in the paper; they were refused",
            count=items,
        )
        yield note("model_refused", Place(name), text, words("Nothing is needed"))


def storable(text: str) -> str:
    """A text without the signs that no table keeps; each place stays where it is."""
    return "".join(
        "\ufffd" if sign == "\x00" or "\ud800" <= sign <= "\udfff" else sign
        for sign in text
    )
