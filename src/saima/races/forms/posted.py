"""What a page has sent, as a tree by the dots in its names, and what its buttons do to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from saima.core.refusal import Refused
from saima.core.words import words
from saima.races.forms.shapes import IS_KNOT

NAME = re.compile(r"[a-z_@]+(?:\.(?:[a-z_@]+|\d{1,6})){0,14}", re.ASCII)
MOST_ROWS = 300  # in one list
Raw = dict[str, Any]  # by name: another one of these, or the values that were sent


def tree_of(sent: Mapping[str, Sequence[str]]) -> Raw:
    """The values by the parts of their names; names that no page of ours has are left."""
    tree: Raw = {}
    for name, values in sent.items():
        if not NAME.fullmatch(name):
            continue
        *above, last = name.split(".")
        knot: Any = tree
        for part in above:
            knot = knot.setdefault(part, {}) if isinstance(knot, dict) else None
        if isinstance(knot, dict) and not isinstance(knot.get(last), dict):
            knot[last] = [value.replace("\r\n", "\n") for value in values]
    if _longest(tree) > MOST_ROWS:
        raise Refused(
            words("the page has sent what cannot be understood"),
            words("load the page again"),
        )
    return tree


def _longest(tree: Any) -> int:
    """How many names the widest place of a tree has."""
    if not isinstance(tree, dict):
        return 0
    return max([len(tree), *map(_longest, tree.values())])


def rows_in(raw: Any) -> list[Raw]:
    """The lines of a list, in the order of their numbers."""
    if not isinstance(raw, dict):
        return []
    numbers = sorted((n for n in raw if n.isdigit()), key=int)
    return [raw[number] for number in numbers if isinstance(raw[number], dict)]


def value_in(raw: Any, name: str) -> str | None:
    """The last value of a name; None where it was not sent."""
    values = raw.get(name) if isinstance(raw, dict) else None
    return values[-1].strip() if isinstance(values, list) and values else None


def values_in(raw: Any, name: str) -> list[str] | None:
    """All values of a name, each once and none of them empty; None where none was sent."""
    values = raw.get(name) if isinstance(raw, dict) else None
    if not isinstance(values, list):
        return None
    return [*dict.fromkeys(value.strip() for value in values if value.strip())]


# --- What buttons do ---------------------------------------------------------------


def do(tree: Raw, deed: str) -> None:
    """Add a line, take one out or back; anything else changes nothing."""
    verb, _, path = deed.partition(":")
    path, _, sort = path.partition(":")
    if not NAME.fullmatch(path):
        return
    *above, last = path.split(".")
    knot = tree
    for part in above:
        below = knot.setdefault(part, {})
        if not isinstance(below, dict):
            return
        knot = below
    if verb == "add":
        _add(knot, last, sort)
    elif verb in ("remove", "back") and isinstance(knot.get(last), dict):
        _remove(knot, last, gone="yes" if verb == "remove" else "")


def _add(knot: Raw, name: str, sort: str) -> None:
    rows = knot.setdefault(name, {})
    if not isinstance(rows, dict):
        return
    place = max((int(n) for n in rows if n.isdigit()), default=-1) + 1
    rows[str(place)] = {"is": [IS_KNOT if sort == IS_KNOT else "item"]}


def _remove(knot: Raw, name: str, *, gone: str) -> None:
    """A line of the text can be taken back; a new one is away."""
    if value_in(knot[name], "@") is None:
        del knot[name]
    else:
        knot[name]["gone"] = [gone]
