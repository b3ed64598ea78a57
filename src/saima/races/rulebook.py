"""The rules of a race as they are shown: weights, curves, lights and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from saima.core.curves.telling import curve_words, interval_words
from saima.core.figures import Figures
from saima.core.indicators import Indicator
from saima.core.lights import Band, LightMeasure, LightTable
from saima.core.numbers import exact_percent, exact_text, plain_text
from saima.core.races import Race
from saima.core.scheme_words import (
    ITEM_LIGHTS,
    LIGHT_MEASURE_WORDS,
    STANDING_LIGHTS,
    beside_the_curve,
    scheme_facts,
)
from saima.core.schemes import (
    MEASURE_AXES,
    MEASURE_WORDS,
    GroupRules,
    Item,
    Scheme,
    Section,
)
from saima.core.subjects import Subjects
from saima.core.words import Words, words
from saima.plans.queries import indicator_value, indicators_of
from saima.races.drawings import CurveDrawing, curve_drawing, hundredths
from saima.races.honor_rules import ListTold, StreakTold, lists_told, streaks_told
from saima.races.models import Race as RaceRow
from saima.races.models import Rules
from saima.races.queries.rules import scheme_in
from saima.reading.calendars import packaged_calendar

WORST_ITEM = words("the gravest light of the indicators")


@dataclass(frozen=True)
class Fact:
    """One rule that holds for the whole race."""

    name: Words
    told: Words


@dataclass(frozen=True)
class ItemRule:
    """An indicator of a group: its weight and its curve, in words and drawn."""

    item: Item
    indicator: Indicator

    @property
    def measure(self) -> Words:
        """What of a figure goes into the curve."""
        return MEASURE_WORDS[self.item.measure]

    @property
    def weight(self) -> str:
        """The weight as it is written."""
        return plain_text(self.item.weight)

    @property
    def drawing(self) -> CurveDrawing:
        """The curve, drawn."""
        return curve_drawing(self.item.curve, MEASURE_AXES[self.item.measure])

    @property
    def told(self) -> tuple[Words, ...]:
        """The curve, piece by piece."""
        return curve_words(self.item.curve, MEASURE_AXES[self.item.measure])

    @property
    def besides(self) -> tuple[Words, ...]:
        """What holds beside the curve."""
        return tuple(beside_the_curve(self.item, self.indicator))


@dataclass(frozen=True)
class Knot:
    """A line of the tree of weights, with how deep it lies."""

    name: str
    weight: str
    width: str
    depth: int
    leaf: bool


@dataclass(frozen=True)
class GroupRule:
    """The rules of one group."""

    number: int
    name: str
    tree: tuple[Knot, ...]
    items: tuple[ItemRule, ...]
    lists: tuple[ListTold, ...] = ()
    streaks: tuple[StreakTold, ...] = ()


@dataclass(frozen=True)
class BandLine:
    """A light and where it shines."""

    band: Band
    where: Words


@dataclass(frozen=True)
class LightRule:
    """A table of lights with what it looks at."""

    title: Words
    measure: Words
    bands: tuple[BandLine, ...]
    source: str


@dataclass(frozen=True)
class Rulebook:
    """All rules of a race."""

    scheme: Scheme
    facts: tuple[Fact, ...]
    groups: tuple[GroupRule, ...]
    lights: tuple[LightRule, ...]


def catalog_race(row: RaceRow, rules: Rules | Scheme) -> Race:
    """A race of nobody, that knows rules and indicators and nothing else."""
    scheme = rules if isinstance(rules, Scheme) else scheme_in(rules)
    indicators = {
        one.code: indicator_value(one) for one in indicators_of(row.root, row.year)
    }
    nobody = Subjects(())
    return Race(scheme, nobody, indicators, {}, Figures(), packaged_calendar())


def rulebook(race: Race) -> Rulebook:
    """The rules of a race."""
    scheme = race.scheme
    return Rulebook(
        scheme,
        tuple(Fact(*told) for told in scheme_facts(scheme, race.indicators)),
        tuple(
            _group(number, rules, race)
            for number, rules in enumerate(scheme.groups, start=1)
        ),
        tuple(light_rules(scheme)),
    )


def _group(number: int, rules: GroupRules, race: Race) -> GroupRule:
    return GroupRule(
        number,
        rules.name,
        tuple(_knots(rules.tree, race, 0)),
        tuple(
            ItemRule(item, race.indicators[item.indicator])
            for item in rules.tree.items()
        ),
        lists_told(rules.lists),
        streaks_told(rules, race.indicators),
    )


def _knots(section: Section, race: Race, depth: int) -> Iterator[Knot]:
    for child in section.children:
        if isinstance(child, Item):
            yield _knot(race.indicators[child.indicator].name, child, depth)
        else:
            yield _knot(child.name, child, depth)
            yield from _knots(child, race, depth + 1)


def _knot(name: str, child: Item | Section, depth: int) -> Knot:
    weight = child.weight
    width = hundredths(Fraction(weight) / 100)
    return Knot(name, plain_text(weight), width, depth, isinstance(child, Item))


def light_rules(scheme: Scheme) -> Iterator[LightRule]:
    """What the lights of a race look at, and where they shine."""
    if scheme.standing_lights is not None:
        yield _light_rule(STANDING_LIGHTS, scheme.standing_lights)
    elif scheme.item_lights is not None:
        yield LightRule(STANDING_LIGHTS, WORST_ITEM, (), "")
    if scheme.item_lights is not None:
        yield _light_rule(ITEM_LIGHTS, scheme.item_lights)


def _light_rule(title: Words, table: LightTable) -> LightRule:
    plain = table.measure in (LightMeasure.LEAD, LightMeasure.SCORE)
    show = exact_text if plain else exact_percent
    return LightRule(
        title,
        LIGHT_MEASURE_WORDS[table.measure],
        tuple(BandLine(b, interval_words(b.interval, show)) for b in table.bands),
        table.source,
    )
