"""Published scoring rules as schemes to start from, each with its source.

A preset is the beginning of a scheme and no scheme: what no source gives is an example
(示例), and the group replaces it together with the names of its own indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from saima.core.intake.trees import Leaf, ListNode, MapNode, Node
from saima.reading.trees import parse_tree


@dataclass(frozen=True, slots=True)
class Preset:
    """A published rule as a scheme to start from.

    `source` names the document and its number; `samples` are the numbers that it
    does not give, `reading` how its words are read where they allow for more than one.
    """

    key: str
    name: str
    source: str
    purpose: str
    samples: tuple[str, ...]
    text: str
    reading: str = ""


@cache
def presets() -> tuple[Preset, ...]:
    """The published rules that come along, in the order of their keys."""
    entries = sorted(files(__name__).iterdir(), key=lambda entry: entry.name)
    return tuple(
        _preset(entry.name, entry.read_bytes())
        for entry in entries
        if entry.name.endswith(".yaml")
    )


def preset_named(key: str) -> Preset | None:
    """The preset of a key; None where there is none."""
    return next((preset for preset in presets() if preset.key == key), None)


KEYS = ("name", "source", "purpose", "samples", "text")


def _preset(file: str, data: bytes) -> Preset:
    """ValueError for a file that is none: it comes along, so the fault is ours."""
    tree = parse_tree(data, file)
    if not isinstance(tree, MapNode) or not set(KEYS) <= set(tree.nodes):
        raise ValueError(f"{file} lacks one of {', '.join(KEYS)}")
    if unknown := set(tree.nodes) - {*KEYS, "reading"}:
        raise ValueError(f"{file} has {', '.join(sorted(unknown))}")
    samples = tree.nodes["samples"]
    if not isinstance(samples, ListNode):
        raise ValueError(f"the samples of {file} must be a list")
    said = {name: _text(node) for name, node in tree.nodes.items() if node != samples}
    return Preset(
        file.removesuffix(".yaml"),
        said["name"],
        said["source"],
        said["purpose"],
        tuple(map(_text, samples.nodes)),
        said["text"] + "\n",
        said.get("reading", ""),
    )


def _text(node: Node) -> str:
    if not isinstance(node, Leaf):
        raise ValueError(f"a text is expected at {node.place}")
    return node.text
