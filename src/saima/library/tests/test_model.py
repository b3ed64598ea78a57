"""What a language model proposes is told as such, and is never among the sure ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from saima.core.refusal import Refused
from saima.library import reader
from saima.library.actions.deciding import accept_sure
from saima.library.suggesting import Desk, suggestion
from saima.library.tests.made import Library, usual
from saima.reading.papers.clean import Clean
from saima.reading.papers.files.extracted import Extracted, FileKind
from saima.reading.papers.guarded import Limits
from saima.reading.papers.paper import Paper
from saima.reading.papers.proposing.answers import Refusal
from saima.reading.papers.proposing.endpoint import Answered
from saima.reading.papers.proposing.settings import Endpoint
from saima.reading.papers.stating import TextReader

MODEL = Endpoint("http://10.0.0.5:8000/v1", "m", "geheim")


def marked(*doubts: str) -> Paper:
    """The usual paper, with doubts about its first number."""
    first, *others = usual().quantities
    return replace(usual(), quantities=(replace(first, doubts=doubts), *others))


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        ("by_model", "proposed by a language model"),
        ("speaks_to_machine", "gives orders to a machine"),
        ("no_entity", "the reader is not sure"),
    ],
)
def test_a_doubt_is_told_and_keeps_it_from_the_sure_ones(
    library: Library, doubt: str, said: str
) -> None:
    paper = library.paper(marked(doubt))
    first, second, _ = library.said(paper)
    meant = suggestion(first, Desk(library.root), "甲公司")
    assert not meant.sure
    assert said in str(meant.questions[0])
    by = library.cast.who("planner", "planner")
    with pytest.raises(Refused, match="none of them is sure"):
        accept_sure(paper, [first.pk], by=by)
    assert 1 == len(accept_sure(paper, [first.pk, second.pk], by=by))


@pytest.fixture
def read_by_rules(monkeypatch: pytest.MonkeyPatch) -> list[Endpoint]:
    """A reader without files; whom it would ask."""
    asked: list[Endpoint] = []

    def read_with(model: Endpoint, paper: Paper) -> Answered:
        asked.append(model)
        refused = (Refusal(0, "quote_not_in_paper"), Refusal(-1, "no_answer"))
        return Answered(replace(paper, clean=Clean("模型")), refused)

    text = Extracted(FileKind.TEXT, "甲公司")
    monkeypatch.setattr(reader, "read_file", lambda content, name: text)
    monkeypatch.setattr(reader, "read_with", read_with)
    return asked


def test_a_model_is_asked_where_one_is_set(read_by_rules: list[Endpoint]) -> None:
    alone, asked = reader.read(b"", "a.txt"), reader.read(b"", "a.txt", MODEL)
    assert [MODEL] == read_by_rules
    assert (("甲公司", ()), "模型") == (
        (alone.paper.clean.text, alone.extracted.findings),  # type: ignore[union-attr]
        asked.paper.clean.text,  # type: ignore[union-attr]
    )
    codes = [finding.code for finding in asked.extracted.findings]
    assert ["model_silent", "model_refused"] == codes
    assert "geheim" not in repr(asked.extracted.findings)


def test_a_text_that_cannot_be_read_within_the_limits_is_told(
    read_by_rules: list[Endpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(seconds=0)
    with TextReader(limits) as texts:
        monkeypatch.setattr(reader, "texts", lambda: texts)
        outcome = reader.read(b"", "a.txt", MODEL)
    codes = [finding.code for finding in outcome.extracted.findings]
    assert (None, "甲公司", ["took_too_long"]) == (outcome.paper, outcome.text, codes)
    assert [] == read_by_rules


def test_the_job_asks_the_one_that_is_set(
    library: Library, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def read(content: bytes, name: str, model: Any = None) -> reader.Outcome:
        asked.append(model)
        return library.read(content, name)

    monkeypatch.setattr(reader, "read", read)
    library.paper(content=b"1")
    settings.SAIMA_MODEL = MODEL
    library.paper(content=b"2")
    assert [None, MODEL] == asked
