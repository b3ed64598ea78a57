"""What a child process tells: plain JSON both ways, so that nothing is run by reading it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from saima.core.findings import Finding, Place, Severity
from saima.core.words import Words
from saima.reading.papers.files.extracted import Extracted, FileKind, Hidden, Why
from saima.reading.papers.values import Span


def packed(read: Extracted) -> str:
    """Write what was read."""
    return json.dumps(
        {
            "kind": read.kind,
            "text": read.text,
            "pages": read.pages,
            "hidden": [[*h.span, h.why, h.text] for h in read.hidden],
            "doubtful": read.doubtful,
            "findings": [_finding(finding) for finding in read.findings],
        }
    )


def unpacked(data: Mapping[str, Any]) -> Extracted:
    """Read it back; ValueError, KeyError or TypeError where it is not of this form."""
    text = text_in(data["text"])
    return Extracted(
        None if data["kind"] is None else FileKind(data["kind"]),
        text,
        tuple(whole_in(page) for page in data["pages"]),
        tuple(
            Hidden(span_in(start, end, text), Why(why), text_in(said))
            for start, end, why, said in data["hidden"]
        ),
        tuple(span_in(start, end, text) for start, end in data["doubtful"]),
        tuple(_found(finding) for finding in data["findings"]),
    )


def _finding(finding: Finding) -> list[Any]:
    place = finding.place
    return [
        finding.severity,
        finding.code,
        [place.file, place.sheet, place.cell, place.line],
        _words(finding.text),
        _words(finding.next_step),
    ]


def _words(said: Words) -> list[Any]:
    values = {
        name: _words(value) if isinstance(value, Words) else value
        for name, value in said.values.items()
    }
    return [said.text, values]


def _found(data: list[Any]) -> Finding:
    severity, code, (file, sheet, cell, line), text, step = data
    place = Place(
        text_in(file),
        None if sheet is None else text_in(sheet),
        None if cell is None else text_in(cell),
        None if line is None else whole_in(line),
    )
    return Finding(Severity(severity), text_in(code), place, _said(text), _said(step))


def _said(data: list[Any]) -> Words:
    text, values = data
    return Words(
        text_in(text),
        {
            text_in(name): _said(value) if isinstance(value, list) else _plain(value)
            for name, value in values.items()
        },
    )


def _plain(value: Any) -> str | int:
    return value if isinstance(value, int) else text_in(value)


def text_in(value: Any) -> str:
    """A text; TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def whole_in(value: Any) -> int:
    """A number of places; TypeError for anything else."""
    if not isinstance(value, int) or value < 0:
        raise TypeError(value)
    return value


def span_in(start: Any, end: Any, text: str) -> Span:
    """A span of a text; ValueError for one that does not lie in it."""
    span = Span(whole_in(start), whole_in(end))
    if not span.start <= span.end <= len(text):
        raise ValueError(span)
    return span
