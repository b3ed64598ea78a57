"""Whether the runs of a Word document are seen, by their own and inherited properties."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from saima.reading.papers.files.extracted import Why

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset(("0", "false", "off", "none"))
TINY = 5  # half-points: 2.5 points
WHITES = frozenset(("ffffff", "fefefe", "fdfdfd", "fcfcfc"))
NO_FILL = frozenset(("", "auto", *WHITES))
DEEPEST = 20  # styles based on each other


class Look(NamedTuple):
    """What counts of a run's properties; None is what it inherits."""

    vanish: bool | None = None
    color: str | None = None
    size: int | None = None
    fill: str | None = None

    def over(self, base: Look) -> Look:
        """Lay these properties over inherited ones."""
        return Look(
            base.vanish if self.vanish is None else self.vanish,
            base.color if self.color is None else self.color,
            base.size if self.size is None else self.size,
            base.fill if self.fill is None else self.fill,
        )

    @property
    def why(self) -> Why | None:
        """Why nobody sees the run, if so."""
        if self.vanish:
            return Why.INVISIBLE
        if self.size is not None and self.size <= TINY:
            return Why.TINY
        if self.color in WHITES and (self.fill or "") in NO_FILL:
            return Why.WHITE
        return None


def look_of(properties: etree._Element | None) -> Look:
    """Read a `w:rPr`."""
    if properties is None:
        return Look()
    return Look(
        vanish=_switch(properties.find(f"{W}vanish")),
        color=_value(properties.find(f"{W}color")),
        size=_whole(_value(properties.find(f"{W}sz"))),
        fill=_fill(properties),
    )


def _switch(element: etree._Element | None) -> bool | None:
    if element is None:
        return None
    return (element.get(f"{W}val") or "1").lower() not in OFF


def _value(element: etree._Element | None) -> str | None:
    value = None if element is None else element.get(f"{W}val")
    return None if value is None else value.lower()


def _whole(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 6 else None


def _fill(properties: etree._Element) -> str | None:
    highlight = _value(properties.find(f"{W}highlight"))
    if highlight not in (None, "none", "white"):
        return highlight
    shading = properties.find(f"{W}shd")
    return None if shading is None else (shading.get(f"{W}fill") or "").lower()


class Styles:
    """The styles of a document, each with what it is based on."""

    def __init__(self, root: etree._Element) -> None:
        self._own = {
            style.get(f"{W}styleId", ""): (
                _attribute(style.find(f"{W}basedOn")),
                look_of(style.find(f"{W}rPr")),
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
        style = _attribute(paragraph.find(f"{W}pPr/{W}pStyle"))
        return self.named(style or self._default).over(self._defaults)

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
