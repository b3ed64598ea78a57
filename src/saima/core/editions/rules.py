"""Which rules hold in a month: those published before it opened, and amendments since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from saima.core.periods import Month

# A month opens at midnight of China, which has one time all over and no summer time.
CHINA = timedelta(hours=8)


class Timing(StrEnum):
    """How the rules of a ranking came to their month."""

    AT_OPENING = "at_opening"  # published before the month opened
    AMENDED = "amended"  # changed while the month ran, or after it
    AFTERWARDS = "afterwards"  # there were none when it opened


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a scheme (评比办法): from which month on, and since when public."""

    number: int
    since: Month
    at: datetime  # of the journal's clock, which never goes back


@dataclass(frozen=True, slots=True)
class RulesOfMonth:
    """A version that holds in a month, and how it came to it."""

    version: int
    timing: Timing


def opening(month: Month) -> datetime:
    """The moment at which a month opens."""
    first = month.first_day
    return datetime(first.year, first.month, first.day, tzinfo=UTC) - CHINA


def rules_of(versions: Iterable[Published], month: Month) -> tuple[RulesOfMonth, ...]:
    """The versions under which a month is ranked, the one that counts first.

    A month keeps the rules that were public when it opened; where there were none,
    the first that came afterwards. Where they were amended since, both rankings are
    published, the amended one counting. Nothing where no rules begin by then.
    """
    begun = sorted(
        (version for version in versions if version.since <= month),
        key=lambda version: version.number,
    )
    if not begun:
        return ()
    regular = [version for version in begun if version.at < opening(month)]
    kept = regular[-1] if regular else begun[0]
    newest = begun[-1]
    timing = Timing.AT_OPENING if regular else Timing.AFTERWARDS
    held = RulesOfMonth(kept.number, timing)
    if newest.number == kept.number:
        return (held,)
    return RulesOfMonth(newest.number, Timing.AMENDED), held
