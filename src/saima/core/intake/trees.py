"""A text of rules as a tree of texts, each with the line it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from saima.core.findings import Place


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text; numbers are texts too, so that none becomes a binary float."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ListNode:
    """Several nodes in order."""

    nodes: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MapNode:
    """Nodes by name; `places` says where each name stands."""

    nodes: Mapping[str, Node]
    places: Mapping[str, Place]
    place: Place


Node = Leaf | ListNode | MapNode


def leaves(node: Node) -> Iterator[Leaf]:
    """All texts of a tree, in its order."""
    if isinstance(node, Leaf):
        yield node
        return
    below = node.nodes if isinstance(node, ListNode) else node.nodes.values()
    for child in below:
        yield from leaves(child)
