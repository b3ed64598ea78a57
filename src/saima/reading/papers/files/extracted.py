"""What a file gives: its text, where its pages begin, what it hid, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from saima.core.findings import Finding, Severity
from saima.reading.papers.values import Span

# Between them a text is shown from right to left; cleaning puts it as it is shown.
TURNED, TURNED_BACK = "\u202e", "\u202c"


class FileKind(StrEnum):
    """The kinds of file that a paper may come in."""

    TEXT = "text"
    WEB_PAGE = "web page"
    DOCUMENT = "document"  # docx
    OLD_DOCUMENT = "old document"  # doc, wps, rtf, odt
    PDF = "pdf"
    WORKBOOK = "workbook"
    PICTURE = "picture"


class Why(StrEnum):
    """Why a reader of the paper would not see a text."""

    INVISIBLE = "invisible"  # declared hidden: vanish, display:none, render mode 3
    WHITE = "white"
    TINY = "tiny"
    OUTSIDE = "outside"  # beyond the edge of the page
    COVERED = "covered"  # under a picture, or under cells that are joined
    COMMENT = "comment"
    DELETED = "deleted"  # a revision took it out
    ALTERNATIVE = "alternative"  # said of a picture, not shown
    SHEET = "sheet"  # a hidden sheet, row or column


class Hidden(NamedTuple):
    """A text that is not part of the paper; `span` is the empty place where it stood."""

    span: Span
    why: Why
    text: str


@dataclass(frozen=True)
class Extracted:
    """A file as text; `pages` are where its pages or sheets begin.

    `doubtful` are characters that were read from a picture without certainty. A file
    that could not be read has no text, and an error among its findings.
    """

    kind: FileKind | None
    text: str = ""
    pages: tuple[int, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    doubtful: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the file could not be read."""
        return any(f.severity is Severity.ERROR for f in self.findings)
