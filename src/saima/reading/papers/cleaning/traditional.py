"""Traditional characters become simplified ones, phrases right.

In a traditional text every character is converted. In a simplified one only those that no
simplified text has: 产, 历 for 產, 歷; not 著, 乾, 瞭, nor the rare ones that names are of.
"""

import itertools
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.cleaning.scripts import (
    in_common_traditional_use,
    in_simplified_use,
    is_han,
    simplified,
)
from saima.reading.papers.values import Span

_SHARE = 25  # one definite traditional character in so many makes a text traditional


def repairs(text: str) -> Iterator[Repair]:
    """Convert by line; neighbors that change make one repair."""
    whole = _is_traditional(text)
    at = 0
    for line in text.splitlines(keepends=True):
        turned = simplified(line)
        if turned != line and len(turned) == len(line):
            every = whole or _is_traditional(line)
            yield from _changes(line, turned, at, every=every)
        at += len(line)


def _is_traditional(text: str) -> bool:
    han = [sign for sign in text if is_han(sign)]
    turned = simplified("".join(han))
    changed = sum(
        one != two and not in_simplified_use(one)
        for one, two in zip(han, turned, strict=False)
    )
    return changed >= 3 and changed * _SHARE >= len(han)


def _changes(line: str, turned: str, at: int, *, every: bool) -> Iterator[Repair]:
    places = [
        place
        for place, (one, two) in enumerate(zip(line, turned, strict=True))
        if one != two and (every or _only_traditional(one))
    ]
    # Places in a row keep their distance to their number in the list.
    for _, row in itertools.groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        run = [place for _, place in row]
        start, end = run[0], run[-1] + 1
        yield Repair(Span(at + start, at + end), turned[start:end], Reason.TRADITIONAL)


def _only_traditional(sign: str) -> bool:
    return not in_simplified_use(sign) and in_common_traditional_use(sign)
