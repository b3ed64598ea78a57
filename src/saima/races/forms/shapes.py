"""What may stand in a text of rules, and how the form shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from saima.core.words import Words, words


class Kind(StrEnum):
    """How one value is typed."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    CHOICE = "choice"
    YES = "yes"
    INDICATOR = "indicator"


Choices = tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One value; `absent` is what the rules mean where the text does not say it."""

    name: str
    label: Words
    kind: Kind = Kind.TEXT
    choices: Choices = ()
    absent: str = ""
    hint: Words | None = None
    blank: Words | None = None  # what a choice of nothing means


@dataclass(frozen=True, slots=True)
class Texts:
    """Several values under one name: indicators, or some of the choices."""

    name: str
    label: Words
    choices: Choices = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Names with values under one name."""

    name: str
    members: Shape


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of lines that all have the same members."""

    name: str
    members: Shape


@dataclass(frozen=True, slots=True)
class Items:
    """A list of indicators, and of sections that have a list of their own."""

    name: str


@dataclass(frozen=True, slots=True)
class Use:
    """The name of something known, or something of one of these kinds, written there.

    `said` is the member that tells the kind in the text; none where there is one only.
    """

    name: str
    kinds: Mapping[str, Shape]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Things of one of these kinds, each under a name of its own."""

    name: str
    use: Use


Member = Box | Texts | Part | Rows | Items | Use | Named
Shape = tuple[Member, ...]


def number(name: str, label: Words, absent: str = "", hint: Words | None = None) -> Box:
    """A number, exact as it is typed."""
    return Box(name, label, Kind.NUMBER, absent=absent, hint=hint)


def choice(name: str, label: Words, choices: Choices, absent: str = "") -> Box:
    """One of several words."""
    return Box(name, label, Kind.CHOICE, choices, absent)


def yes(name: str, label: Words, hint: Words | None = None) -> Box:
    """A tick."""
    return Box(name, label, Kind.YES, absent="no", hint=hint)


# How deep sections may lie within sections on the page; below that they stay text.
DEEPEST = 3
NAMED, OWN = "name:", "kind:"  # how a choice says that it is a name, or a kind
KEPT = "kept"  # what the form does not show
IS_KNOT = "knot"  # in a list of items: what has items of its own

SHARE = words("such as 120%, 1.2 or 1/3")
NAME = Box("name", words("Name of it"))
POINTS = number("points", words("Points"))
