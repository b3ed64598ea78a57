"""PDF documents: their text layer by pdfium; pages that are pictures are recognized."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from saima.core.words import words
from saima.reading.papers.files import limits
from saima.reading.papers.files.characters import Page, comments_of, page_of
from saima.reading.papers.files.drafts import Draft
from saima.reading.papers.files.extracted import Extracted, FileKind, Why
from saima.reading.papers.files.layout import Line, Paragraphs
from saima.reading.papers.files.refusals import (
    damaged,
    encrypted,
    too_many_pages,
    truncated,
)
from saima.reading.papers.files.scans import (
    can_recognize,
    lines_of,
    say_what_is_doubtful,
    unread_pages,
)
from saima.reading.papers.files.scenes import Scene, scene_of

HEAD = 1024
LENGTH = re.compile(rb"/Linearized\b.*?/L\s+(\d+)", re.DOTALL)
# A page with so large a picture and so few characters is a scan with a stamp on it.
PICTURED = 0.4
FEW = 20
LONGEST_SIDE = 2339  # points of the picture a page is recognized from: A4 at 200 dpi
RESOLUTION = 200 / 72
PAGE_NUMBER = re.compile(
    r"[—\-–·. ]*(?:第 ?)?\d{1,4}(?: ?页)?(?:[ /,，]*(?:共 ?)?\d{1,4} ?页?)?[—\-–·. ]*"
)
DIGITS = re.compile(r"\d+")
EDGE = 2  # lines at the head and foot of a page that may be furniture
REPEATED = 3  # pages
SAME_HEIGHT = 6  # points


def read_pdf(data: bytes, file: str, tell: Callable[[int], None]) -> Extracted:
    """Read a PDF; `tell` is called before each page that takes long."""
    _refuse_if_cut(data)
    draft = Draft(file, FileKind.PDF)
    document = _opened(data)
    try:
        _Reading(document, draft, tell).read()
    except pdfium.PdfiumError:
        raise damaged() from None
    finally:
        document.close()
    return draft.finished()


def _refuse_if_cut(data: bytes) -> None:
    if b"%%EOF" not in data:
        raise truncated()
    said = LENGTH.search(data[:HEAD])
    if said and int(said[1][:12]) > len(data):
        raise truncated()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if problem.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise encrypted() from None
        raise damaged() from None
    if len(document) > limits.MAX_PAGES:
        raise too_many_pages(len(document), limits.MAX_PAGES)
    if not len(document):
        raise damaged()
    return document


class _Reading:
    """One pass over the pages, then one over their lines."""

    def __init__(
        self, document: pdfium.PdfDocument, draft: Draft, tell: Callable[[int], None]
    ) -> None:
        self.document = document
        self.draft = draft
        self.tell = tell
        self.scanned: list[int] = []
        self.unread: list[int] = []

    def read(self) -> None:
        """Read all pages."""
        pages = [self._page(number) for number in range(len(self.document))]
        furniture = _furniture([page.lines for page in pages])
        paragraphs = Paragraphs(self.draft)
        left_out = 0
        for page in pages:
            self.draft.page()
            body = list(_body(page.lines, furniture))
            left_out += len(page.lines) - len(body)
            paragraphs.write(body)
            for text, why in page.hidden:
                self.draft.hide(text, why)
        paragraphs.end()
        self._say(left_out)

    def _page(self, number: int) -> Page:
        page = self.document[number]
        scene = scene_of(page)
        found = page_of(page, scene)
        found.hidden.extend((text, Why.COMMENT) for text in comments_of(page))
        if _is_picture(found, scene):
            found = found._replace(lines=self._recognized(page, number + 1, found))
        page.close()
        return found

    def _recognized(self, page: pdfium.PdfPage, number: int, found: Page) -> list[Line]:
        if not can_recognize() or len(self.scanned) >= limits.MAX_SCANNED_PAGES:
            self.unread.append(number)
            return found.lines
        self.tell(number)
        self.scanned.append(number)
        scale = min(RESOLUTION, LONGEST_SIDE / max(page.get_size()))
        return lines_of(page.render(scale=scale).to_pil())

    def _say(self, left_out: int) -> None:
        if left_out:
            text = words(
                "{count} heads, feet and page numbers were left out", count=left_out
            )
            step = words("Look at the page itself if something is missing")
            self.draft.note("page_frame", text, step)
        if self.document.count_attachments():
            text = words("The document holds other files; they were not read")
            step = words("Put the files here one by one if they matter")
            self.draft.note("embedded_file", text, step)
        say_what_is_doubtful(self.draft, self.scanned)
        if self.unread:
            whole = len(self.unread) == len(self.document)
            found = unread_pages(self.draft.file, self.unread, whole=whole)
            self.draft.findings.append(found)


def _is_picture(found: Page, scene: Scene) -> bool:
    """Whether what is to be read of a page is in its pictures."""
    seen = sum(len(line.text) for line in found.lines)
    if not seen:
        return scene.drawn > 0
    return seen < FEW and scene.pictured > PICTURED


Pattern = tuple[str, int]


def _furniture(pages: Sequence[list[Line]]) -> frozenset[Pattern]:
    """Find lines that stand at the head or foot of several pages."""
    told: Counter[Pattern] = Counter()
    for lines in pages:
        told.update({_pattern(line) for line in (*lines[:EDGE], *lines[-EDGE:])})
    enough = max(REPEATED, len(pages) // 3)
    return frozenset(pattern for pattern, count in told.items() if count >= enough)


def _pattern(line: Line) -> Pattern:
    """Give what repeats: the words, whatever their numbers, and the height."""
    return DIGITS.sub("#", "".join(line.text.split())), round(line.middle / SAME_HEIGHT)


def _body(lines: list[Line], furniture: frozenset[Pattern]) -> Iterator[Line]:
    for number, line in enumerate(lines):
        edge = number < EDGE or number >= len(lines) - EDGE
        if edge and _pattern(line) in furniture:
            continue
        if number and number == len(lines) - 1 and _is_number(line, lines[number - 1]):
            continue
        yield line


def _is_number(line: Line, before: Line) -> bool:
    """Whether it is a page's number: apart from the text, and nothing else."""
    apart = line.top - before.bottom > line.height
    return apart and PAGE_NUMBER.fullmatch(line.text.strip()) is not None
