"""What papers say of a plan: proposed targets, and results that stand in a paper.

Papers lie above the plan: whoever keeps them registers here what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saima.core.periods import Month
from saima.core.targets import Bound
from saima.plans.models import Indicator, Subject


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a paper; `address` leads to it, for those who may read the paper."""

    title: str
    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A result that a paper states, beside what was reported for the same months.

    `reported` is None where a month of them has no approved figure.
    """

    subject: Subject
    indicator: Indicator
    first: Month | None
    last: Month
    amount: Decimal
    bound: Bound
    reported: Decimal | None
    difference: Decimal | None
    quoted: Quoted

    @property
    def bounded(self) -> bool:
        """Whether the paper says only what it is not less, or not more, than."""
        return self.bound is not Bound.EXACT

    @property
    def fits(self) -> bool:
        """Whether what was reported is what the paper says."""
        if not self.difference:
            return self.difference is not None
        below = Bound.AT_LEAST if self.difference < 0 else Bound.AT_MOST
        return self.bound is below


# Where the papers stand that some proposals came from, by their origins.
Addresses = Callable[[Collection[str]], Mapping[str, str]]
# What papers state of some units in the months of a year.
Mentions = Callable[[Sequence[int], int], Sequence[Mention]]

_addresses: list[Addresses] = []
_mentions: list[Mentions] = []


def tells_addresses(source: Addresses) -> Addresses:
    """Register who knows where papers stand."""
    if source not in _addresses:
        _addresses.append(source)
    return source


def tells_mentions(source: Mentions) -> Mentions:
    """Register who knows what papers state."""
    if source not in _mentions:
        _mentions.append(source)
    return source


def addresses_of(origins: Collection[str]) -> dict[str, str]:
    """Where the sentences of some origins stand."""
    return {k: v for source in _addresses for k, v in source(origins).items()}


def mentions_of(units: Sequence[int], year: int) -> list[Mention]:
    """What papers state of some units in a year, as far as anybody knows."""
    return [one for source in _mentions for one in source(units, year)]
