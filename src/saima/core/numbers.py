"""Exact numbers: read from what people type, rounded and printed as they expect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

# Sums of a hundred thousand figures within these limits stay below the 28 digits
# that Decimal keeps, so that adding figures never rounds.
MAX_INTEGER_DIGITS = 15
MAX_DECIMALS = 8

_WIDE = Context(prec=10_000)
ZERO = Decimal(0)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_BRACKETED = re.compile(r"\((.+)\)")
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})


_SCHEME_NUMBER = re.compile(
    r"([+-]?\d+(?:\.\d+)?|[+-]?\.\d+|[+-]?\d+/\d+)\s*(%?)", re.ASCII
)
# The full-width forms of ASCII. Other compatibility signs, such as a footnote's ①
# or ², stay what they are: they are no digits of a number.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _narrowed(text: str) -> str:
    return text.translate(_NARROW).translate(_MINUS)


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number as read, the text that followed it, and what had to be forgiven."""

    value: Decimal
    rest: str
    forgiven: frozenset[str]  # of "full_width", "thousands", "brackets"


_SPLIT = re.compile(r"([+-]?[\d.,]*\d\.?)\s*(.*)", re.DOTALL | re.ASCII)


def read_number(text: str) -> NumberRead | None:
    """Read a number, perhaps with a unit after it; None where it is none.

    `１，２３４.5` is read as 1234.5 and `（12）` as -12, and it is said.
    """
    plain = _narrowed(text).strip()
    forgiven = {"full_width"} if plain != text.strip().translate(_MINUS) else set()
    if bracketed := _BRACKETED.fullmatch(plain):
        plain = "-" + bracketed[1].strip()
        forgiven.add("brackets")
    match = _SPLIT.fullmatch(plain)
    if not match:
        return None
    digits, rest = match[1], match[2].strip()
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
        forgiven.add("thousands")
    elif not _PLAIN.fullmatch(digits):
        return None
    return NumberRead(Decimal(digits), rest, frozenset(forgiven))


def total(values: Iterable[Decimal]) -> Decimal:
    """Add decimals exactly, whatever context the caller has set."""
    result = ZERO
    for value in values:
        result = _WIDE.add(result, value)
    return result


def plus(value: Decimal, more: Decimal) -> Decimal:
    """Add two decimals exactly, whatever context the caller has set."""
    return _WIDE.add(value, more)


def difference(value: Decimal, less: Decimal) -> Decimal:
    """Subtract decimals exactly, whatever context the caller has set."""
    return _WIDE.subtract(value, less)


def times(value: Decimal, factor: int) -> Decimal:
    """Multiply a decimal exactly, whatever context the caller has set."""
    return _WIDE.multiply(value, Decimal(factor))


def within_limits(value: Decimal) -> bool:
    """Whether a figure is short enough to be added exactly."""
    if not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):  # pragma: no cover - only NaN and infinity
        return False
    return value.adjusted() < MAX_INTEGER_DIGITS and (
        -exponent <= MAX_DECIMALS or value == round_half_up(value, MAX_DECIMALS)
    )


def round_half_up(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Round as offices do (四舍五入): a half goes away from zero."""
    unit = Decimal(1).scaleb(-decimals)
    if isinstance(value, Decimal):
        return value.quantize(unit, ROUND_HALF_UP, _WIDE)
    # In whole numbers: a fraction would be brought to lowest terms before it is cut.
    over, under = 2 * abs(value.numerator) * 10**decimals, value.denominator
    whole = (over + under) // (2 * under)
    return Decimal(f"{whole if value.numerator >= 0 else -whole}E{-decimals}")


def exact_text(value: Fraction | Decimal) -> str:
    """Print a number without losing anything: as a decimal, else as a fraction."""
    if isinstance(value, Decimal):
        value = Fraction(value)
    decimals = _decimals_of(value.denominator)
    if decimals is None:
        return f"{value.numerator}/{value.denominator}"
    return plain_text(round_half_up(value, decimals))


def exact_percent(value: Fraction) -> str:
    """Print a fraction of one as a percentage without losing anything."""
    text = exact_text(value * 100)
    return f"({text})%" if "/" in text else f"{text}%"


def plain_text(value: Decimal) -> str:
    """Print a decimal without exponent and without trailing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def grouped(value: Decimal | Fraction, decimals: int) -> str:
    """Print a rounded number with its digits in threes: 1,234.50."""
    rounded = round_half_up(value, decimals)
    return f"{rounded if rounded else abs(rounded):,f}"


def percent(value: Fraction | Decimal, decimals: int = 2) -> str:
    """Print a fraction of one as a rounded percentage: 81.14%."""
    return f"{grouped(value * 100, decimals)}%"


def signed(value: Fraction | Decimal, decimals: int) -> str:
    """Print a rounded number with its sign: +6.14."""
    rounded = round_half_up(value, decimals)
    return f"{rounded:+,f}" if rounded else f"{abs(rounded):,f}"


def read_fraction(text: str) -> Fraction | None:
    """Read an exact number of a scheme: `1.2`, `120%` or `1/3`."""
    match = _SCHEME_NUMBER.fullmatch(_narrowed(text).strip())
    if not match:
        return None
    number, percentage = match[1], match[2]
    try:
        value = Fraction(number)
    except ZeroDivisionError:
        return None
    return value / 100 if percentage else value


def _decimals_of(denominator: int) -> int | None:
    """How many decimals a fraction needs; None where no number is enough."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
