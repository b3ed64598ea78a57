"""The characters of a PDF's page become lines; what is not seen stays apart."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from saima.reading.papers.files.extracted import Why
from saima.reading.papers.files.layout import CELL_GAP, WIDE, Line, joined_rows
from saima.reading.papers.files.scenes import Box, Scene, address_of

FAR = 2.0  # heights of a line: so far apart is another cell in any script
CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff\u200b\ufeff]")


class Sign(NamedTuple):
    """One character with its box; y counts downward."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Give the height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Give its height."""
        return self.bottom - self.top


class Page(NamedTuple):
    """What is seen of a page, and what is not."""

    lines: list[Line]
    hidden: list[tuple[str, Why]]


def page_of(page: pdfium.PdfPage, scene: Scene) -> Page:
    """Read the text layer of a page."""
    signs: list[Sign | None] = []  # None where a line ends
    hidden: list[tuple[str, Why]] = []
    turn = _Turn(scene.view, page.get_rotation())
    text = page.get_textpage()
    for character, address, box in _characters(text):
        if box is None:
            signs.append(None)
            continue
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if why := scene.why(address, x, y):
            _hide(hidden, character, why)
        else:
            signs.append(turn.sign(character, box))
    return Page(joined_rows(list(_lines(signs))), hidden)


def _characters(text: pdfium.PdfTextPage) -> Iterator[tuple[str, int, Box | None]]:
    """Each character with its object and box; no box where a line ends."""
    box = raw.FS_RECTF()
    for n in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, n)
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in "\r\n":
            yield "", 0, None
            continue
        if CONTROL.match(character) or not raw.FPDFText_GetLooseCharBox(text, n, box):
            continue
        if character == " " and raw.FPDFText_IsGenerated(text, n):
            continue  # where words part is decided by their places
        address = address_of(raw.FPDFText_GetTextObject(text, n))
        yield character, address, Box(box.left, box.bottom, box.right, box.top)


def _hide(hidden: list[tuple[str, Why]], character: str, why: Why) -> None:
    if hidden and hidden[-1][1] is why:
        hidden[-1] = (hidden[-1][0] + character, why)
    else:
        hidden.append((character, why))


class _Turn:
    """Leads from a page as it is stored to the page as it is shown."""

    def __init__(self, view: Box, rotation: int) -> None:
        self.view = view
        self.rotation = rotation % 360

    def sign(self, character: str, box: Box) -> Sign:
        """Place a character on the page that is shown."""
        view = self.view
        left, right = box.left - view.left, box.right - view.left
        top, bottom = view.top - box.top, view.top - box.bottom
        width, height = view.right - view.left, view.top - view.bottom
        if self.rotation == 90:
            return Sign(character, height - bottom, height - top, left, right)
        if self.rotation == 180:
            return Sign(
                character, width - right, width - left, height - bottom, height - top
            )
        if self.rotation == 270:
            return Sign(character, top, bottom, width - right, width - left)
        return Sign(character, left, right, top, bottom)


def _lines(signs: Sequence[Sign | None]) -> Iterator[Line]:
    line: list[Sign] = []
    for sign in signs:
        if line and (sign is None or _elsewhere(line[-1], sign)):
            yield from _line(line)
            line = []
        if sign is not None:
            line.append(sign)
    if line:
        yield from _line(line)


def _elsewhere(before: Sign, sign: Sign) -> bool:
    """Whether a character stands on another line than the one before."""
    size = max(before.height, sign.height)
    return abs(before.middle - sign.middle) > 0.6 * size or sign.left < (
        before.left - 2 * size
    )


def _line(signs: list[Sign]) -> Iterator[Line]:
    parts: list[str] = []
    for n, sign in enumerate(signs):
        parts += [_gap(signs[n - 1], sign) if n else "", sign.text]
    text = "".join(parts).strip()
    if text:
        solid = [sign for sign in signs if not sign.text.isspace()]
        yield Line(
            text,
            solid[0].left,
            solid[-1].right,
            min(sign.top for sign in solid),
            max(sign.bottom for sign in solid),
        )


def _gap(before: Sign, sign: Sign) -> str:
    size = max(before.height, sign.height)
    gap = sign.left - before.right
    wide = WIDE.match(before.text) or WIDE.match(sign.text)
    if gap > (CELL_GAP if wide else FAR) * size:
        return "\t"
    blank = before.text.isspace() or sign.text.isspace()
    return " " if gap > 0.2 * size and not wide and not blank else ""


def comments_of(page: pdfium.PdfPage) -> Iterator[str]:
    """Give what notes on a page say."""
    for n in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, n)
        if not annotation:
            continue
        length = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        if length > 2:
            space = ctypes.create_string_buffer(length)
            said = ctypes.cast(space, ctypes.POINTER(raw.FPDF_WCHAR))
            raw.FPDFAnnot_GetStringValue(annotation, b"Contents", said, length)
            yield space.raw[: length - 2].decode("utf-16-le", "replace")
        raw.FPDFPage_CloseAnnot(annotation)
