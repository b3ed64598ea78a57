"""The same number in two places of one paper: said again, or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from saima.library.alike import SHOWN, Alike, Likeness, Where, where_of
from saima.library.models import Decision, Statement, Verdict
from saima.library.suggesting import ACTUAL, TARGET, number_of
from saima.reading.papers.checks import may_be_same
from saima.reading.papers.values import Amount, Bound

TAKEN = (TARGET, ACTUAL)  # of rates two may stand side by side: 同比, 环比
MOST = 100  # numbers of one thing that each is held against
Key = tuple[Where, str, str, str]  # what it is about, its kind, last day and unit
Same = tuple[object, ...]  # when it begins, and how much it is
Places = dict[Same, list[Statement]]


def within(
    stated: Iterable[Statement], decisions: Mapping[int, Decision]
) -> dict[int, list[Alike]]:
    """Where a paper says a target or a result again, or something else of the same."""
    found: dict[int, list[Alike]] = {}
    for places in _gathered(stated, decisions).values():
        for same in places.values():
            others = islice(places.values(), MOST)
            against = list(islice(_against(same[0], others), SHOWN))
            found |= {said.pk: [*against, *_again(said, same)] for said in same}
    return found


def _gathered(
    stated: Iterable[Statement], decisions: Mapping[int, Decision]
) -> dict[Key, Places]:
    """The statements by what they are about; one that was refused counts for nothing."""
    found: dict[Key, Places] = {}
    for said in stated:
        decision = decisions.get(said.pk)
        refused = decision is not None and decision.verdict == Verdict.REFUSED
        where = where_of(said, decision)
        if refused or where is None or not said.ends or said.kind not in TAKEN:
            continue
        places = found.setdefault((where, said.kind, said.ends, said.base_unit), {})
        same = said.begins, number_of(said.base), number_of(said.high)
        places.setdefault(same, []).append(said)
    return found


def _again(said: Statement, same: Sequence[Statement]) -> Iterator[Alike]:
    """The first other place that says the same, and how many more there are."""
    other = next((one for one in same if one is not said), None)
    if other is not None:
        yield Alike(Likeness.DUPLICATE, other, len(same) - 2, here=True)


def _against(said: Statement, places: Iterable[list[Statement]]) -> Iterator[Alike]:
    """Places that say another number of the same time, which no rounding explains."""
    for other, *_ in places:
        other_time = said.begins and other.begins and said.begins != other.begins
        if other is not said and not other_time and not _may_be_same(said, other):
            yield Alike(Likeness.CONFLICT, other, here=True)


def _may_be_same(said: Statement, other: Statement) -> bool:
    one, two = amount_of(said), amount_of(other)
    return one is None or two is None or may_be_same(one, two)


def amount_of(said: Statement) -> Amount | None:
    """A statement's number as it was read; None where it has none."""
    value, base, high = map(number_of, (said.value, said.base, said.high))
    if value is None or base is None:
        return None
    base_high = high * base / value if high is not None and value else None
    bound = Bound(said.bound)
    return Amount(value, said.unit, base, said.base_unit, bound, high, base_high)
