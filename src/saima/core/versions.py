"""What was decided for a target, version by version, and what a decision needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from saima.core.indicators import Indicator
from saima.core.numbers import difference
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.targets import Bound, Target
from saima.core.words import Words, words

NAME_THE_PAPER = words("name the paper that decided it: its title and number")


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands behind a change of the plan: why, by which paper, from when on.

    `whole_year` lets first targets hold for months that were reported without one.
    """

    since: Month
    reason: str = ""
    paper: str = ""
    whole_year: bool = False


def lowered(old: Target, new: Target, indicator: Indicator) -> bool:
    """Whether a target was made easier: by its year, its bound or its floor.

    What is promised for the months may be moved within the year, and a stretch goal
    is no promise: neither makes the year easier.
    """
    if old.year is None or not old.applicable:
        return False
    if new.year is None or not new.applicable:
        return True
    if indicator.sign * difference(new.year, old.year) < 0:
        return True
    if _loosened(old, old.year, new, new.year):
        return True
    if old.floor is None:
        return False
    return new.floor is None or indicator.sign * difference(new.floor, old.floor) < 0


def _loosened(old: Target, before: Decimal, new: Target, after: Decimal) -> bool:
    """Whether the new bound is kept where the old one would have been broken."""
    if new.bound is Bound.EXACT:
        return old.bound is not Bound.EXACT and not old.met_by(after)
    if old.bound is not new.bound:
        return True
    return after < before if new.bound is Bound.AT_LEAST else after > before


@dataclass(frozen=True, slots=True)
class Version:
    """A target as it was decided once: from which month, why, and by which paper."""

    number: int
    since: Month
    target: Target
    reason: str = ""
    paper: str = ""


def in_force(versions: Iterable[Version], month: Month) -> Target | None:
    """The target of the newest version that has begun in a month."""
    begun = [version for version in versions if version.since <= month]
    return max(begun, key=lambda one: one.number).target if begun else None


def change_fault(
    old: Version, new: Target, indicator: Indicator, *, subject: str, decision: Decision
) -> Refused | None:
    """Why a target may not be changed like this; None where it may.

    `subject` is what the subject is called.
    """
    if new == old.target:
        return None
    names = {"subject": subject, "indicator": indicator.name}
    if not decision.reason.strip():
        return Refused(
            words("{subject} {indicator}: no reason is given for the change", **names),
            words("write why the target is changed"),
        )
    if lowered(old.target, new, indicator) and not decision.paper.strip():
        return Refused(
            words(
                "{subject} {indicator}: the target is made easier, and no paper is named",
                **names,
            ),
            NAME_THE_PAPER,
        )
    if decision.since < old.since:
        return Refused(
            words(
                "{subject} {indicator}: the version before begins only in {month}",
                month=str(old.since),
                **names,
            ),
            words("let the change begin in {month} or later", month=str(old.since)),
        )
    return None


def closed_fault(since: Month, closed_through: Month | None) -> Refused | None:
    """Why a change may not begin in a month: it was reported already."""
    if closed_through is None or closed_through < since:
        return None
    return Refused(
        words(
            "the change begins in {month}, and {closed} was already reported",
            month=str(since),
            closed=str(closed_through),
        ),
        _later(closed_through),
    )


def _later(reported: Month) -> Words:
    if reported.number == 12:
        return words("the whole year was reported: change the plan of the next one")
    return words("let it begin in {month} or later", month=str(reported.next()))


def first_fault(
    indicator: Indicator, *, subject: str, decision: Decision, reported: Month | None
) -> Refused | None:
    """Why a first target may not come this late; None where it may.

    `reported` is the last month that was reported without it, if any was: whoever
    sets a target knowing the figures says why, and by whose decision.
    """
    if reported is None:
        return None
    names = {"subject": subject, "indicator": indicator.name, "closed": str(reported)}
    if not decision.reason.strip():
        return Refused(
            words(
                "{subject} {indicator}: {closed} was already reported without a"
                " target, and no reason is given",
                **names,
            ),
            words("write why the target is set only now"),
        )
    if not decision.paper.strip():
        return Refused(
            words(
                "{subject} {indicator}: {closed} was already reported without a"
                " target, and no paper is named",
                **names,
            ),
            NAME_THE_PAPER,
        )
    if decision.whole_year or decision.since > reported:
        return None
    return Refused(
        words(
            "{subject} {indicator}: the first target begins in {month}, and {closed}"
            " was already reported",
            month=str(decision.since),
            **names,
        ),
        words(
            "{later}; or decide that it holds for the months already reported too",
            later=_later(reported),
        ),
    )


def first_month(begin: Month, decision: Decision, reported: Month | None) -> Month:
    """From when on a first target is in force: from its year's beginning if it can."""
    if reported is None or decision.whole_year:
        return begin
    return max(begin, decision.since)
