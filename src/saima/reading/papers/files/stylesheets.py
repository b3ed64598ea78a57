"""What a page's own styles hide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from saima.reading.papers.files.extracted import Why

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SIMPLE = re.compile(r"^([a-z][\w-]*|\*)?([.#][\w-]+)?$", re.IGNORECASE)
TINY = re.compile(r"^(?:0|0?\.\d+|[01](?:\.\d+)?(?:px|pt)|0(?:\.\d+)?[a-z%]+)$")
FAR_AWAY = re.compile(r"^-\d{3,}(?:\.\d+)?(?:px|pt|em|rem)?$")
WHITE = frozenset({"white", "#fff", "#ffffff", "#fefefe", "rgb(255,255,255)"})
TRANSPARENT = re.compile(r"^(?:transparent|rgba\(.*,0(?:\.0+)?\)|#[0-9a-f]{6}00)$")
LONGEST = 200_000  # characters of styles that are looked at
NOTHING = ("0", "0px", "0%", "0.0")


class Style(NamedTuple):
    """What counts of an element's style: whether and why it is not seen."""

    hidden: Why | None = None
    color: str = ""
    background: str = ""


class Sheet:
    """The rules of a page that name an element, a class or an identifier alone."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._rules: dict[str, list[str]] = {}
        text = COMMENT.sub(" ", "\n".join(sources)[:LONGEST])
        for selectors, declarations in RULE.findall(text):
            for selector in selectors.split(","):
                self._add(selector.strip(), declarations)

    def _add(self, selector: str, declarations: str) -> None:
        if (match := SIMPLE.match(selector)) and any(match.groups()):
            key = (match[2] or match[1]).lower()
            self._rules.setdefault(key, []).append(declarations)

    def style(self, tag: str, attributes: dict[str, str]) -> Style:
        """Put together what the sheet and the element itself declare."""
        keys = [tag, *(f".{name}" for name in attributes.get("class", "").split())]
        if name := attributes.get("id"):
            keys.append(f"#{name}")
        found = [d for key in keys for d in self._rules.get(key.lower(), ())]
        return style_of(";".join([*found, attributes.get("style", "")]))


def style_of(declarations: str) -> Style:
    """Read declarations of CSS."""
    own: dict[str, str] = {}
    for declaration in declarations.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            own[name.strip()] = value.replace("!important", "").replace(" ", "").strip()
    background = own.get("background-color") or own.get("background", "")
    return Style(_why(own), own.get("color", ""), background)


def _why(own: dict[str, str]) -> Why | None:
    invisible = (
        own.get("display") == "none"
        or own.get("visibility") in ("hidden", "collapse")
        or own.get("opacity") in NOTHING
        or TRANSPARENT.match(own.get("color", ""))
        or (own.get("overflow") == "hidden" and _collapsed(own))
    )
    if invisible:
        return Why.INVISIBLE
    if TINY.match(own.get("font-size", "")):
        return Why.TINY
    places = ("left", "top", "right", "text-indent", "margin-left", "margin-top")
    if any(FAR_AWAY.match(own.get(place, "")) for place in places):
        return Why.OUTSIDE
    return None


def _collapsed(own: dict[str, str]) -> bool:
    sizes = ("height", "width", "max-height", "max-width")
    return any(own.get(size) in (*NOTHING, "1px") for size in sizes)


def unseen_color(color: str, background: str) -> bool:
    """Whether a text has the color of what lies behind it; nothing there is white."""
    behind = background or "#fff"
    if color in WHITE:
        return behind in WHITE
    return bool(color) and color == background
