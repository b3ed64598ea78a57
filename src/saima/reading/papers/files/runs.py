"""Whether the runs of a Word document are seen, by their own and inherited properties."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from saima.reading.papers.files.colors import PICTURE, WHITE, Color, alike, color_of
from saima.reading.papers.files.extracted import Why

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset(("0", "false", "off", "none"))
TINY = 5  # half-points: 2.5 points
NARROW = 10  # percent of a character's width
LOW = 60  # twentieths of a point: a line or row of 3 points
GROUNDS = frozenset(("background1", "light1", "bg1", "lt1"))  # of a theme: the page
DEEPEST = 20  # styles based on each other


class Look(NamedTuple):
    """What counts of a run's properties; None is what it inherits."""

    vanish: bool | None = None
    color: Color | None = None
    size: int | None = None
    fill: Color | None = None
    struck: bool | None = None
    squeezed: bool | None = None

    def over(self, base: Look) -> Look:
        """Lay these properties over inherited ones."""
        said = {name: own for name, own in self._asdict().items() if own is not None}
        return base._replace(**said)

    @property
    def why(self) -> Why | None:
        """Why nobody sees the run, if so."""
        if self.vanish:
            return Why.INVISIBLE
        if self.struck:
            return Why.DELETED
        if self.squeezed or (self.size is not None and self.size <= TINY):
            return Why.TINY
        if self.color and alike(self.color, self.fill or WHITE):
            return Why.WHITE
        return None


def look_of(properties: etree._Element | None) -> Look:
    """Read a `w:rPr`."""
    if properties is None:
        return Look()
    width = _whole(_value(properties.find(f"{W}w")))
    strikes = (_switch(properties.find(f"{W}{n}")) for n in ("strike", "dstrike"))
    return Look(
        vanish=_switch(properties.find(f"{W}vanish")),
        color=_color(properties.find(f"{W}color"), "val", "themeColor"),
        size=_whole(_value(properties.find(f"{W}sz"))),
        fill=_fill(properties),
        struck=next((s for s in strikes if s is not None), None),
        squeezed=None if width is None else width <= NARROW,
    )


def block_of(properties: etree._Element | None) -> Look:
    """Read what a `w:pPr` or `w:tcPr` says of the runs inside: ground, height of lines."""
    if properties is None:
        return Look()
    spacing = properties.find(f"{W}spacing")
    exact = spacing is not None and spacing.get(f"{W}lineRule") == "exact"
    line = _whole(spacing.get(f"{W}line")) if spacing is not None and exact else None
    low = None if line is None else line <= LOW
    return Look(
        fill=_color(properties.find(f"{W}shd"), "fill", "themeFill"), squeezed=low
    )


def row_why(row: etree._Element) -> Why | None:
    """Why nobody sees a row of a table, if so."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return None
    if _switch(properties.find(f"{W}hidden")):
        return Why.INVISIBLE
    if properties.find(f"{W}del") is not None:
        return Why.DELETED
    height = properties.find(f"{W}trHeight")
    if height is None or height.get(f"{W}hRule") != "exact":
        return None
    said = _whole(height.get(f"{W}val"))
    return Why.TINY if said is not None and said <= LOW else None


def _switch(element: etree._Element | None) -> bool | None:
    if element is None:
        return None
    return (element.get(f"{W}val") or "1").lower() not in OFF


def _value(element: etree._Element | None) -> str | None:
    value = None if element is None else element.get(f"{W}val")
    return None if value is None else value.lower()


def _whole(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 6 else None


def _color(element: etree._Element | None, plain: str, theme: str) -> Color | None:
    """Read a color; one of a theme other than its ground is seen on anything."""
    if element is None:
        return None
    if element.get(f"{W}{theme}") in GROUNDS:
        shade = element.get(f"{W}{theme.replace('Color', '')}Shade") or "FF"
        return color_of(shade * 3) or WHITE
    return color_of(element.get(f"{W}{plain}") or "")


def _fill(properties: etree._Element) -> Color | None:
    highlight = _value(properties.find(f"{W}highlight"))
    if highlight not in (None, "none"):
        return color_of(highlight) or PICTURE
    return _color(properties.find(f"{W}shd"), "fill", "themeFill")


class Styles:
    """The styles of a document, each with what it is based on."""

    def __init__(self, root: etree._Element) -> None:
        self._own = {
            style.get(f"{W}styleId", ""): (
                _attribute(style.find(f"{W}basedOn")),
                look_of(style.find(f"{W}rPr")).over(block_of(style.find(f"{W}pPr"))),
            )
            for style in root.iter(f"{W}style")
        }
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = look_of(defaults)
        self._default = next(
            (
                style.get(f"{W}styleId", "")
                for style in root.iter(f"{W}style")
                if style.get(f"{W}default") in ("1", "true")
                and style.get(f"{W}type") == "paragraph"
            ),
            "",
        )

    def paragraph(self, paragraph: etree._Element) -> Look:
        """Give what the runs of a paragraph inherit."""
        own = paragraph.find(f"{W}pPr")
        style = _attribute(paragraph.find(f"{W}pPr/{W}pStyle"))
        look = block_of(own).over(self.named(style or self._default))
        return look.over(self._around(paragraph)).over(self._defaults)

    def _around(self, paragraph: etree._Element) -> Look:
        """Give what the cells and tables around a paragraph say."""
        look = Look()
        for outer in paragraph.iterancestors(f"{W}tc", f"{W}tbl"):
            look = look.over(block_of(outer.find(f"{W}tcPr")))
            look = look.over(
                self.named(_attribute(outer.find(f"{W}tblPr/{W}tblStyle")))
            )
        return look

    def run(self, run: etree._Element, inherited: Look) -> Look:
        """Give what a run looks like."""
        properties = run.find(f"{W}rPr")
        own = look_of(properties)
        style = None if properties is None else properties.find(f"{W}rStyle")
        return own.over(self.named(_attribute(style)).over(inherited))

    def named(self, name: str) -> Look:
        """Give what a style and those it is based on say."""
        look = Look()
        for _ in range(DEEPEST):
            if name not in self._own:
                break
            name, own = self._own[name]
            look = look.over(own)
        return look


def _attribute(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")
