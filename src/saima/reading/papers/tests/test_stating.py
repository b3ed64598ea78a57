"""What a text states is read in a process of its own, which may fail alone."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.reading.papers import guarded
from saima.reading.papers.guarded import Limits
from saima.reading.papers.paper import read_text
from saima.reading.papers.paper_wire import paper_packed, paper_unpacked
from saima.reading.papers.stating import Stated, TextReader
from saima.reading.papers.tests.test_paper import SIGNS

MIB = 1024 * 1024
TEXT = """甲公司召開年度工作會議
2024年10月8日
截至9月底，甲公司完成投资27.71亿元，完成年度计划34.15亿元的81.1%，利润-0.5亿元。
二季度增长3%—5%，全年力争达到约2.75億元【点此分享】。
会议要求，乙公司会同丙公司9月底前完成隐患整改，由运营部负责督促。
"""
# A child that does something else than reading, at the same line to its parent.
CHILD = """
import sys; sys.argv[1:] = [{folder!r}, '[{space}, 0, false]']
from saima.reading.papers import child
def _stated(text):
    {deed}
child._stated = _stated
sys.exit(child.main())
"""


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stated]:
    """Start children that do a deed in place of reading."""

    def do(deed: str, limits: Limits | None = None) -> Stated:
        def popen(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
            space = (limits or Limits()).address_space
            source = CHILD.format(folder=command[-2], space=space, deed=deed)
            return subprocess.Popen([sys.executable, "-c", source], **options)

        fake = type("Fake", (), {**vars(subprocess), "Popen": staticmethod(popen)})
        monkeypatch.setattr(guarded, "subprocess", fake)
        with TextReader(limits) as reader:
            return reader.stated("甲公司", "a.txt")

    return do


def test_a_text_reads_as_it_would_here_and_the_process_is_kept() -> None:
    with TextReader() as reader:
        for _ in range(2):
            paper, finding = reader.stated(TEXT, "a.txt")
            assert (read_text(TEXT), None) == (paper, finding)
    assert paper
    assert min(map(len, (paper.checks, paper.tasks, paper.clean.repairs))) > 0


@pytest.mark.parametrize(
    ("deed", "limits", "code"),
    [
        ("while True: pass", Limits(seconds=1), "took_too_long"),
        ("import re; re.match('(a*)*b', 'a' * 99)", Limits(seconds=1), "took_too_long"),
        ("x = bytearray(300 << 20); import time; time.sleep(9)",
         Limits(memory=200 * MIB), "out_of_memory"),
        ("raise MemoryError", None, "out_of_memory"),
        ("raise RecursionError", None, "reader_crashed"),
        ("return {}", None, "reader_crashed"),
        ("return json.loads('[' * 900 + ']' * 900)", None, "reader_crashed"),
    ],
)  # fmt: skip
def test_a_text_that_does_harm_has_its_finding(
    doing: Callable[..., Stated], deed: str, limits: Limits | None, code: str
) -> None:
    began = time.monotonic()
    paper, finding = doing(deed, limits)
    assert finding
    assert (None, code, "a.txt") == (paper, finding.code, finding.place.file)
    assert time.monotonic() - began < 8


def wrong(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """What is told of the text, with a change."""
    data: dict[str, Any] = json.loads(json.dumps(paper_packed(read_text(TEXT))))
    change(data)
    return data


def test_what_is_told_is_the_paper() -> None:
    """The control."""
    assert read_text(TEXT) == paper_unpacked(wrong(lambda data: None), TEXT)


@given(st.text(alphabet=SIGNS, max_size=120))
def test_whatever_is_read_is_told_whole(text: str) -> None:
    paper = read_text(text)
    assert paper == paper_unpacked(json.loads(json.dumps(paper_packed(paper))), text)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("tasks"),
        lambda data: data["quantities"][0]["spans"].__setitem__(0, [0, 9999]),
        lambda data: data["quantities"][0]["spans"].__setitem__(1, [9, 2]),
        lambda data: data["quantities"][0]["amount"].__setitem__(0, "1E+999999999"),
        lambda data: data["quantities"][0]["amount"].__setitem__(2, "NaN"),
        lambda data: data["quantities"][0]["amount"].__setitem__(2, "many"),
        lambda data: data["quantities"][0].__setitem__("kind", "order"),
        lambda data: data["quantities"][0].__setitem__("names", [1, None]),
        lambda data: data["tasks"][0].__setitem__("deadline", [2024, 2, 30]),
        lambda data: data["checks"][0].__setitem__(0, 99),
        lambda data: data["checks"][0].__setitem__(4, 0),
        lambda data: data["checks"][0].__setitem__(5, 1),
        lambda data: data["repairs"].append(data["repairs"][0]),
        lambda data: data["about"].append(1),
    ],
)
def test_what_is_not_of_the_form_is_refused(
    change: Callable[[dict[str, Any]], object],
) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        paper_unpacked(wrong(change), TEXT)
