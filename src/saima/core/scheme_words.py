"""The rules of a race in words, the same on every page and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from saima.core.indicators import Direction, Indicator
from saima.core.lights import LightMeasure
from saima.core.numbers import exact_percent, plain_text
from saima.core.progress import CONVENTION_WORDS, LowerForm
from saima.core.schemes import Item, Measure, RankOn, Scheme
from saima.core.standings import Ties
from saima.core.words import Words, words

TIES_WORDS = {
    Ties.COMPETITION: words(
        "equal scores share a place, the next is left out: 1 2 2 4"
    ),
    Ties.DENSE: words("equal scores share a place, the next follows: 1 2 2 3"),
}
RANK_ON_WORDS = {
    RankOn.PRINTED: words("places follow the score as printed"),
    RankOn.FULL: words("places follow the score before it is rounded"),
}
LOWER_FORM_WORDS = {
    LowerForm.LINEAR: words("less is better: completion = 2 − actual ÷ target"),
    LowerForm.RATIO: words("less is better: completion = target ÷ actual"),
}
LIGHT_MEASURE_WORDS = {
    LightMeasure.LEAD: words("lead over the schedule, in percentage points"),
    LightMeasure.ACHIEVEMENT: words("achievement of plan to date"),
    LightMeasure.COMPLETION: words("completion of the year's target"),
    LightMeasure.IN_PERIOD: words("achievement of the month's plan"),
    LightMeasure.SCORE: words("score"),
}
STANDING_LIGHTS = words("Lights of the entrants")
ITEM_LIGHTS = words("Lights of the indicators")


def scheme_facts(
    scheme: Scheme, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[Words, Words]]:
    """What holds for the whole race: its name and how it is."""
    yield words("Schedule convention"), CONVENTION_WORDS[scheme.convention]
    yield words("Places"), RANK_ON_WORDS[scheme.rank_on]
    yield words("Ties"), TIES_WORDS[scheme.ties]
    if scheme.tie_break:
        names = "、".join(indicators[code].name for code in scheme.tie_break)
        yield words("Equal scores"), words("decided first by {names}", names=names)
    rounding = words("points and scores have {count} decimals", count=scheme.decimals)
    yield words("Rounding"), rounding
    yield words("Not reported"), _missing(scheme)
    yield (
        words("Not applicable"),
        words("the weight falls to the others of its section"),
    )


def _missing(scheme: Scheme) -> Words:
    if not scheme.missing_deduction:
        return words("not ranked; nothing is deducted")
    points = plain_text(scheme.missing_deduction)
    return words("not ranked; {points} points are deducted apart", points=points)


def beside_the_curve(item: Item, indicator: Indicator) -> Iterator[Words]:
    """What holds of an item beside its curve."""
    if indicator.direction is Direction.LOWER and item.measure is not Measure.ACTUAL:
        yield LOWER_FORM_WORDS[item.lower_form]
    rule = item.zero_target
    if rule is not None:
        yield words(
            "target of zero: kept {met}, better {better}, worse {worse} of the weight",
            met=exact_percent(rule.met),
            better=exact_percent(rule.better),
            worse=exact_percent(rule.worse),
        )
