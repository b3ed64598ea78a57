"""The examples of published and proposed rules, as facts that tests show to hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from saima.core.calendars import Calendar

DATA = Path(__file__).parent / "data"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Example:
    """One example: what goes in and what must come out; all numbers are text."""

    name: str
    method: str
    section: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    status: str
    source: str
    note: str = ""


def carried() -> dict[str, Example]:
    """All examples, by name."""
    read = json.loads((DATA / "rules_examples.json").read_text("utf-8"))
    return {one["name"]: Example(**one) for one in read["examples"]}


EXAMPLES = carried()


def shows(*names: str) -> pytest.MarkDecorator:
    """Run a test for each of these examples; `test_examples.py` looks for the name."""
    return pytest.mark.parametrize("example", [EXAMPLES[n] for n in names], ids=names)


def published_calendar(*years: int) -> Calendar:
    """The working days of these years, by their holiday notices."""
    read = json.loads((DATA / "holidays.json").read_text("utf-8"))
    off: set[date] = set()
    work: set[date] = set()
    for year in years:
        for span in read[str(year)]["off"]:
            first, _, last = span.partition("/")
            off |= _days(date.fromisoformat(first), date.fromisoformat(last or first))
        work |= {date.fromisoformat(day) for day in read[str(year)]["work"]}
    return Calendar(frozenset(years), frozenset(off), frozenset(work))


def _days(first: date, last: date) -> set[date]:
    return {first + n * DAY for n in range((last - first).days + 1)}
