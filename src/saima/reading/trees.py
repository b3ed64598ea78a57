"""YAML texts as trees of texts, each with its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import yaml

from saima.core.findings import Finding, Place, error
from saima.core.intake.trees import Entries, Leaf, Listing, Node
from saima.core.words import Words, words

MAX_BYTES = 1_000_000


class Refusal(Exception):  # noqa: N818 - it carries a finding, it is no fault
    """A text that cannot be read; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def read_tree(path: Path, shown_as: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one YAML file; None, with findings, where it cannot be read."""
    try:
        return parse_tree(path.read_bytes(), shown_as), ()
    except Refusal as refusal:
        return None, (refusal.finding,)
    except OSError as fault:
        return None, (
            error(
                "unreadable",
                Place(shown_as),
                words("the file cannot be opened: {fault}", fault=str(fault.strerror)),
                words("check its name and permissions"),
            ),
        )


def parse_tree(data: bytes, shown_as: str) -> Node:
    """Parse YAML into a tree; every scalar stays the text that was written."""
    if len(data) > MAX_BYTES:
        raise _refusal(shown_as, 1, "too_large", words("the file is larger than 1 MB"))
    try:
        text = data.decode("utf-8-sig")
        # An alias would let a few lines stand for billions of nodes.
        for token in yaml.scan(text, yaml.CSafeLoader):
            if isinstance(token, yaml.AliasToken):
                line = token.start_mark.line + 1
                raise _refusal(
                    shown_as, line, "alias", words("references (*name) are not read")
                )
        node = yaml.compose(text, yaml.CSafeLoader)
    except UnicodeDecodeError:
        raise _refusal(
            shown_as, 1, "encoding", words("the file is not UTF-8 text")
        ) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        problem = words("this is not YAML: {fault}", fault=str(fault.problem))
        raise _refusal(shown_as, line, "not_yaml", problem) from None
    except yaml.YAMLError as fault:
        problem = words("this is not YAML: {fault}", fault=str(fault))
        raise _refusal(shown_as, 1, "not_yaml", problem) from None
    if node is None:
        raise _refusal(shown_as, 1, "empty", words("the file is empty"))
    return _tree(node, shown_as)


def _tree(node: yaml.Node, shown_as: str) -> Node:
    place = Place(shown_as, line=node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return Leaf(node.value.strip(), place)
    if isinstance(node, yaml.SequenceNode):
        return Listing(tuple(_tree(child, shown_as) for child in node.value), place)
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for key, value in node.value:
        name = str(key.value)
        line = key.start_mark.line + 1
        if name in entries:
            twice = words("“{name}” stands here twice", name=name)
            raise _refusal(shown_as, line, "name_twice", twice)
        entries[name] = _tree(value, shown_as)
        places[name] = Place(shown_as, line=line)
    return Entries(entries, places, place)


def _refusal(shown_as: str, line: int, code: str, text: Words) -> Refusal:
    return Refusal(
        error(
            code,
            Place(shown_as, line=line),
            text,
            words("correct the line; see docs/reference/scheme.md"),
        )
    )


def light_presets() -> dict[str, Node]:
    """The shipped tables of lights, by name; each names its published source."""
    folder = files("saima.reading") / "data" / "lights"
    trees = [
        parse_tree(entry.read_bytes(), entry.name)
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yaml")
    ]
    presets: dict[str, Node] = {}
    for tree in trees:
        name = tree.nodes["name"] if isinstance(tree, Entries) else None
        if isinstance(name, Leaf):
            presets[name.text] = tree
    return presets
