"""Cells of a workbook as core wants them: Decimal for numbers, None for nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from saima.core.tables import Raw

Found = str | int | float | bool | date | datetime | time | timedelta
SHOWN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)  # as many as Excel shows


class NotFiniteError(Exception):
    """A number cell holds no number."""


def exact(number: float) -> Decimal:
    """Turn a binary number into the decimal that was typed: 0.1 + 0.2 → 0.3."""
    if not math.isfinite(number):
        raise NotFiniteError
    shown = SHOWN_DIGITS.create_decimal(repr(number))
    if shown == shown.to_integral_value():
        return Decimal(int(shown))
    return shown.normalize(SHOWN_DIGITS)


def _text(text: str) -> str | None:
    return text.strip() or None


def _whole(number: int) -> Decimal:
    return exact(float(number)) if abs(number) >= 10**15 else Decimal(number)


def _as_it_is(cell: Raw) -> Raw:
    return cell


CELLS: Mapping[type, Callable[[Any], Raw]] = {
    str: _text,
    float: exact,
    int: _whole,
    bool: _as_it_is,
    date: _as_it_is,
    datetime: _as_it_is,
    time: _as_it_is,
    timedelta: str,  # a duration is no figure: left as text, core says so
}
