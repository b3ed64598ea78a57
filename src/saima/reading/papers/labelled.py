"""A paper read, written in the form that labelled papers have; numbers stay exact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from saima.reading.papers.paper import Paper, read_text
from saima.reading.papers.values import Day, Quantity, Task

INDENT = "  "


def labelled_text(original: str) -> str:
    """Read a paper's text and write what was found as JSON."""
    return written(labelled(read_text(original))) + "\n"


def labelled(paper: Paper) -> dict[str, Any]:
    """Give the form: what the paper is, its clean text, quantities and tasks."""
    about = paper.about
    return {
        "meta": {
            "organisation": about.organization,
            "document_kind": None if about.kind is None else about.kind.value,
            "date": _iso(about.date),
        },
        "clean_text": paper.clean.text,
        "quantities": [_quantity(quantity) for quantity in paper.quantities],
        "tasks": [_task(task) for task in paper.tasks],
    }


def written(value: Any, indent: str = "") -> str:
    """Write JSON whose decimals are the digits themselves, never a binary float."""
    deeper = indent + INDENT
    if isinstance(value, Mapping):
        pairs = [f"{json.dumps(k)}: {written(v, deeper)}" for k, v in value.items()]
        return _enclosed("{", pairs, "}", indent)
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _enclosed("[", [written(v, deeper) for v in value], "]", indent)
    return json.dumps(value, ensure_ascii=False)


def _enclosed(before: str, parts: list[str], after: str, indent: str) -> str:
    if not parts:
        return before + after
    line = "\n" + indent + INDENT
    return before + line + f",{line}".join(parts) + "\n" + indent + after


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quantity(quantity: Quantity) -> dict[str, Any]:
    amount, period = quantity.amount, quantity.period
    return {
        "text": quantity.text,
        "entity": quantity.entity,
        "indicator": quantity.indicator,
        "value": amount.value,
        "unit": amount.unit,
        "value_base": amount.base,
        "base_unit": amount.base_unit,
        "bound": amount.bound.value,
        "value_high": amount.high,
        "value_high_base": amount.base_high,
        "kind": quantity.kind.value,
        "period_start": _iso(period.start),
        "period_end": _iso(period.end),
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "text": task.text,
        "action": task.action,
        "responsible": task.lead,
        "supporting": task.supporting,
        "deadline": _iso(task.deadline),
    }


def _iso(day: Day | None) -> str | None:
    return None if day is None else day.iso()
