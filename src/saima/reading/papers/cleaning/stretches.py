"""Characters won back from bytes, as repairs: one for each stretch that is known or lost."""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.values import Span


class Won(NamedTuple):
    """A character won back, or None where it is lost, and the place where it begins."""

    place: int
    sign: str | None


def stretches(won: Sequence[Won], end: int) -> Iterator[Repair]:
    """Give the repairs up to `end`; a stretch without a place of its own joins the one before."""
    rows = [
        list(row) for _, row in itertools.groupby(won, lambda one: one.sign is None)
    ]
    starts = [row[0].place for row in rows]
    for row, start, stop in zip(rows, starts, [*starts[1:], end], strict=True):
        text = "".join(one.sign or "" for one in row)
        if start < stop:
            lost = row[0].sign is None
            yield Repair(
                Span(start, stop), text, Reason.LOST if lost else Reason.SHIFTED
            )
