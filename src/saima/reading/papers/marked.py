"""A page with the times it names and the modes of its sentences, to be looked up by place."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from saima.reading.papers.amounts import Found, amounts_in
from saima.reading.papers.lines import Page
from saima.reading.papers.modes import Moded, moded
from saima.reading.papers.times import Calendar, Named
from saima.reading.papers.values import Span


@dataclass(frozen=True)
class Marked:
    """What is found in a page before anything is understood; all in order of place."""

    page: Page
    calendar: Calendar
    parts: tuple[Moded, ...]
    times: tuple[Named, ...]
    amounts: tuple[Found, ...]

    @cached_property
    def _time_starts(self) -> list[int]:
        return [time.span.start for time in self.times]

    @cached_property
    def _amount_starts(self) -> list[int]:
        return [found.number.start for found in self.amounts]

    def times_in(self, span: Span) -> tuple[Named, ...]:
        """Give the times that begin within a span; costs a logarithm."""
        return self.times[
            bisect_left(self._time_starts, span.start) : bisect_left(
                self._time_starts, span.end
            )
        ]

    def amounts_in(self, span: Span) -> tuple[Found, ...]:
        """Give the amounts whose numbers begin within a span; costs a logarithm."""
        return self.amounts[
            bisect_left(self._amount_starts, span.start) : bisect_left(
                self._amount_starts, span.end
            )
        ]


def marked(page: Page, calendar: Calendar) -> Marked:
    """Find times, amounts and modes; one pass each."""
    times = calendar.times(page.flat)
    amounts = amounts_in(page.flat, tuple(time.span for time in times))
    return Marked(page, calendar, moded(page, calendar.year), times, amounts)
