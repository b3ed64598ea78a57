"""Places: scores in order, ties by rule, nobody ranked who cannot be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

Entrant = TypeVar("Entrant", bound=Hashable)
Exact = Decimal | Fraction


class Ties(StrEnum):
    """How equal scores share places."""

    COMPETITION = "competition"  # 1, 2, 2, 4
    DENSE = "dense"  # 1, 2, 2, 3


def rank(
    scores: Mapping[Entrant, Exact | None],
    *,
    ties: Ties = Ties.COMPETITION,
    tie_break: Mapping[Entrant, Sequence[Exact | None]] | None = None,
) -> dict[Entrant, int]:
    """Give each entrant with a score its place, the highest score first.

    Equal scores go by `tie_break`, larger first; those still equal share a place.
    Entrants without a score get none. Round the scores first where places are to
    follow what is printed.
    """
    keys = {
        entrant: (score, *_broken(tie_break, entrant))
        for entrant, score in scores.items()
        if score is not None
    }
    order = sorted(keys.values(), reverse=True)
    if ties is Ties.DENSE:
        order = sorted(set(order), reverse=True)
    place: dict[tuple[object, ...], int] = {}
    for number, key in enumerate(order, start=1):
        place.setdefault(key, number)
    return {entrant: place[key] for entrant, key in keys.items()}


def _broken(
    tie_break: Mapping[Entrant, Sequence[Exact | None]] | None, entrant: Entrant
) -> list[tuple[bool, Exact]]:
    """Values to break ties by, one that cannot be computed below all others."""
    values = () if tie_break is None else tie_break.get(entrant, ())
    return [
        (value is not None, Decimal(0) if value is None else value) for value in values
    ]
