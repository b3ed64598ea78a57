"""Whether a plan was kept: of one indicator, and of several together.

What cannot be said is not a no: a verdict is kept, broken, or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core import progress
from saima.core.indicators import Direction, RollUp
from saima.core.numbers import percent
from saima.core.positions import Position, Status
from saima.core.progress import LowerForm, ZeroTarget
from saima.core.schemes import Item, PlanKept, Section
from saima.core.scoring import add_up
from saima.core.words import words

Exact = Decimal | Fraction
ONE = Fraction(1)


class Outcome(StrEnum):
    """What became of it."""

    KEPT = "kept"
    BROKEN = "broken"
    UNSAID = "unsaid"  # 无法判定


OUTCOME_WORDS = {
    Outcome.KEPT: words("kept"),
    Outcome.BROKEN: words("not kept"),
    Outcome.UNSAID: words("cannot be said"),
}


class Unsaid(StrEnum):
    """Why it cannot be said whether something was kept."""

    MISSING = "missing"  # 未报
    NO_TARGET = "no_target"
    NOT_OPEN = "not_open"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something was kept, how much of it, and which indicator decided.

    `indicator` is None where several decided together.
    """

    outcome: Outcome
    ratio: Fraction | None = None  # of what was asked: one is exactly kept
    indicator: str | None = None
    unsaid: Unsaid | None = None


Judge = Callable[[Position, LowerForm], Verdict | None]


def to_date(position: Position, lower_form: LowerForm) -> Verdict | None:
    """Whether the plan to date was kept; None where nothing was due or applies."""
    cost = position.indicator.direction is Direction.LOWER and position.actual_to_date
    if position.status is Status.OK and not position.due and not cost:
        return None
    return _judged(position, position.plan_to_date, lower_form, position.achievement)


def half(position: Position, lower_form: LowerForm) -> Verdict | None:
    """Whether half of the year's target was done, or a level was as planned.

    A loss or a cost grows with the year: of it no more than half may be used up.
    A level, such as a share of rooms let, has no half.
    """
    if position.indicator.roll_up is RollUp.LAST:
        return to_date(position, lower_form)
    target = position.target
    due = None if target is None else Fraction(target) * progress.HALF
    return _judged(position, due, lower_form)


def whole(position: Position, lower_form: LowerForm) -> Verdict | None:
    """Whether the year's target was kept."""
    target = position.target
    due = None if target is None else Fraction(target)
    return _judged(position, due, lower_form, position.completion)


def _judged(
    position: Position,
    due: Fraction | None,
    lower_form: LowerForm,
    known: Fraction | None = None,
) -> Verdict | None:
    """What was done against what was due; the ratio is the core's own where it has one."""
    code, actual = position.indicator.code, position.actual_to_date
    if position.status is Status.NOT_APPLICABLE:
        return None
    if actual is None:
        return Verdict(Outcome.UNSAID, None, code, Unsaid.MISSING)
    if position.target is None or due is None:
        return Verdict(Outcome.UNSAID, None, code, Unsaid.NO_TARGET)
    if not position.target:
        return _zero_target(position, actual)
    direction = position.indicator.direction
    ratio = known
    if ratio is None:
        ratio = progress.ratio(actual, due, direction, lower_form)
    if ratio is not None:
        kept = ratio >= ONE
    else:  # nothing planned to here, or target / actual of nothing spent
        kept = (Fraction(actual) - due) * position.indicator.sign >= 0
    return Verdict(Outcome.KEPT if kept else Outcome.BROKEN, ratio, code)


def _zero_target(position: Position, actual: Decimal) -> Verdict:
    """A target of zero has no ratio: it is kept, bettered, or broken."""
    case = progress.zero_target(actual, position.indicator.direction)
    broken = case in (ZeroTarget.SHORT, ZeroTarget.BREACHED)
    outcome = Outcome.BROKEN if broken else Outcome.KEPT
    return Verdict(outcome, None, position.indicator.code)


def all_kept(verdicts: Iterable[Verdict]) -> Verdict:
    """Each must be kept: one that is broken decides, then one that cannot be said."""
    unsaid: Verdict | None = None
    some = False
    for verdict in verdicts:
        some = True
        if verdict.outcome is Outcome.BROKEN:
            return verdict
        if verdict.outcome is Outcome.UNSAID and unsaid is None:
            unsaid = verdict
    if some:
        return unsaid or Verdict(Outcome.KEPT)
    return Verdict(Outcome.UNSAID, unsaid=Unsaid.NOTHING_DUE)


def weighted(verdicts: Sequence[Verdict], tree: Section) -> Verdict:
    """Their ratios up the weighted tree; one that cannot be said leaves all unsaid.

    What has no ratio counts as one where it was kept, as nothing where it was not.
    """
    unsaid = next((v for v in verdicts if v.outcome is Outcome.UNSAID), None)
    if unsaid is not None:
        return unsaid
    by_code = {v.indicator: v for v in verdicts}
    points: dict[str, Exact | None] = {
        item.indicator: Fraction(item.weight) * _share(by_code[item.indicator])
        for item in tree.items()
        if item.indicator in by_code
    }
    total = add_up(tree, points)
    if total is None:
        return Verdict(Outcome.UNSAID, unsaid=Unsaid.NOTHING_DUE)
    ratio = total.points / Fraction(tree.weight)
    return Verdict(Outcome.KEPT if ratio >= ONE else Outcome.BROKEN, ratio)


def _share(verdict: Verdict) -> Fraction:
    if verdict.ratio is not None:
        return verdict.ratio
    return ONE if verdict.outcome is Outcome.KEPT else Fraction(0)


def with_target(position: Position) -> bool:
    """Whether anything was promised, be it for a part of it.

    What is only taken off a whole promises nothing.
    """
    real = (part for part in position.parts if not part.subject.eliminates)
    return position.target is not None or any(one.year is not None for one in real)


def verdicts_of(
    pairs: Iterable[tuple[Item, Position]], judge: Judge
) -> Iterator[Verdict]:
    """The verdict of each indicator of which one can be asked for."""
    for item, position in pairs:
        verdict = judge(position, item.lower_form)
        if verdict is not None:
            yield verdict


def fits(verdict: Verdict, asked: PlanKept) -> bool:
    """Whether a verdict is what a list asks for; what cannot be said fits nothing."""
    if verdict.outcome is Outcome.UNSAID:
        return False
    if asked is PlanKept.MISSED:
        return verdict.outcome is Outcome.BROKEN
    if asked is PlanKept.EXCEEDED:
        return verdict.ratio is not None and verdict.ratio > ONE
    return verdict.outcome is Outcome.KEPT


def ratio_text(ratio: Fraction) -> str:
    """A ratio as a percentage, which only what is exactly kept prints as 100 %."""
    text, exactly = percent(ratio), percent(ONE)
    if text != exactly or ratio == ONE:
        return text
    return f"<{exactly}" if ratio < ONE else f">{exactly}"
