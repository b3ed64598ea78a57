"""Which elements a rule of a style sheet names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

PLACES = r":(?:first-child|last-child|nth-child\([^)]*\))"
PART = rf"[.#][\w-]+|\[[^\]]*\]|{PLACES}"
COMPOUND = re.compile(rf"([a-z][\w-]*|\*)?((?:{PART})*)", re.IGNORECASE)
PARTS = re.compile(PART)
ATTRIBUTE = re.compile(
    r"\[\s*([\w-]+)\s*(?:([~|^$*]?)=\s*[\"']?([^\"'\]]*?)[\"']?)?\s*\]"
)
BETWEEN = re.compile(r"\s*(>)\s*|\s+")
MOST = 12  # compounds behind each other


class Compound(NamedTuple):
    """A tag or "", and what else must hold; `below` is ">" where the one before is its parent."""

    tag: str
    parts: tuple[str, ...]
    below: str


class Selector(NamedTuple):
    """Compounds from the element outward."""

    compounds: tuple[Compound, ...]

    @property
    def key(self) -> str:
        """Give a name that the element or one around it must have, else the element's tag."""
        parts = (part for compound in self.compounds for part in compound.parts)
        named = (part for part in parts if part[0] in "#.")
        return next(named, self.compounds[0].tag.lower() or "*")

    @property
    def weight(self) -> tuple[int, int, int]:
        """Give what decides between rules."""
        parts = [part for compound in self.compounds for part in compound.parts]
        names = sum(part[0] == "#" for part in parts)
        tags = sum(compound.tag not in ("", "*") for compound in self.compounds)
        return names, len(parts) - names, tags

    def matches(self, element: etree._Element) -> bool:
        """Whether it names an element."""
        if not _fits(element, self.compounds[0]):
            return False
        at = [element]
        for inner, outer in zip(self.compounds, self.compounds[1:], strict=False):
            above = _parents(at) if inner.below else at[0].iterancestors()
            at = [one for one in above if _fits(one, outer)]
            if not at:
                return False
        return True


def selector_of(words: str) -> Selector | None:
    """Read a selector; None for what speaks of a pointer, of siblings or of what is not there."""
    compounds: list[Compound] = []
    at, below = 0, ""
    while at < len(words):
        match = COMPOUND.match(words, at)
        if match is None or not match.group() or len(compounds) == MOST:
            return None
        parts = tuple(PARTS.findall(match[2]))
        compounds.append(Compound(match[1] or "", parts, below))
        at = match.end()
        if at < len(words):
            between = BETWEEN.match(words, at)
            if between is None:
                return None
            at, below = between.end(), between[1] or ""
    return Selector(tuple(reversed(compounds))) if compounds else None


def keys_of(element: etree._Element) -> set[str]:
    """Give the keys under which rules may name an element."""
    keys = {"*", str(element.tag).lower()}
    for one in (element, *element.iterancestors()):
        if words := one.get("class"):
            keys.update(f".{name}" for name in words.split())
        if name := one.get("id"):
            keys.add(f"#{name}")
    return keys


def _parents(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    return (one for e in elements if (one := e.getparent()) is not None)


def _fits(element: etree._Element, compound: Compound) -> bool:
    if compound.tag not in ("", "*") and compound.tag.lower() != element.tag:
        return False
    return all(_has(element, part) for part in compound.parts)


def _has(element: etree._Element, part: str) -> bool:
    if part[0] == ".":
        return part[1:] in (element.get("class") or "").split()
    if part[0] == "#":
        return bool(part[1:] == element.get("id"))
    if part[0] == "[":
        match = ATTRIBUTE.fullmatch(part)
        return match is not None and _says(element.get(match[1].lower()), match)
    return _stands(element, part)


def _says(value: str | None, match: re.Match[str]) -> bool:
    """Whether an attribute says what is asked."""
    if value is None or match[3] is None:
        return value is not None
    how, asked = match[2], match[3]
    ways: dict[str, bool] = {
        "": value == asked,
        "~": asked in value.split(),
        "|": value == asked or value.startswith(f"{asked}-"),
        "^": bool(asked) and value.startswith(asked),
        "$": bool(asked) and value.endswith(asked),
        "*": bool(asked) and asked in value,
    }
    return ways[how]


def _stands(element: etree._Element, part: str) -> bool:
    """Whether an element stands at the place asked for among its like."""
    if part == ":last-child":
        return next(element.itersiblings("*"), None) is None
    number = 1 + sum(1 for _ in element.itersiblings("*", preceding=True))
    if part == ":first-child":
        return number == 1
    asked = part.partition("(")[2].rstrip(")").strip().lower()
    if asked in ("odd", "2n+1"):
        return number % 2 == 1
    return number % 2 == 0 if asked in ("even", "2n") else asked in (str(number), "n")
