"""Asking a tree of rules for what it must hold, with a finding for what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from saima.core.findings import Place
from saima.core.intake.cells import read_yes
from saima.core.intake.collected import Collected
from saima.core.intake.lookup import nearest
from saima.core.intake.trees import Leaf, ListNode, MapNode, Node
from saima.core.numbers import read_fraction
from saima.core.words import Words, words

Choice = TypeVar("Choice", bound=StrEnum)

DELETE = words("delete the line; docs/reference/scheme.md names what is known")


class Asked:
    """The entries of one knot: each is asked for once, the rest is unknown."""

    def __init__(self, node: Node | None, found: Collected, place: Place) -> None:
        self.found = found
        self.place = node.place if node is not None else place
        self.entries: Mapping[str, Node] = {}
        self._places: Mapping[str, Place] = {}
        self._asked: set[str] = set()
        self.sound = True
        if isinstance(node, MapNode):
            self.entries, self._places = node.nodes, node.places
        elif node is not None:
            self.refuse("not_entries", words("names with values are expected here"))

    def refuse(self, code: str, text: Words, place: Place | None = None) -> None:
        """Add an error at this knot."""
        self.sound = False
        self.found.error(
            code,
            place or self.place,
            text,
            words("see docs/reference/scheme.md, and correct the line"),
        )

    def node(self, name: str) -> Node | None:
        """The node of a name; None where it is absent."""
        self._asked.add(name)
        return self.entries.get(name)

    def at(self, name: str) -> Place:
        """Where a name stands, else where the knot stands."""
        return self._places.get(name, self.place)

    def text(self, name: str, default: str | None = None) -> str:
        """The text of a name; an error where it is needed and absent."""
        node = self.node(name)
        if isinstance(node, Leaf):
            return node.text
        if node is not None:
            self.refuse(
                "not_a_text",
                words("“{name}” must be one value", name=name),
                self.at(name),
            )
        elif default is None:
            self.refuse("needed", words("“{name}” is missing", name=name))
        return default or ""

    def number(self, name: str, default: Fraction | None = None) -> Fraction | None:
        """The exact number of a name; an error where it is needed and absent."""
        node = self.node(name)
        if node is None:
            if default is None:
                self.refuse("needed", words("“{name}” is missing", name=name))
            return default
        value = read_fraction(node.text) if isinstance(node, Leaf) else None
        if value is None:
            self.refuse(
                "not_a_number",
                words("“{name}” must be a number such as 1.2, 1/3 or 120%", name=name),
                self.at(name),
            )
        return value

    def optional_number(self, name: str) -> Fraction | None:
        """The exact number of a name, None where it is absent."""
        return self.number(name) if name in self.entries else None

    def choice(
        self, name: str, kind: type[Choice], default: Choice | None
    ) -> Choice | None:
        """One of the named choices; None, with an error, where it is none of them."""
        text = self.text(name, None if default is None else str(default))
        known = [str(member) for member in kind]
        if text in known:
            return kind(text)
        if text:
            self.refuse(
                "unknown_choice",
                words(
                    "“{name}” cannot be “{text}”; it is one of: {names}",
                    name=name,
                    text=text,
                    names=", ".join(known),
                ),
                self.at(name),
            )
        return default

    def yes(self, name: str) -> bool:
        """Whether a name is set to yes; no where it is absent."""
        text = self.text(name, "no")
        answer = read_yes(text)
        if answer is None:
            self.refuse(
                "unknown_choice",
                words("“{name}” is yes or no, not “{text}”", name=name, text=text),
                self.at(name),
            )
        return bool(answer)

    def listed(self, name: str) -> tuple[Node, ...]:
        """The nodes listed under a name; none where it is absent."""
        node = self.node(name)
        if node is None:
            return ()
        if isinstance(node, ListNode):
            return node.nodes
        self.refuse(
            "not_a_list", words("“{name}” must be a list", name=name), self.at(name)
        )
        return ()

    def within(self, name: str) -> Asked:
        """The knot under a name."""
        return Asked(self.node(name), self.found, self.place)

    def knots(self, name: str) -> Iterator[Asked]:
        """The knots listed under a name."""
        for node in self.listed(name):
            yield Asked(node, self.found, self.place)

    def nothing_else(self) -> None:
        """Refuse every name that nobody asked for: it is a slip of the pen."""
        for name in self.entries:
            if name not in self._asked:
                self.found.error(
                    "unknown_name",
                    self.at(name),
                    words("“{name}” is not known here", name=name),
                    nearest(name, sorted(self._asked), DELETE),
                )
