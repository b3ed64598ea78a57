"""Exact numbers for tests, and how a printed number is compared with one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from saima.core.numbers import round_half_up

D, F = Decimal, Fraction
Value = TypeVar("Value")


def known(value: Value | None) -> Value:
    """The value, which must be there."""
    assert value is not None
    return value


def printed(value: Fraction | Decimal | None, like: str | None) -> str | None:
    """The value rounded and printed with as many decimals as `like` has."""
    if value is None or like is None:
        return None if value is None else str(value)
    decimals = len(like.partition(".")[2])
    return f"{round_half_up(value, decimals):f}"


def all_printed(
    values: Iterable[Fraction | Decimal | None], like: Iterable[str | None]
) -> list[str | None]:
    """Each value printed as its neighbor is."""
    return [printed(v, text) for v, text in zip(values, like, strict=True)]


def fractions(texts: Iterable[str]) -> list[Fraction]:
    """The exact numbers of texts."""
    return [Fraction(text) for text in texts]
