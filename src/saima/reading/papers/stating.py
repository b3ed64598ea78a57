"""What a text states is read in a process of its own too: a text may be made to harm."""

from __future__ import annotations

from typing import NamedTuple

from saima.core.findings import Finding
from saima.reading.papers.child import STATED
from saima.reading.papers.guarded import (
    NOT_OF_THE_FORM,
    Reader,
    UnfinishedError,
    crashed,
)
from saima.reading.papers.paper import Paper
from saima.reading.papers.paper_wire import paper_unpacked


class Stated(NamedTuple):
    """What a text states, or why that cannot be told."""

    paper: Paper | None
    finding: Finding | None = None


class TextReader(Reader):
    """Reads texts, one after the other, in a process that is kept and renewed.

    It opens no files: whatever a file's own door is made to do happens elsewhere.
    """

    def stated(self, text: str, name: str) -> Stated:
        """Read what a text states."""
        try:
            said = self.kept().ask(text.encode(), name, STATED)
            return Stated(paper_unpacked(said["stated"], text))
        except UnfinishedError as failure:
            return Stated(None, self.failed(failure, name))
        except NOT_OF_THE_FORM:
            return Stated(None, self.failed(crashed(), name))
