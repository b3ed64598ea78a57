"""Whether what is said of an indicator goes together."""

from __future__ import annotations

import re

from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.names import folded
from saima.core.refusal import Refused
from saima.core.words import words

# A code stands in addresses and in workbooks: no blank and no stroke.
CODE = re.compile(r"\w[\w.-]*")
_FORBIDDEN = re.compile(r"[^\w.-]+")
COUNTED = frozenset({IndicatorKind.COUNT, IndicatorKind.CHECKLIST})


def code_fault(code: str) -> Refused | None:
    """What is wrong with a code that somebody made up, if anything is."""
    if CODE.fullmatch(code):
        return None
    return Refused(
        words("“{code}” is no code", code=code),
        words("write letters, digits, hyphens, underscores and full stops alone"),
    )


def code_from(name: str) -> str:
    """The code of what was given a name alone: the name without forbidden signs."""
    return _FORBIDDEN.sub("-", folded(name)).strip("-.") or name


def definition_fault(indicator: Indicator, *, listed: bool = False) -> Refused | None:
    """What in a definition contradicts itself, if anything does."""
    kind = indicator.kind
    if kind is IndicatorKind.RATE and indicator.roll_up is RollUp.SUM:
        return Refused(
            words("a rate is not summed over months"),
            words("choose that the last month counts"),
        )
    percent = indicator.unit_of_measure.dimension == "percent"
    if percent and kind is not IndicatorKind.RATE:
        return Refused(
            words(
                "what is measured in {unit} is a rate",
                unit=indicator.unit_of_measure.symbol,
            ),
            words("choose the kind rate, or another unit of measure"),
        )
    if kind is IndicatorKind.CHECKLIST:
        return _checklist_fault(indicator)
    return listing_fault(kind) if listed else None


def listing_fault(kind: IndicatorKind) -> Refused | None:
    """Why the things behind a number cannot be named, if they cannot."""
    if kind in COUNTED:
        return None
    return Refused(
        words("only what is counted can be named one by one"),
        words("choose the kind count or checklist, or ask for no names"),
    )


def _checklist_fault(indicator: Indicator) -> Refused | None:
    if indicator.decimals or indicator.may_be_negative:
        return Refused(
            words("a checklist counts whole things that are done"),
            words("choose no decimals, and that it is never negative"),
        )
    if indicator.direction is Direction.LOWER:
        return Refused(
            words("of the things on a checklist, more done is better"),
            words("choose that more is better, or another kind"),
        )
    return None
