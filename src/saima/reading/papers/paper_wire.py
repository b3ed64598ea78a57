"""A paper as a child process tells it: plain JSON, held against the text by whoever hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from saima.reading.papers.checks import Check
from saima.reading.papers.clean import Clean, Reason, Repair
from saima.reading.papers.paper import Paper
from saima.reading.papers.values import (
    About,
    Amount,
    Bound,
    Day,
    Kind,
    PaperKind,
    Quantity,
    Span,
    Stretch,
    Task,
)
from saima.reading.papers.wire import span_in, text_in, whole_in

Data = Mapping[str, Any]
A_LEAP_YEAR = 2000  # for days that say no year
MOST_PLACES = 10_000  # written out, 1E+999999999 would fill the memory


def paper_packed(paper: Paper) -> dict[str, Any]:
    """Write a paper; its original and what stands at its spans is not said again."""
    about = paper.about
    return {
        "repairs": [[*r.span, r.text, r.reason] for r in paper.clean.repairs],
        "about": [about.organization, about.kind, about.date],
        "quantities": [_quantity(one) for one in paper.quantities],
        "tasks": [_task(one) for one in paper.tasks],
        "checks": [
            [
                one.part,
                one.whole,
                one.rate,
                *one.computed.as_integer_ratio(),
                one.agrees,
            ]
            for one in paper.checks
        ],
    }


def paper_unpacked(data: Data, original: str) -> Paper:
    """Read it back; ValueError, KeyError or TypeError where it is not of this form."""
    clean = Clean.of(original, (_repair(one, original) for one in data["repairs"]))
    organization, kind, date = data["about"]
    about = About(
        _name(organization), None if kind is None else PaperKind(kind), _day(date)
    )
    quantities = tuple(_quantity_in(one, clean.text) for one in data["quantities"])
    tasks = tuple(_task_in(one, clean.text) for one in data["tasks"])
    checks = tuple(_check_in(one, len(quantities)) for one in data["checks"])
    return Paper(clean, about, quantities, tasks, checks)


def _quantity(one: Quantity) -> dict[str, Any]:
    amount = one.amount
    return {
        "spans": [one.span, one.number, one.sentence],
        "amount": [str(amount.value), amount.unit, str(amount.base), amount.base_unit],
        "bound": amount.bound,
        "high": [_said(amount.high), _said(amount.base_high)],
        "kind": one.kind,
        "names": [one.entity, one.indicator],
        "period": one.period,
        "doubts": one.doubts,
    }


def _said(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _quantity_in(data: Data, text: str) -> Quantity:
    span, number, sentence = (_span(one, text) for one in data["spans"])
    entity, indicator = map(_name, data["names"])
    start, end = map(_day, data["period"])
    return Quantity(
        span,
        number,
        sentence,
        span.of(text).strip(),
        _amount_in(data),
        Kind(data["kind"]),
        entity,
        indicator,
        Stretch(start, end),
        tuple(map(text_in, data["doubts"])),
    )


def _amount_in(data: Data) -> Amount:
    value, unit, base, base_unit = data["amount"]
    high, base_high = (None if n is None else _decimal(n) for n in data["high"])
    read = Amount(_decimal(value), text_in(unit), _decimal(base), text_in(base_unit))
    return replace(read, bound=Bound(data["bound"]), high=high, base_high=base_high)


def _task(one: Task) -> dict[str, Any]:
    return {
        "span": one.span,
        "action": one.action,
        "units": [one.lead, *one.supporting],
        "deadline": one.deadline,
        "doubts": one.doubts,
    }


def _task_in(data: Data, text: str) -> Task:
    span = _span(data["span"], text)
    lead, *supporting = data["units"]
    return Task(
        span,
        span.of(text),
        text_in(data["action"]),
        _name(lead),
        tuple(map(text_in, supporting)),
        _day(data["deadline"]),
        tuple(map(text_in, data["doubts"])),
    )


def _check_in(data: list[Any], count: int) -> Check:
    *places, above, below, agrees = data
    part, whole, rate = map(whole_in, places)
    if max(part, whole, rate) >= count or not isinstance(agrees, bool):
        raise ValueError(data)
    if not isinstance(above, int) or not whole_in(below):
        raise ValueError(data)
    return Check(part, whole, rate, Fraction(above, below), agrees)


def _repair(data: list[Any], original: str) -> Repair:
    start, end, text, reason = data
    return Repair(span_in(start, end, original), text_in(text), Reason(reason))


def _span(data: list[Any], text: str) -> Span:
    start, end = data
    return span_in(start, end, text)


def _name(value: Any) -> str | None:
    return None if value is None else text_in(value)


def _day(value: Any) -> Day | None:
    if value is None:
        return None
    day = Day(*map(whole_in, value))
    date(day.year or A_LEAP_YEAR, day.month, day.day)  # ValueError where there is none
    return day


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(text_in(value))
    except InvalidOperation as no:
        raise ValueError(value) from no
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > MOST_PLACES:
        raise ValueError(value)
    return number
