"""What a page's own styles hide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from saima.reading.papers.files.colors import PICTURE, WHITE, Color, alike, color_of
from saima.reading.papers.files.extracted import Why
from saima.reading.papers.files.selectors import Selector, keys_of, selector_of

COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
VARIABLE = re.compile(r"var\( ?(--[\w-]+) ?(?:,([^()]*))?\)")
SPACES = re.compile(r"\s+")
ELSEWHERE = re.compile(
    r"print|speech|max-(?:device-)?width\s*:\s*(?:1[01]\d\d|\d{1,3})px"
)
MATTERS = re.compile(
    "display|visibility|content-v|opacity|filter|color|background|font|zoom|overflow|clip|transform|-webkit-text-f"
    "|left|top|right|bottom|text-|margin|height|width|max-|direction|unicode"
)
LONGEST = 1_000_000  # characters of styles that are looked at
TINY = 3.0  # pixels, as all lengths here
LENGTH = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))([a-z%]*)")
UNITS = {"": 1, "px": 1, "pt": 4 / 3, "em": 16, "rem": 16, "ex": 8, "ch": 8, "%": 0.16}
UNITS |= {"pc": 16, "mm": 3.78, "cm": 37.8, "in": 96, "q": 0.94, "vw": 12, "vh": 8}
FONT_SIZE = re.compile(r"(?:^|\s)(\.?\d[\w.%]*)(?=/|\s|$)")
NOTHING = r"(?:0?\.0\d*|0?\.1|0|\d%|10%)"
CLEAR = re.compile(
    rf"transparent|(?:rgb|hsl)a?\((?:[^,/)]*,){{3}} ?{NOTHING} ?\)|(?:rgb|hsl)a?\([^,/)]*/ ?{NOTHING} ?\)"
    "|#[0-9a-f]{6}[01][0-9a-f]|#[0-9a-f]{3}[01]"
)
CLIPPED = re.compile(r"rect\( ?(?:[01](?:px)?[ ,]*){4}\)")
CUT = re.compile(r"inset\( ?(?:[5-9]\d|100)%|circle\( ?0|polygon\( ?0[^,]*\)")
SHRUNK = re.compile(r"scale[xy]?\( ?0?(?:\.0\d*)?[ ,)]")
MOVED = re.compile(
    r"translate(?:x|y|3d)?\( ?(-?[\d.]+[a-z%]*)(?:[ ,]+(-?[\d.]+[a-z%]*))?"
)


class Style(NamedTuple):
    """What counts of an element's style: whether and why it is not seen, its colors, if turned round."""

    hidden: Why | None = None
    color: Color | None = None
    background: Color | None = None
    turned: bool = False


class Rule(NamedTuple):
    """A selector with its declarations, and its number in the sheet."""

    selector: Selector
    declarations: tuple[tuple[str, str, bool], ...]
    number: int


class Sheet:
    """The rules of a page."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._rules: dict[str, list[Rule]] = {}
        self._variables: dict[str, str] = {}
        text = COMMENT.sub(" ", "\n".join(sources)[:LONGEST])
        for number, (selectors, declarations) in enumerate(_blocks(text)):
            said = tuple(declared(declarations))
            self._variables |= {n: value for n, value, _ in said if n[:2] == "--"}
            for words in selectors.split(",") if _matters(said) else ():
                if selector := selector_of(_plain(words).strip()):
                    rule = Rule(selector, said, number)
                    self._rules.setdefault(selector.key, []).append(rule)

    def style(self, element: etree._Element) -> Style:
        """Put together what the sheet and the element itself declare, the strongest last."""
        found = [
            ((strong, *rule.selector.weight, rule.number), name, value)
            for rule in self._naming(element)
            for name, value, strong in rule.declarations
        ]
        own = declared(COMMENT.sub(" ", element.get("style") or ""))
        found += [((strong, 9999, 0, 0, 0), name, value) for name, value, strong in own]
        found.sort(key=lambda one: one[0])
        return self._read({name: value for _, name, value in found})

    def _naming(self, element: etree._Element) -> Iterator[Rule]:
        for key in keys_of(element):
            for rule in self._rules.get(key, ()):
                if rule.selector.matches(element):
                    yield rule

    def _read(self, own: dict[str, str]) -> Style:
        return _style({name: self._filled(value) for name, value in own.items()})

    def _filled(self, value: str) -> str:
        if "var(" not in value:
            return value
        known = self._variables
        return VARIABLE.sub(lambda m: known.get(m[1], (m[2] or "").strip()), value)


def style_of(declarations: str) -> Style:
    """Read the declarations of an element by itself."""
    return _style({name: value for name, value, _ in declared(declarations)})


def _style(own: dict[str, str]) -> Style:
    turned = "override" in own.get("unicode-bidi", "") and own.get("direction") == "rtl"
    ground = own.get("background-color") or own.get("background", "")
    return Style(_why(own), color_of(own.get("color", "")), _ground(ground), turned)


def _matters(said: Iterable[tuple[str, str, bool]]) -> bool:
    """Whether a rule may decide what is seen."""
    return any(MATTERS.match(name) for name, _, _ in said)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Give selectors and declarations, of rules for a screen at a desk; one pass."""
    opened: list[str] = []
    before = ""
    for part in (*re.split("([{}])", text), "}"):
        if part == "{":
            opened.append(before.rpartition(";")[2].strip())
            before = ""
        elif part == "}":
            if opened and not any(_elsewhere(outer) for outer in opened):
                yield opened[-1], before
            opened = opened[:-1]
            before = ""
        else:
            before = part


def _elsewhere(outer: str) -> bool:
    rule = outer.lower()
    return (
        rule.startswith("@media")
        and bool(ELSEWHERE.search(rule))
        and "screen," not in rule
    )


def declared(declarations: str) -> list[tuple[str, str, bool]]:
    """Split declarations: name, value, and whether it is said to be important."""
    found = []
    for declaration in _plain(declarations).lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            value, strong, _ = value.partition("!")
            found.append((name.strip(), SPACES.sub(" ", value).strip(), bool(strong)))
    return found


def _plain(words: str) -> str:
    """Undo escapes: \\6eone is none."""
    return ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0xFFFF)), words)


def _ground(words: str) -> Color | None:
    if "url(" in words or "gradient" in words:
        return PICTURE
    whole = color_of(words)
    return whole or next(filter(None, map(color_of, words.split(" "))), None)


def _why(own: dict[str, str]) -> Why | None:
    if _is_invisible(own) or _is_cut(own):
        return Why.INVISIBLE
    if "line-through" in own.get("text-decoration", "") + own.get(
        "text-decoration-line", ""
    ):
        return Why.DELETED
    shorthand = FONT_SIZE.search(own.get("font", ""))
    size = _length(own.get("font-size", shorthand[1] if shorthand else ""))
    if (size is not None and size <= TINY) or _length(own.get("zoom", "1")) in (
        0.0,
        0.01,
    ):
        return Why.TINY
    return Why.OUTSIDE if _is_away(own) else None


def _is_invisible(own: dict[str, str]) -> bool:
    fill = own.get("-webkit-text-fill-color") or own.get("color", "")
    opacity = _length(own.get("opacity", ""))
    return (
        own.get("display") == "none"
        or own.get("visibility") in ("hidden", "collapse")
        or own.get("content-visibility") == "hidden"
        or (opacity is not None and opacity <= 0.1)
        or "opacity(0" in own.get("filter", "")
        or bool(CLEAR.fullmatch(fill))
    )


def _is_cut(own: dict[str, str]) -> bool:
    """Whether a box leaves nothing of what is in it."""
    if CLIPPED.match(own.get("clip", "")) or CUT.match(own.get("clip-path", "")):
        return True
    if SHRUNK.search(own.get("transform", "")):
        return True
    if not own.get("overflow", "").startswith(("hidden", "clip")):
        return False
    sizes = (
        own.get(name, "") for name in ("height", "width", "max-height", "max-width")
    )
    return any((size := _length(words)) is not None and size <= 1 for words in sizes)


def _is_away(own: dict[str, str]) -> bool:
    """Whether it stands far from the page; a small step back is a matter of layout."""
    for names, least in (
        (("left", "top", "right", "bottom", "text-indent"), 100),
        (("margin", "margin-left", "margin-top", "margin-right"), 1000),
    ):
        values = (part for name in names for part in own.get(name, "").split(" "))
        if any(_far(value, least) for value in values):
            return True
    moved = MOVED.search(own.get("transform", ""))
    return moved is not None and any(_far(part or "", 500) for part in moved.groups())


def _far(words: str, least: float) -> bool:
    match = LENGTH.fullmatch(words)
    if match is None:
        return False
    if match[2] in ("%", "vw", "vh"):
        return not -100 < float(match[1]) < 300
    length = _length(words) or 0
    return length <= -least or length >= 3000


def _length(words: str) -> float | None:
    match = LENGTH.fullmatch(words)
    if match is None or match[2] not in UNITS:
        return None
    return float(match[1]) * UNITS[match[2]]


def unseen_color(color: Color | None, background: Color | None) -> bool:
    """Whether a text has the color of what lies behind it; nothing there is white."""
    return color is not None and alike(color, background or WHITE)
