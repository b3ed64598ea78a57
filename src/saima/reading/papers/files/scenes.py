"""What lies on a page of a PDF, in the order of drawing: texts, pictures, fills."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from saima.reading.papers.files.colors import PICTURE, WHITE, Color, alike
from saima.reading.papers.files.extracted import Why

TINY = 2.5  # points
PALE = 250  # of 255, in all three colors
OPAQUE = 250  # likewise
CORNERS = 5  # of a box, with its end
THICK = 4.0  # points: what is lower is a line
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
    """A text object: when it was drawn, why it is not seen, its color where it is known."""

    order: int
    why: Why | None
    color: Color | None


class Ground(NamedTuple):
    """What paints a part of the page: when, where, how; `solid` hides what is under it."""

    order: int
    box: Box
    color: Color
    solid: bool


@dataclass
class Scene:
    """The objects of one page; `view` is what is shown of it."""

    view: Box
    texts: dict[int, Drawn] = field(default_factory=dict)
    pictures: list[Box] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)  # in the order of drawing
    drawn: int = 0

    @property
    def pictured(self) -> float:
        """Give the share of the page that its largest picture covers."""
        largest = max((box.area for box in self.pictures), default=0.0)
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
        for ground in reversed(self.grounds):
            if ground.order < text.order:
                break
            if ground.solid and ground.box.holds(x, y):
                return Why.COVERED
        if text.color and alike(text.color, self._behind(text.order, x, y)):
            return Why.WHITE
        return None

    def _behind(self, order: int, x: float, y: float) -> Color:
        """Give the color that a text stands on: of what was painted last before it."""
        for ground in reversed(self.grounds):
            if ground.order < order and ground.box.holds(x, y):
                return ground.color
        return WHITE


def scene_of(page: pdfium.PdfPage) -> Scene:
    """Look through the objects of a page."""
    scene = Scene(Box(*page.get_cropbox()))
    for order, item in enumerate(page.get_objects(max_depth=DEEPEST)):
        scene.drawn += 1
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            scene.texts[address_of(item.raw)] = _text(item.raw, order)
        elif item.container is None and item.type == raw.FPDF_PAGEOBJ_IMAGE:
            box = Box(*item.get_bounds())
            scene.pictures.append(box)
            scene.grounds.append(Ground(order, box, PICTURE, solid=True))
        elif item.container is None and item.type == raw.FPDF_PAGEOBJ_PATH:
            if ground := _ground(item.raw, order, Box(*item.get_bounds())):
                scene.grounds.append(ground)
        elif item.type == raw.FPDF_PAGEOBJ_SHADING:
            box = Box(*item.get_bounds())
            scene.grounds.append(Ground(order, box, PICTURE, solid=False))
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
        return Drawn(order, Why.INVISIBLE, None)
    if _size(item) < TINY:
        return Drawn(order, Why.TINY, None)
    return Drawn(order, None, Color(*color[:3]) if color else None)


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


def _ground(item: Any, order: int, box: Box) -> Ground | None:
    """Give what a path paints; of another form than a box, anything is seen on its color."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, mode, stroke) or not mode.value:
        return None
    color = _color(item)
    if not color or not color[3]:
        return None
    plain = raw.FPDFPath_CountSegments(item) <= CORNERS
    if not plain:
        return (
            Ground(order, box, PICTURE, solid=False) if min(color[:3]) < PALE else None
        )
    clear = color[3] < OPAQUE or raw.FPDFPageObj_HasTransparency(item)
    solid = not clear and box.top - box.bottom >= THICK
    return Ground(order, box, PICTURE if clear else Color(*color[:3]), solid)
