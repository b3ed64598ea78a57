"""Which looks of an Excel workbook let nobody see what is in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar
from xml.etree import ElementTree

from saima.reading.papers.files.colors import PICTURE, WHITE, Color, alike, color_of
from saima.reading.papers.files.extracted import Why

T = TypeVar("T")
TINY = 2.5  # points
# The first of a theme are page and text; then come the colors, each unlike the others.
THEME = {"0": WHITE, "1": Color(0, 0, 0)}
INDEXED = {"0": "000000", "1": "ffffff", "8": "000000", "9": "ffffff", "64": "000000"}
QUOTED_NOTHING = re.compile(r'""|\s|\[[^\]]*\]')


class Looks:
    """The looks of a workbook, by the number that its cells give."""

    def __init__(self, styles: bytes | None) -> None:
        self._whys: list[Why | None] = []
        self._unprinted: list[str] = []
        if styles is not None:
            self._read(ElementTree.fromstring(styles))

    def why(self, number: str, kind: str) -> Why | None:
        """Why nobody sees a cell of this look; `kind` is what sort of value it holds."""
        if not number.isdecimal() or int(number) >= len(self._whys):
            return None
        unprinted = self._unprinted[int(number)]
        if unprinted == "all" or (unprinted and kind not in ("s", "str", "inlineStr")):
            return Why.INVISIBLE
        return self._whys[int(number)]

    def _read(self, root: ElementTree.Element) -> None:
        fonts = [_font(one) for one in _inside(root, "fonts")]
        fills = [_fill(one) for one in _inside(root, "fills")]
        formats = {
            one.get("numFmtId", ""): one.get("formatCode", "")
            for one in _inside(root, "numFmts")
        }
        for look in _inside(root, "cellXfs"):
            color, size = _at(fonts, look.get("fontId"), (None, None))
            ground = _at(fills, look.get("fillId"), WHITE)
            self._whys.append(_why(color, size, ground))
            self._unprinted.append(
                _unprinted(formats.get(look.get("numFmtId", ""), ""))
            )


def _at(of: list[T], number: str | None, otherwise: T) -> T:
    place = int(number) if number and number.isdecimal() else len(of)
    return of[place] if place < len(of) else otherwise


def _why(color: Color | None, size: float | None, ground: Color) -> Why | None:
    if size is not None and size <= TINY:
        return Why.TINY
    return Why.WHITE if color and alike(color, ground) else None


def _unprinted(code: str) -> str:
    """Say what a format leaves unprinted: all, numbers or nothing."""
    sections = QUOTED_NOTHING.sub("", code).split(";")
    if any(sections) or len(sections) < 3:
        return ""
    return "all" if len(sections) > 3 else "numbers"


def _font(font: ElementTree.Element) -> tuple[Color | None, float | None]:
    color, size = _child(font, "color"), _child(font, "sz")
    said = None if size is None else size.get("val", "")
    points = (
        float(said) if said and re.fullmatch(r"\d{1,4}(\.\d{1,6})?", said) else None
    )
    return None if color is None else _color(color), points


def _fill(fill: ElementTree.Element) -> Color:
    pattern = _child(fill, "patternFill")
    if pattern is None:
        return PICTURE
    kind = pattern.get("patternType", "none")
    color = _child(pattern, "fgColor")
    if kind == "none":
        return WHITE
    return PICTURE if kind != "solid" or color is None else _color(color) or PICTURE


def _color(element: ElementTree.Element) -> Color | None:
    if rgb := element.get("rgb"):
        return color_of(rgb[-6:])
    if theme := element.get("theme"):
        tint = element.get("tint", "0")[:4]
        if theme in THEME and tint in ("0", "0.0", "-0.0"):
            return THEME[theme]
        return None
    return color_of(INDEXED.get(element.get("indexed", ""), ""))


def _inside(root: ElementTree.Element, name: str) -> Iterable[ElementTree.Element]:
    found = _child(root, name)
    return () if found is None else found


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((e for e in element if e.tag.rpartition("}")[2] == name), None)
