"""YAML texts as trees whose every part knows from where to where it stands.

What changes a text in one place and leaves every other sign of it alone needs this;
whoever only wants to know what a text says reads `trees`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from saima.reading.trees import parse_tree


@dataclass(frozen=True, slots=True)
class TextSpan:
    """One value: what it says, and from where to where it is written."""

    value: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class ListSpan:
    """Values in order; `dashes` says where each begins, where they stand below each other."""

    items: tuple[Span, ...]
    dashes: tuple[int, ...]
    start: int
    end: int
    line: int
    flow: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its value."""

    key: TextSpan
    value: Span

    @property
    def end(self) -> int:
        """Where it ends; a value that is not there ends with its name and colon."""
        return max(self.value.end, self.key.end)


@dataclass(frozen=True, slots=True)
class MapSpan:
    """Names with values, in brackets (`flow`) or one below the other."""

    entries: tuple[Entry, ...]
    start: int
    end: int
    line: int
    flow: bool

    def entry(self, name: str) -> Entry | None:
        """The entry of a name; None where it is absent."""
        return next((one for one in self.entries if one.key.value == name), None)

    def get(self, name: str) -> Span | None:
        """The value of a name; None where it is absent."""
        found = self.entry(name)
        return None if found is None else found.value

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(one.key.value for one in self.entries)


Span = TextSpan | ListSpan | MapSpan


MARK = "\ufeff"  # may stand before a text, and is counted by nobody who parses it


def read_spans(text: str, shown_as: str) -> MapSpan:
    """Parse a text that `parse_tree` can read; refuses, as it does, what it cannot."""
    parse_tree(text.encode(), shown_as)
    plain = text.removeprefix(MARK)
    root = yaml.compose(plain, yaml.CSafeLoader)
    assert root is not None
    made = _Maker(text, len(text) - len(plain), _dashes(plain)).span(root)
    assert isinstance(made, MapSpan)
    return made


def _dashes(text: str) -> list[tuple[int, int]]:
    """Where the dashes of lists stand, and in which columns."""
    return [
        (token.start_mark.index, token.start_mark.column)
        for token in yaml.scan(text, yaml.CSafeLoader)
        if isinstance(token, yaml.BlockEntryToken)
    ]


def remarks(text: str) -> Iterator[tuple[int, str]]:
    """The remarks of a text, each with where it stands."""
    plain = text.removeprefix(MARK)
    shift, before = len(text) - len(plain), 0
    for token in yaml.scan(plain, yaml.CSafeLoader):
        yield from _remarks_between(text, before, token.start_mark.index + shift)
        before = max(before, token.end_mark.index + shift)
    yield from _remarks_between(text, before, len(text))


def _remarks_between(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while (sign := text.find("#", start, end)) >= 0:
        over = text.find("\n", sign, end)
        start = end if over < 0 else over
        yield sign, text[sign:start].strip()


class _Maker:
    """Makes spans of nodes."""

    def __init__(self, text: str, before: int, dashes: list[tuple[int, int]]) -> None:
        self.text, self.before, self.dashes = text, before, dashes

    def span(self, node: yaml.Node) -> Span:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return self.sequence(node)
        assert isinstance(node, yaml.MappingNode)
        return self.mapping(node)

    def ends(self, node: yaml.Node) -> tuple[int, int]:
        return node.start_mark.index + self.before, node.end_mark.index + self.before

    def scalar(self, node: yaml.ScalarNode) -> TextSpan:
        start, end = self.ends(node)
        # Empty lines behind a text of several lines are taken for a part of it.
        end = start + len(self.text[start:end].rstrip())
        return TextSpan(node.value.strip(), start, end, node.start_mark.line + 1)

    def sequence(self, node: yaml.SequenceNode) -> ListSpan:
        (start, end), line = self.ends(node), node.start_mark.line + 1
        items = tuple(self.span(child) for child in node.value)
        if node.flow_style:
            return ListSpan(items, (), start, end, line, flow=True)
        column = node.start_mark.column
        dashes = tuple(self.dash(child, column) for child in node.value)
        end = max(items[-1].end, dashes[-1] + 1)
        return ListSpan(items, dashes, start, end, line, flow=False)

    def dash(self, item: yaml.Node, column: int) -> int:
        """Where the dash of an item stands: the last one before it in its column."""
        place = bisect_left(self.dashes, (item.start_mark.index, 0)) - 1
        while self.dashes[place][1] != column:
            place -= 1
        return self.dashes[place][0] + self.before

    def mapping(self, node: yaml.MappingNode) -> MapSpan:
        (start, end), line = self.ends(node), node.start_mark.line + 1
        entries = tuple(self.entry(key, value) for key, value in node.value)
        if not node.flow_style:
            end = entries[-1].end
        return MapSpan(entries, start, end, line, bool(node.flow_style))

    def entry(self, key: yaml.Node, value: yaml.Node) -> Entry:
        assert isinstance(key, yaml.ScalarNode)
        name, below = self.scalar(key), self.span(value)
        return Entry(TextSpan(str(key.value), name.start, name.end, name.line), below)
