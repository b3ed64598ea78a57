"""YAML as trees: every scalar a text with its line; what is dangerous is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from saima.core.intake.trees import Leaf, ListNode, MapNode, Node
from saima.reading import trees
from saima.reading.trees import Refusal, light_presets, parse_tree, read_tree


def parsed(text: str) -> MapNode:
    tree = parse_tree(text.encode(), "scheme.yaml")
    assert isinstance(tree, MapNode)
    return tree


def plain(node: Node) -> object:
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, ListNode):
        return [plain(child) for child in node.nodes]
    return {name: plain(child) for name, child in node.nodes.items()}


def refusal(data: str | bytes) -> tuple[str, int | None]:
    """The kind of fault and its line."""
    with pytest.raises(Refusal) as caught:
        parse_tree(data.encode() if isinstance(data, str) else data, "scheme.yaml")
    finding = caught.value.finding
    assert "scheme.yaml" == finding.place.file
    assert str(finding.next_step)
    assert "\n" not in str(finding)
    return finding.code, finding.place.line


def test_scalars_stay_the_texts_that_were_written() -> None:
    text = (
        "a: 1.10\nb: yes\nc: 2022-05-01\nd: 0x1F\ne: '  x '\nf:\ng: [1e3, ~, !!int 7]"
    )
    expected = {"a": "1.10", "b": "yes", "c": "2022-05-01", "d": "0x1F", "e": "x"}
    assert {**expected, "f": "", "g": ["1e3", "~", "7"]} == plain(parsed(text))


def test_names_and_values_know_their_lines() -> None:
    tree = parsed("# about\nname: x\n\ngroups:\n  - name: y\n")
    assert [2, 4] == [place.line for place in tree.places.values()]
    groups = tree.nodes["groups"]
    assert isinstance(groups, ListNode)
    assert 5 == groups.nodes[0].place.line


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfname: x\nyear: 2022\n",
        b"name: x\r\nyear: 2022\r\n",
        b"\xef\xbb\xbf---\r\nname: x\r\nyear: 2022",
        "name: x   # 说明\nyear: '2022'\n\n\n".encode(),
    ],
)
def test_marks_and_line_ends_make_no_difference(data: bytes) -> None:
    assert {"name": "x", "year": "2022"} == plain(parse_tree(data, "scheme.yaml"))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", "not_yaml", 3),
        ("a: 1\nb：2\nc: 3\n", "not_yaml", 3),
        ("a:\n\tb: 1\n", "not_yaml", 2),
        ("a: 1\n b: 2\n", "not_yaml", 2),
        ("a: 'x\n", "not_yaml", 2),
        ("a: 1\nb: x\x00y\n", "not_yaml", 2),
        ("a: 1\n---\nb: 2\n", "not_yaml", 2),
        ("a: 1\nb: 2\na: 3\n", "name_twice", 3),
        ("a:\n  b: 1\n  b: 2\n", "name_twice", 3),
        ("a: &x 1\nb: *x\n", "alias", 2),
        ("a: 1\n? [b, c]\n: 2\n", "not_a_name", 2),
        ("- a\n- b\n", "not_entries", 1),
        ("只有一行字", "not_entries", 1),
        ("", "empty", 1),
        ("# nothing\n", "empty", 1),
    ],
)
def test_what_is_not_read_is_refused_with_its_line(
    text: str, code: str, line: int
) -> None:
    assert (code, line) == refusal(text)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_text_in_another_encoding(encoding: str) -> None:
    assert ("encoding", 1) == refusal("name: 嘉城\n".encode(encoding))


@pytest.mark.parametrize(
    "open_end", ["a: " + "[" * 90_000, "{a: " * 20_000, "- " * 9_000]
)
def test_nesting_without_end_is_refused_before_the_parser_falls(open_end: str) -> None:
    assert ("too_deep", 1) == refusal(open_end)
    deepest = "a: " + "[" * (trees.MAX_DEPTH - 1) + "]" * (trees.MAX_DEPTH - 1)
    assert parsed(deepest)
    assert ("too_deep", 1) == refusal(deepest.replace("[]", "[[]]"))


def test_many_aliases_do_not_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))
    assert ("alias", 2) == refusal(bomb)


def test_a_file_of_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "name: x\n" + "#" * 100
    assert {"name": "x"} == plain(parsed(text))
    monkeypatch.setattr(trees, "MAX_BYTES", 100)
    assert ("too_large", 1) == refusal(text)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    tree, findings = read_tree(tmp_path / "scheme.yaml", "scheme.yaml")
    assert tree is None
    assert ["unreadable"] == [finding.code for finding in findings]


def test_shipped_lights_name_their_sources() -> None:
    presets = light_presets()
    assert {"银川", "专项债", "新晃"} <= set(presets)
    for tree in presets.values():
        assert isinstance(tree, MapNode)
        assert tree.nodes["source"]
