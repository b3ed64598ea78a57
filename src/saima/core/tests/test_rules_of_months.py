"""Which rules hold in a month: those public at its opening, and amendments beside them."""

from datetime import UTC, datetime, timedelta

import pytest

from saima.core.editions.rules import (
    Published,
    RulesOfMonth,
    Timing,
    opening,
    rules_of,
)
from saima.core.periods import Month

JANUARY = Month(2026, 1)
MAY, JUNE = Month(2026, 5), Month(2026, 6)
SECOND = timedelta(seconds=1)
# Midnight of the first of May in China.
OPENS = datetime(2026, 4, 30, 16, 0, tzinfo=UTC)


def version(number: int, at: datetime, since: Month = JANUARY) -> Published:
    return Published(number, since, at)


def test_a_month_opens_at_midnight_of_china() -> None:
    assert OPENS == opening(MAY)


@pytest.mark.parametrize(
    ("at", "timing"),
    [(OPENS - SECOND, Timing.AT_OPENING), (OPENS, Timing.AFTERWARDS)],
)
def test_rules_are_in_time_until_the_last_second(at: datetime, timing: Timing) -> None:
    assert (RulesOfMonth(1, timing),) == rules_of([version(1, at)], MAY)


def test_rules_that_begin_later_hold_for_nothing_yet() -> None:
    later = version(1, OPENS - SECOND, JUNE)
    assert () == rules_of([later], MAY)
    assert (RulesOfMonth(1, Timing.AT_OPENING),) == rules_of([later], JUNE)


def test_a_change_before_the_opening_leaves_nothing_of_the_old_rules() -> None:
    both = [version(1, OPENS - 2 * SECOND), version(2, OPENS - SECOND)]
    assert (RulesOfMonth(2, Timing.AT_OPENING),) == rules_of(both, MAY)


def test_an_amendment_within_the_month_publishes_both_rankings() -> None:
    both = [version(1, OPENS - SECOND), version(2, OPENS + SECOND)]
    amended = RulesOfMonth(2, Timing.AMENDED), RulesOfMonth(1, Timing.AT_OPENING)
    assert amended == rules_of(both, MAY)
    assert (RulesOfMonth(2, Timing.AT_OPENING),) == rules_of(both, JUNE)


def test_of_several_amendments_the_newest_counts_beside_the_rules_at_opening() -> None:
    three = [version(n, OPENS + n * SECOND) for n in (2, 3)]
    held = rules_of([version(1, OPENS - SECOND), *three], MAY)
    assert [(3, Timing.AMENDED), (1, Timing.AT_OPENING)] == [
        (one.version, one.timing) for one in held
    ]


def test_where_there_were_none_the_first_that_came_stands_beside_a_later_one() -> None:
    late = [version(n, OPENS + n * SECOND) for n in (1, 2)]
    assert (RulesOfMonth(1, Timing.AFTERWARDS),) == rules_of(late[:1], MAY)
    assert (
        RulesOfMonth(2, Timing.AMENDED),
        RulesOfMonth(1, Timing.AFTERWARDS),
    ) == rules_of(late, MAY)
