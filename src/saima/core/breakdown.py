"""Whether a plan ties: parts make the whole, and months make the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saima.core.indicators import Indicator, IndicatorKind, RollUp
from saima.core.numbers import difference, total
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Target, Targets, reconcile


@dataclass(frozen=True, slots=True)
class Gap:
    """What a whole has more than its parts (差额), negative where it has less.

    `month` is None for the year. The parts are the nearest targets below the subject,
    or its own months where `of_months` says so.
    """

    subject: Subject
    indicator: Indicator
    month: int | None
    whole: Decimal
    parts: Decimal
    gap: Decimal
    of_months: bool = False


def gaps(
    subjects: Subjects, indicators: Mapping[str, Indicator], targets: Targets
) -> tuple[Gap, ...]:
    """Where a whole and its parts both have targets, and the parts do not make it.

    In the order of the targets, the months of each before its year.
    """
    return tuple(_gaps(subjects, indicators, targets))


def month_gaps(
    subjects: Subjects, indicators: Mapping[str, Indicator], targets: Targets
) -> tuple[Gap, ...]:
    """Where the months of a target do not make its year."""
    found: list[Gap] = []
    for (code, name), target in targets.items():
        indicator = indicators[name]
        gap = month_gap(target, indicator)
        if gap and target.year is not None:
            made = difference(target.year, gap)
            where = subjects[code], indicator
            found.append(Gap(*where, None, target.year, made, gap, of_months=True))
    return tuple(found)


def month_gap(target: Target, indicator: Indicator) -> Decimal | None:
    """The year less its months; None where there is nothing to add up."""
    if target.year is None or target.months is None:
        return None
    return None if _is_level(indicator) else reconcile(target.year, target.months)


def _is_level(indicator: Indicator) -> bool:
    return indicator.roll_up is RollUp.LAST


def _gaps(
    subjects: Subjects, indicators: Mapping[str, Indicator], targets: Targets
) -> Iterator[Gap]:
    for (code, name), whole in targets.items():
        indicator = indicators[name]
        if whole.year is None or indicator.kind is IndicatorKind.RATE:
            continue
        parts = parts_of(code, name, subjects, targets)
        if not parts:
            continue
        subject = subjects[code]
        yield from _of_months(subject, indicator, whole, parts)
        years = [part.year for part in parts if part.year is not None]
        yield from _gap(subject, indicator, None, whole.year, years)


def parts_of(
    code: str, indicator: str, subjects: Subjects, targets: Targets
) -> list[Target]:
    """The targets nearest below a subject, those of its children first."""
    parts: list[Target] = []
    for child in subjects.children(code):
        target = targets.get((child.code, indicator))
        if target is None:
            parts += parts_of(child.code, indicator, subjects, targets)
        elif target.year is not None:
            parts.append(target)
    return parts


def _of_months(
    subject: Subject, indicator: Indicator, whole: Target, parts: Sequence[Target]
) -> Iterator[Gap]:
    """Where the whole and all its parts are phased, they tie in every month."""
    phased = [part.months for part in parts if part.months is not None]
    if whole.months is None or len(phased) < len(parts) or _is_level(indicator):
        return
    for number, planned in enumerate(whole.months, start=1):
        months = [months[number - 1] for months in phased]
        yield from _gap(subject, indicator, number, planned, months)


def _gap(
    subject: Subject,
    indicator: Indicator,
    month: int | None,
    whole: Decimal,
    parts: Sequence[Decimal],
) -> Iterator[Gap]:
    made = total(parts)
    if made != whole:
        gap = difference(whole, made)
        yield Gap(subject, indicator, month, whole, made, gap)
