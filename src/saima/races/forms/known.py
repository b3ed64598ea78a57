"""What a form offers to choose from: the catalog of the group and the shipped lights."""

from __future__ import annotations

from collections.abc import Iterator

from saima.core.indicators import Direction, Indicator
from saima.core.intake.trees import Leaf, MapNode, Node
from saima.core.lights import LightMeasure
from saima.core.scheme_words import LIGHT_MEASURE_WORDS
from saima.core.words import Words, words
from saima.plans.queries import indicator_value, indicators_of
from saima.races.forms.page import Context, Option
from saima.races.models import Race
from saima.reading.trees import light_presets


def known_to(race: Race) -> Context:
    """What may be chosen in the form of a race."""
    catalog = [indicator_value(row) for row in indicators_of(race.root, race.year)]
    lights = [*_lights()]
    score = LightMeasure.SCORE.value
    return Context(
        indicators=[(one.name, _indicator(one)) for one in catalog],
        lights={
            "items": [_light(name, by) for name, by in lights if by != score],
            "standings": [_light(name, by) for name, by in lights if by == score],
        },
    )


def _indicator(indicator: Indicator) -> Words:
    said = {"name": indicator.name, "unit": indicator.unit_of_measure.symbol}
    if indicator.direction is Direction.LOWER:
        return words("{name} ({unit}, less is better)", **said)
    return words("{name} ({unit})", **said)


def _lights() -> Iterator[tuple[str, str]]:
    """The shipped tables of lights, each with what it looks at."""
    for name, table in light_presets().items():
        by: Node | None = (
            table.nodes.get("measure") if isinstance(table, MapNode) else None
        )
        yield name, by.text if isinstance(by, Leaf) else ""


def _light(name: str, by: str) -> Option:
    said = LIGHT_MEASURE_WORDS[LightMeasure(by)]
    return name, words("{name}: {measure}", name=name, measure=said)
