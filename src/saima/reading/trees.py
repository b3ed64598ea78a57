"""YAML texts as trees of texts, each with its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import yaml

from saima.core.findings import Finding, Place, error
from saima.core.intake.trees import Leaf, ListNode, MapNode, Node
from saima.core.words import Words, words

MAX_BYTES = 1_000_000
MAX_DEPTH = 50  # knots within knots; the parser crashes at some ten thousand
OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
CLOSING = (
    yaml.BlockEndToken,
    yaml.FlowMappingEndToken,
    yaml.FlowSequenceEndToken,
)
CORRECT = words("correct the line; see docs/reference/scheme.md")
WRITE_PLAINLY = words(
    "look at this line and the one above: the same indentation by spaces, a plain "
    "colon with a space (: ) behind each name, brackets in pairs"
)
SAVE_AS_TEXT = words("save it as UTF-8 text and put it back")


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
        large = words("the file is larger than 1 MB")
        raise _refusal(shown_as, 1, "too_large", large, words("make it shorter"))
    try:
        text = data.decode("utf-8-sig")
        _check_tokens(text, shown_as)
        node = yaml.compose(text, yaml.CSafeLoader)
    except UnicodeDecodeError:
        broken = words("the file is not UTF-8 text")
        raise _refusal(shown_as, 1, "encoding", broken, SAVE_AS_TEXT) from None
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, int(fault.position)) + 1
        control = words("a character stands here that no text may hold")
        raise _refusal(shown_as, line, "not_yaml", control, SAVE_AS_TEXT) from None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        problem = words("this is not YAML: {fault}", fault=str(fault.problem))
        raise _refusal(shown_as, line, "not_yaml", problem, WRITE_PLAINLY) from None
    if node is None:
        raise _refusal(
            shown_as,
            1,
            "empty",
            words("the file is empty"),
            words("write the rules; see docs/reference/scheme.md"),
        )
    tree = _tree(node, shown_as)
    if not isinstance(tree, MapNode):
        listed = words("names with values are expected here")
        raise _refusal(shown_as, 1, "not_entries", listed, WRITE_PLAINLY)
    return tree


def _check_tokens(text: str, shown_as: str) -> None:
    """Refuse what the parser must not be given: references and endless nesting."""
    depth = 0
    for token in yaml.scan(text, yaml.CSafeLoader):
        line = token.start_mark.line + 1
        # An alias would let a few lines stand for billions of nodes.
        if isinstance(token, yaml.AliasToken):
            alias = words("references (*name) are not read")
            raise _refusal(
                shown_as, line, "alias", alias, words("write out what it stands for")
            )
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > MAX_DEPTH:
            deep = words("more than {count} brackets or indents", count=MAX_DEPTH)
            raise _refusal(shown_as, line, "too_deep", deep, CORRECT)


def _tree(node: yaml.Node, shown_as: str) -> Node:
    place = Place(shown_as, line=node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return Leaf(node.value.strip(), place)
    if isinstance(node, yaml.SequenceNode):
        return ListNode(tuple(_tree(child, shown_as) for child in node.value), place)
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            listed = words("a name must be one word or text")
            raise _refusal(shown_as, line, "not_a_name", listed, CORRECT)
        name = str(key.value)
        if name in entries:
            twice = words("“{name}” stands here twice", name=name)
            raise _refusal(
                shown_as, line, "name_twice", twice, words("keep one of them")
            )
        entries[name] = _tree(value, shown_as)
        places[name] = Place(shown_as, line=line)
    return MapNode(entries, places, place)


def _refusal(
    shown_as: str, line: int, code: str, text: Words, next_step: Words
) -> Refusal:
    return Refusal(error(code, Place(shown_as, line=line), text, next_step))


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
        name = tree.nodes["name"] if isinstance(tree, MapNode) else None
        if isinstance(name, Leaf):
            presets[name.text] = tree
    return presets
