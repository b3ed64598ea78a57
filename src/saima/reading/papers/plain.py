"""A read paper in plain values: the form of labelled papers, as `saima read` writes it."""

from decimal import Decimal
from typing import Any

from saima.reading.papers.paper import Paper
from saima.reading.papers.values import Quantity, Task


def plain(paper: Paper) -> dict[str, Any]:
    """Give the paper as lists and dictionaries; numbers stay Decimal, days become text."""
    said = paper.about
    return {
        "meta": {
            "organisation": said.organization,
            "document_kind": said.kind.value if said.kind else None,
            "date": said.date.iso() if said.date else None,
        },
        "quantities": [_quantity(one) for one in paper.quantities],
        "tasks": [_task(one) for one in paper.tasks],
        "clean_text": paper.clean.text,
    }


def _quantity(one: Quantity) -> dict[str, Any]:
    amount, period = one.amount, one.period
    return {
        "text": one.text,
        "span": list(one.span),
        "entity": one.entity,
        "indicator": one.indicator,
        "value": _number(amount.value),
        "unit": amount.unit,
        "value_base": _number(amount.base),
        "base_unit": amount.base_unit,
        "bound": amount.bound.value,
        "value_high": _number(amount.high),
        "value_high_base": _number(amount.base_high),
        "kind": one.kind.value,
        "period_start": period.start.iso() if period.start else None,
        "period_end": period.end.iso() if period.end else None,
        "confidence": "arguable" if one.doubts else "sure",
    }


def _task(one: Task) -> dict[str, Any]:
    return {
        "text": one.text,
        "span": list(one.span),
        "action": one.action,
        "responsible": one.lead,
        "supporting": list(one.supporting),
        "deadline": one.deadline.iso() if one.deadline else None,
        "confidence": "arguable" if one.doubts else "sure",
    }


def _number(value: Decimal | None) -> Decimal | int | None:
    """Give a whole number as int, so that it is written without a point."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return int(whole) if value == whole else value.normalize()
