"""Why a score is what it is: value, completion, points, weight and total in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.curves.telling import piece_words
from saima.core.indicators import Direction, Indicator, RollUp
from saima.core.numbers import (
    exact_text,
    grouped,
    percent,
    plain_text,
    round_half_up,
    signed,
)
from saima.core.periods import Month, month_words
from saima.core.positions import Position, Status
from saima.core.progress import (
    CONVENTION_WORDS,
    Convention,
    LowerForm,
    ZeroTarget,
    zero_target,
)
from saima.core.races import Race, Standing, Unranked
from saima.core.schemes import MEASURE_AXES, MEASURE_WORDS, Measure
from saima.core.scoring import Reason, Scored, SectionSum
from saima.core.subjects import Subject
from saima.core.words import Words, listed, words


@dataclass(frozen=True, slots=True)
class ItemExplanation:
    """The working of one indicator, step by step."""

    scored: Scored
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working of a standing (计算过程): its indicators, then how they add up."""

    standing: Standing
    items: tuple[ItemExplanation, ...]
    total: tuple[Words, ...]


def explain(race: Race, standing: Standing, month: Month) -> Explanation:
    """Explain a standing from its figures to its place."""
    convention = race.scheme.convention
    items = tuple(
        ItemExplanation(scored, tuple(_item_steps(scored, month, convention)))
        for scored in standing.items
    )
    return Explanation(standing, items, tuple(_total_steps(race, standing)))


def amount(value: Decimal | Fraction, indicator: Indicator) -> str:
    """Print an amount with its unit and the decimals of its indicator."""
    space = "" if indicator.unit_of_measure.symbol == "%" else " "
    return (
        f"{grouped(value, indicator.decimals)}{space}{indicator.unit_of_measure.symbol}"
    )


def _item_steps(
    scored: Scored, month: Month, convention: Convention
) -> Iterator[Words]:
    position = scored.position
    yield from _actual_steps(position, month)
    if scored.reason is Reason.NO_MONTH:
        yield words("The month alone cannot be told: the month before is missing.")
    if position.status is Status.NOT_APPLICABLE:
        yield words("This indicator does not apply; its weight falls to the others.")
        return
    if scored.status is Status.MISSING:
        yield words("Not reported is not zero: nothing is computed from it.")
        return
    if position.status is Status.NO_TARGET:
        yield from _no_target_steps(position)
    elif position.status is Status.OK:
        yield from _progress_steps(scored, month, convention)
    yield from _points_steps(scored)


AT_THE_END = words("{indicator} at the end of {month}: {actual}.")
TO_THE_END = words("{indicator} to the end of {month}: {actual}.")


def _actual_steps(position: Position, month: Month) -> Iterator[Words]:
    indicator, actual = position.indicator, position.actual_to_date
    if position.missing_subjects:
        yield words(
            "Missing for {month}: {names}.",
            month=month_words(month),
            names=_names(position.missing_subjects),
        )
    elif actual is not None:
        said = AT_THE_END if indicator.roll_up is RollUp.LAST else TO_THE_END
        yield Words(
            said.text,
            {
                "indicator": indicator.name,
                "month": month_words(month),
                "actual": amount(actual, indicator),
            },
        )
    if len(position.parts) > 1 and actual is not None:
        yield words(
            "It is made of {count} subjects: {parts}.",
            count=len(position.parts),
            parts=listed(
                [
                    f"{part.subject.name} {amount(part.actual_to_date, indicator)}"
                    for part in position.parts
                    if part.actual_to_date is not None
                ]
            ),
        )


def _names(subjects: tuple[Subject, ...]) -> str | Words:
    return listed([subject.name for subject in subjects])


def _no_target_steps(position: Position) -> Iterator[Words]:
    without = position.without_target
    if without:
        yield words("Cannot compute: no target for {names}.", names=_names(without))
    else:
        yield words("Cannot compute: no target.")


COMPLETION = words(
    "Target of the year: {target}; completion = {formula} = {completion}."
)
# A loss grows with the year, so that its completion counts only at the year's end.
COMPLETION_IF_ENDED = words(
    "Target of the year: {target}; if the year ended here, completion = {formula} = "
    "{completion}."
)


OF_THE_PLAN = words("Achievement of plan to date: {achievement}; {lead}.")
OF_THE_LEVEL = words("Achievement of the planned level: {achievement}; {lead}.")


def _plain(target: Decimal, indicator: Indicator) -> bool:
    """Whether completion is simply actual over target."""
    return (target > 0) is (indicator.direction is Direction.HIGHER)


def _progress_steps(
    scored: Scored, month: Month, convention: Convention
) -> Iterator[Words]:
    position, lower_form = scored.position, scored.item.lower_form
    target, actual, plan = (
        position.target,
        position.actual_to_date,
        position.plan_to_date,
    )
    if target is None or actual is None or plan is None or position.completion is None:
        return
    indicator = position.indicator
    said = COMPLETION if _plain(target, indicator) else COMPLETION_IF_ENDED
    yield Words(
        said.text,
        {
            "target": amount(target, indicator),
            "formula": _formula(actual, target, indicator, lower_form),
            "completion": percent(position.completion),
        },
    )
    if indicator.roll_up is RollUp.LAST:
        yield words("Planned for this month: {plan}.", plan=amount(plan, indicator))
    elif position.schedule_share is not None:
        yield words(
            "Due by {month}, {convention}: {share} of the year, {plan}.",
            month=month_words(month),
            convention=CONVENTION_WORDS[convention],
            share=percent(position.schedule_share),
            plan=amount(plan, indicator),
        )
    if position.achievement is not None and position.lead is not None:
        said = OF_THE_LEVEL if indicator.roll_up is RollUp.LAST else OF_THE_PLAN
        yield Words(
            said.text,
            {
                "achievement": percent(position.achievement),
                "lead": lead_words(position.lead),
            },
        )


def _formula(
    actual: Decimal, target: Decimal, indicator: Indicator, lower_form: LowerForm
) -> str:
    top, bottom = plain_text(actual), plain_text(target)
    bottom = f"({bottom})" if target < 0 else bottom
    top = f"({top})" if actual < 0 else top
    plain = _plain(target, indicator)
    if not plain and target > 0 and lower_form is LowerForm.RATIO:
        return f"{bottom} ÷ {top}"
    return f"{top} ÷ {bottom}" if plain else f"2 − {top} ÷ {bottom}"


def lead_words(lead: Fraction) -> Words:
    """Say a lead in percentage points, ahead or behind."""
    points = grouped(abs(lead) * 100, 2)
    if lead and points == "0.00":
        points = "<0.01"
    if lead > 0:
        return words("{points} percentage points ahead of schedule", points=points)
    if lead < 0:
        return words("{points} percentage points behind schedule", points=points)
    return words("exactly on schedule")


ZERO_TARGET_WORDS = {
    ZeroTarget.MET: words("The target is zero and was kept."),
    ZeroTarget.OVER: words("The target is zero; {amount} better than that."),
    ZeroTarget.SHORT: words("The target is zero; {amount} short of that."),
    ZeroTarget.BREACHED: words("The target is zero and was broken by {amount}."),
}


def _points_steps(scored: Scored) -> Iterator[Words]:
    position, item = scored.position, scored.item
    if position.status is Status.ZERO_TARGET and position.actual_to_date is not None:
        actual = position.actual_to_date
        case = zero_target(actual, position.indicator.direction)
        text = ZERO_TARGET_WORDS[case].text
        yield Words(text, {"amount": amount(actual.copy_abs(), position.indicator)})
    if scored.reason is Reason.NOT_DUE:
        yield words("Nothing is due yet: the indicator does not count this month.")
    elif scored.reason is Reason.NO_RULE:
        yield words("Cannot compute: the scheme has no rule for a target of zero.")
    elif scored.reason is Reason.NO_RATIO:
        yield words("Cannot compute: there is no value to score.")
    if scored.piece is not None:
        axis = MEASURE_AXES[item.measure]
        yield words(
            "Rule for {measure}{value} — {rule}.",
            measure=_measure_words(scored),
            value=_measured(scored),
            rule=piece_words(scored.piece, axis),
        )
    if scored.points is not None:
        yield words(
            "Points: {points} of a weight of {weight}.",
            points=f"{scored.points:f}",
            weight=plain_text(item.weight),
        )


def _measure_words(scored: Scored) -> Words:
    """What went into the curve; a level is no sum to date."""
    if scored.position.indicator.roll_up is RollUp.SUM:
        return MEASURE_WORDS[scored.item.measure]
    if scored.item.measure is Measure.ACTUAL:
        return words("the level at the month's end")
    if scored.item.measure is Measure.ACHIEVEMENT:
        return words("achievement of the planned level")
    return MEASURE_WORDS[scored.item.measure]


def _measured(scored: Scored) -> str | Words:
    """The number that went into the curve, behind the name of the measure."""
    x = scored.measured
    if x is None:
        return ""
    if scored.item.measure is Measure.ACTUAL:
        return f" {exact_text(x)}"
    if scored.item.measure is Measure.LEAD:
        return words(" {x} pp", x=signed(x, 2))
    return f" {percent(x)}"


def reason_words(scored: Scored) -> Words:
    """Why an item has no points, in a few words."""
    position = scored.position
    if scored.reason is Reason.NO_MONTH:
        return words("the month before is missing")
    if scored.status is Status.MISSING and not position.missing_subjects:
        return words("not reported")
    if scored.status is Status.MISSING:
        names = listed([subject.name for subject in position.missing_subjects])
        return words("not reported by {names}", names=names)
    if scored.status is Status.NO_TARGET:
        return words("cannot compute: no target")
    return words("cannot compute")


UNRANKED_WORDS = {
    Unranked.MISSING: words("Not ranked: not everything was reported."),
    Unranked.CANNOT_COMPUTE: words("Not ranked: the score cannot be computed."),
    Unranked.NOTHING_APPLIES: words("Not ranked: no indicator applies."),
}


def _total_steps(race: Race, standing: Standing) -> Iterator[Words]:
    if standing.unranked is not None:
        yield UNRANKED_WORDS[standing.unranked]
        if standing.deduction:
            yield words(
                "For the missing report {points} points are deducted, apart from the "
                "ranking.",
                points=plain_text(standing.deduction),
            )
        return
    for section_sum in standing.sums:
        yield from _sum_steps(section_sum, race.scheme.decimals)
    if standing.score is not None and standing.rank is not None:
        yield words(
            "Score {score}, place {rank} in {group}.",
            score=grouped(standing.score, race.scheme.decimals),
            rank=standing.rank,
            group=standing.group,
        )


def _sum_steps(section_sum: SectionSum, decimals: int) -> Iterator[Words]:
    section, total = section_sum.section, sum(section_sum.terms, Fraction(0))
    said = _term(total, decimals)
    terms = " + ".join(_term(points, decimals) for points in section_sum.terms)
    yield words(
        "{section}: {sum} points.",
        section=section.name,
        sum=said if len(section_sum.terms) == 1 else f"{terms} = {said}",
    )
    if section_sum.renormalized:
        yield words(
            "Of {section} only {applicable} of {weight} points of weight apply: its "
            "points are multiplied by {weight}/{applicable} and make {points}.",
            section=section.name,
            applicable=plain_text(section_sum.applicable),
            weight=plain_text(section.weight),
            points=_term(section_sum.points, decimals),
        )


def _term(points: Fraction, decimals: int) -> str:
    """Print points as the scheme does, with more decimals where they have more."""
    if points == round_half_up(points, decimals):
        text = grouped(points, decimals)
    else:
        text = exact_text(points)
        text = f"≈{grouped(points, decimals + 2)}" if "/" in text else text
    return f"({text})" if points < 0 else text
