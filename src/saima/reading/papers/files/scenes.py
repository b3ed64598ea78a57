"""What lies on a page of a PDF, in the order of drawing: texts, pictures, fills."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from saima.reading.papers.files.extracted import Why

TINY = 2.5  # points
WHITE = 250  # of 255, in all three colors
DEEPEST = 5  # forms inside each other


class Box(NamedTuple):
    """A rectangle on the page, y upward."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def area(self) -> float:
        """Give its area."""
        return max(self.right - self.left, 0) * max(self.top - self.bottom, 0)


class Drawn(NamedTuple):
    """A text object: when it was drawn, why it is not seen, whether it is white."""

    order: int
    why: Why | None
    white: bool


@dataclass
class Scene:
    """The objects of one page; `view` is what is shown of it."""

    view: Box
    texts: dict[int, Drawn] = field(default_factory=dict)
    pictures: list[tuple[int, Box]] = field(default_factory=list)
    fills: list[tuple[int, Box]] = field(default_factory=list)
    drawn: int = 0

    @property
    def pictured(self) -> float:
        """Give the share of the page that its largest picture covers."""
        largest = max((box.area for _, box in self.pictures), default=0.0)
        return largest / self.view.area if self.view.area else 0.0

    def why(self, address: int, x: float, y: float) -> Why | None:
        """Why a character of a text object is not seen at its place, if so."""
        if not self.view.holds(x, y):
            return Why.OUTSIDE
        text = self.texts.get(address)
        if text is None:
            return None
        if text.why:
            return text.why
        if any(n > text.order and box.holds(x, y) for n, box in self.pictures):
            return Why.COVERED
        if text.white and not self._behind(text.order, x, y):
            return Why.WHITE
        return None

    def _behind(self, order: int, x: float, y: float) -> bool:
        grounds = (*self.fills, *self.pictures)
        return any(n < order and box.holds(x, y) for n, box in grounds)


def scene_of(page: pdfium.PdfPage) -> Scene:
    """Look through the objects of a page."""
    scene = Scene(Box(*page.get_cropbox()))
    for order, item in enumerate(page.get_objects(max_depth=DEEPEST)):
        scene.drawn += 1
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            scene.texts[address_of(item.raw)] = _text(item.raw, order)
        elif item.container is None and item.type == raw.FPDF_PAGEOBJ_IMAGE:
            scene.pictures.append((order, Box(*item.get_bounds())))
        elif item.container is None and item.type == raw.FPDF_PAGEOBJ_PATH:
            if _is_filled(item.raw):
                scene.fills.append((order, Box(*item.get_bounds())))
        elif item.type == raw.FPDF_PAGEOBJ_SHADING:
            scene.fills.append((order, Box(*item.get_bounds())))
    return scene


def address_of(item: Any) -> int:
    """Give what tells one object from another."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _text(item: Any, order: int) -> Drawn:
    color = _color(item)
    invisible = raw.FPDFTextObj_GetTextRenderMode(item) in (
        raw.FPDF_TEXTRENDERMODE_INVISIBLE,
        raw.FPDF_TEXTRENDERMODE_CLIP,
    )
    if invisible or (color and color[3] == 0):
        return Drawn(order, Why.INVISIBLE, white=False)
    if _size(item) < TINY:
        return Drawn(order, Why.TINY, white=False)
    return Drawn(order, None, white=bool(color) and min(color[:3]) >= WHITE)


def _color(item: Any) -> tuple[int, ...]:
    """Red, green, blue and opacity; nothing where it has none."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts):
        return ()
    return tuple(part.value for part in parts)


def _size(item: Any) -> float:
    size = ctypes.c_float()
    matrix = raw.FS_MATRIX()
    known = raw.FPDFTextObj_GetFontSize(item, size)
    if not known or not raw.FPDFPageObj_GetMatrix(item, matrix):
        return math.inf
    return abs(size.value) * math.hypot(matrix.c, matrix.d)


def _is_filled(item: Any) -> bool:
    """Whether a path paints something that white can be seen on."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, mode, stroke) or not mode.value:
        return False
    color = _color(item)
    return bool(color) and color[3] > 0 and min(color[:3]) < WHITE
