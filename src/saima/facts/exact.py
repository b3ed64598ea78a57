"""Rational numbers of two 64-bit integers, compared and rounded without any loss.

A number x is N / D with D above zero. Products of two 64-bit integers have 128 bits;
the processor multiplies, adds and compares these, and that is all that is needed:
nothing here divides. What does not fit is said, and goes to the core.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from saima.facts.compiling import compiled

# Below these no sum of three products passes 127 bits.
ROOM = 2.0**61
MOST = 2.0**55  # points in units of the last printed digit

FREE, INSIDE, OUTSIDE = 0, 1, 2  # an end of a piece: none, included, left out


class Forms(NamedTuple):
    """Curves and tables of lights, piece after piece; form f has first[f]:first[f + 1].

    `ends` has for each piece: how it begins, numerator, denominator; how it ends,
    numerator, denominator. `lines` has p, q, b: points = (p + q * x) / b.
    """

    first: Any
    ends: Any
    lines: Any


def _sign_of(typing: Any, *given: Any) -> Any:
    """The sign of a*b + c*d - e*f."""

    def make(context: Any, build: Any, signature: Any, values: Any) -> Any:
        wide, word = ir.IntType(128), ir.IntType(64)
        a, b, c, d, e, f = (build.sext(value, wide) for value in values)
        total = build.add(build.mul(a, b), build.mul(c, d))
        total = build.sub(total, build.mul(e, f))
        zero = ir.Constant(wide, 0)
        above = build.zext(build.icmp_signed(">", total, zero), word)
        return build.sub(above, build.zext(build.icmp_signed("<", total, zero), word))

    return types.int64(*[types.int64] * 6), make


def _six(  # noqa: PLR0913 - three products have six factors
    typing: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any
) -> Any:
    return _sign_of(typing, a, b, c, d, e, f)


sign_of: Any = intrinsic(_six)


@compiled
def after_start(ends: Any, piece: int, over: int, under: int) -> bool:
    """Whether N / D lies at or after the start of a piece."""
    if ends[piece, 0] == FREE:
        return True
    sign = sign_of(over, ends[piece, 2], 0, 0, ends[piece, 1], under)
    return bool(sign > 0 or (sign == 0 and ends[piece, 0] == INSIDE))


@compiled
def before_end(ends: Any, piece: int, over: int, under: int) -> bool:
    """Whether N / D lies at or before the end of a piece."""
    if ends[piece, 3] == FREE:
        return True
    sign = sign_of(over, ends[piece, 5], 0, 0, ends[piece, 4], under)
    return bool(sign < 0 or (sign == 0 and ends[piece, 3] == INSIDE))


@compiled
def piece_of(ends: Any, pieces: tuple[int, int], over: int, under: int) -> int:
    """The piece from a first one to before another in which N / D lies; -1 in a gap."""
    first, high = pieces
    low = first
    while low < high:  # the pieces before `low` begin at or before x
        middle = (low + high) // 2
        if after_start(ends, middle, over, under):
            low = middle + 1
        else:
            high = middle
    piece = low - 1
    if piece < first or not before_end(ends, piece, over, under):
        return -1
    return int(piece)


@compiled
def band_of(ends: Any, pieces: tuple[int, int], over: int, under: int) -> int:
    """The first band of a table in which N / D lies; -1 in a gap."""
    for piece in range(pieces[0], pieces[1]):
        inside = after_start(ends, piece, over, under)
        if inside and before_end(ends, piece, over, under):
            return int(piece)
    return -1


@compiled
def near(lines: Any, piece: int, over: int, under: int) -> float:
    """The points of a piece at N / D, nearly."""
    x = float(over) / float(under)
    return (float(lines[piece, 0]) + float(lines[piece, 1]) * x) / float(
        lines[piece, 2]
    )


@compiled
def rounded(lines: Any, piece: int, over: int, under: int) -> tuple[bool, int]:
    """The points of a piece at N / D, a half away from zero; False where too long."""
    p, q, b = lines[piece, 0], lines[piece, 1], lines[piece, 2]
    guess = near(lines, piece, over, under)
    if not abs(guess) < MOST or (2 * abs(guess) + 3) * float(b) > ROOM:
        return False, 0
    sign = 1 if sign_of(p, under, q, over, 0, 0) >= 0 else -1
    p, q = 2 * sign * p, 2 * sign * q
    whole = int(abs(guess) + 0.5)
    for _ in range(8):  # the guess is off by one at most, or the terms nearly cancel
        if sign_of(p, under, q, over, (2 * whole - 1) * b, under) < 0:
            whole -= 1
        elif sign_of(p, under, q, over, (2 * whole + 1) * b, under) >= 0:
            whole += 1
        else:
            return True, sign * whole
    return False, 0
