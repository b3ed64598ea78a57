"""Texts as trees that know where every part stands."""

from __future__ import annotations

import pytest

from saima.reading.spans import ListSpan, MapSpan, Span, TextSpan, read_spans, remarks
from saima.reading.trees import Refusal

TEXT = """\
# 开头
a: 1  # 尾注
b:
c: >-
  多 行
  文字

# 中间
d:
- x
- {k: v, l: [1, 2]}
-
e: {}
f:
  - - p
    - q
  -
    # 里面
    g: "带 # 号"
"""


def told(span: Span) -> object:
    """What stands in the text where a span says it stands."""
    if isinstance(span, TextSpan):
        return TEXT[span.start : span.end]
    if isinstance(span, ListSpan):
        return [told(one) for one in span.items]
    return {entry.key.value: told(entry.value) for entry in span.entries}


def test_every_value_is_where_it_says() -> None:
    expected = {
        "a": "1",
        "b": "",
        "c": ">-\n  多 行\n  文字",
        "d": ["x", {"k": "v", "l": ["1", "2"]}, ""],
        "e": {},
        "f": [["p", "q"], {"g": '"带 # 号"'}],
    }
    assert expected == told(read_spans(TEXT, "x"))


def test_lines_below_each_other_know_their_dashes() -> None:
    root = read_spans(TEXT, "x")
    for name in ("d", "f"):
        listed = root.get(name)
        assert isinstance(listed, ListSpan)
        assert ["-"] * len(listed.items) == [TEXT[dash] for dash in listed.dashes]
    inner = root.get("f")
    assert isinstance(inner, ListSpan)
    assert isinstance(inner.items[0], ListSpan)
    assert inner.dashes[0] < inner.items[0].dashes[0]


def test_lines_are_counted_and_ends_leave_what_follows() -> None:
    root = read_spans(TEXT, "x")
    lines = {entry.key.value: entry.key.line for entry in root.entries}
    assert {"a": 2, "b": 3, "c": 4, "d": 9, "e": 13, "f": 14} == lines
    assert TEXT[: root.end].endswith('g: "带 # 号"')
    assert isinstance(root.get("e"), MapSpan)
    assert root.get("nothing") is None


def test_remarks_are_told_from_signs_in_values() -> None:
    assert ["# 开头", "# 尾注", "# 中间", "# 里面"] == [one for _, one in remarks(TEXT)]


@pytest.mark.parametrize("text", ["a: 1\n  b: 2\n", "a: &x 1\nb: *x\n", "", "- a\n"])
def test_what_the_rules_refuse_has_no_spans(text: str) -> None:
    with pytest.raises(Refusal):
        read_spans(text, "x")
