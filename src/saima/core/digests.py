"""Digests of rows over a canonical form, so that a silent change can be told.

The form of a value is a text, and that of a list is its values' forms between brackets,
each preceded by its length in bytes: no two lists that differ have one form.

    nothing       n
    yes, no       b1, b0
    whole number  d and its decimal digits: d-12
    Decimal       d and its plain digits without trailing zeros: 1.00 is d1
    text          s and the text in UTF-8
    bytes         x and hexadecimal digits
    day           t2022-05-31
    moment        t2022-05-31T08:00:00.000000Z, in UTC
    month         m2022-05
    list          l[8:s…8:s…]
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from saima.core.periods import Month

START = bytes(32)  # what the first link of every chain continues


def link(previous: bytes, content: bytes) -> bytes:
    """The digest of a link: SHA-256 over the digest before it and its content."""
    return hashlib.sha256(previous + content).digest()


def canonical(value: object) -> bytes:
    """The canonical form of a value or of a list of values, in UTF-8.

    TypeError for what is not in the table above, floats among it; ValueError for a
    moment without its zone and for a number that is none.
    """
    if isinstance(value, bytearray | memoryview):
        value = bytes(value)
    if isinstance(value, list | tuple):
        parts = [canonical(one) for one in value]
        return b"l[%s]" % b"".join(b"%d:%s" % (len(part), part) for part in parts)
    return _plain(value).encode()


def _plain(value: object) -> str:
    match value:
        case None:
            return "n"
        case bool():
            return "b1" if value else "b0"
        case int():
            return f"d{value}"
        case Decimal():
            return f"d{_digits(value)}"
        case str():
            return f"s{value}"
        case bytes():
            return f"x{value.hex()}"
        case datetime():
            return f"t{_moment(value)}"
        case date():
            return f"t{value.isoformat()}"
        case Month():
            return f"m{value}"
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _digits(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    if not value:
        return "0"
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value} does not say its zone")
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
