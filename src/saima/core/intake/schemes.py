"""Reading a scheme: groups, weights, curves, lights and how places are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from saima.core.findings import Place
from saima.core.indicators import Direction, Indicator
from saima.core.intake.asking import Asked
from saima.core.intake.collected import Collected
from saima.core.intake.curves import read_curve
from saima.core.intake.honors import HonorReader
from saima.core.intake.lookup import Indicators, find_indicator
from saima.core.intake.trees import Leaf, MapNode, Node, leaves
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable, light_findings
from saima.core.numbers import exact_percent, exact_text, plain_text
from saima.core.numbers import total as total_of
from saima.core.progress import Convention, LowerForm
from saima.core.schemes import (
    MEASURE_AXES,
    GroupRules,
    Item,
    Measure,
    Peers,
    RankOn,
    Scheme,
    Section,
    ZeroTargetRule,
)
from saima.core.standings import Ties
from saima.core.words import listed, words

FULL_MARKS = Decimal(100)


def read_year(tree: Node, found: Collected) -> int:
    """The year of a scheme; a year of no sense, with a finding, where it has none."""
    asked = Asked(tree, found, tree.place)
    year = asked.number("year")
    if year is None or year.denominator != 1 or not 1900 <= year <= 9999:
        if year is not None:
            text = words("“{name}” must be a year", name="year")
            asked.refuse("not_a_year", text, asked.at("year"))
        return 1900
    return int(year)


class SchemeReader:
    """Reads one scheme; what several places need stands here once."""

    def __init__(
        self,
        indicators: Indicators,
        presets: Mapping[str, Node],
        found: Collected,
    ) -> None:
        self.indicators, self.presets, self.found = indicators, presets, found
        self.curves: dict[str, Node] = {}
        self.honors = HonorReader(indicators, found)

    def item(self, asked: Asked, weight: Decimal) -> Item | None:
        """An indicator of a weight, with its curve."""
        name = asked.text("indicator")
        place = asked.at("indicator")
        indicator = find_indicator(name, self.indicators, place, self.found)
        measure = asked.choice("measure", Measure, Measure.ACHIEVEMENT)
        lower_form = asked.choice("lower_form", LowerForm, LowerForm.LINEAR)
        zero_target = self.zero_target(asked)
        curve_node = self.named_curve(asked)
        asked.nothing_else()
        if indicator is None or measure is None or lower_form is None:
            return None
        if measure is Measure.ACTUAL and curve_node is not None:
            self.refuse_percentages(curve_node, indicator)
        rising = measure is not Measure.ACTUAL or _rising(indicator)
        curve = read_curve(
            Asked(curve_node, self.found, asked.place),
            Fraction(weight),
            MEASURE_AXES[measure],
            rising=rising,
        )
        if curve is None:
            return None
        return Item(indicator.code, weight, curve, measure, lower_form, zero_target)

    def refuse_percentages(self, node: Node, indicator: Indicator) -> None:
        """A figure itself is scored in its own unit: 45, not 45%, which is 0.45."""
        for leaf in leaves(node):
            if leaf.text.endswith(("%", "％")):
                self.found.error(
                    "percentage",
                    leaf.place,
                    words(
                        "“{text}” is a share of one, but {indicator} is scored in {unit}",
                        text=leaf.text,
                        indicator=indicator.name,
                        unit=indicator.unit_of_measure.symbol,
                    ),
                    words("write the number without %"),
                )

    def named_curve(self, asked: Asked) -> Node | None:
        """The curve of an item: written there, or named among the scheme's curves."""
        node = asked.node("curve")
        if isinstance(node, Leaf):
            if node.text in self.curves:
                return self.curves[node.text]
            asked.refuse(
                "unknown_curve",
                words("no curve is called “{name}”", name=node.text),
                node.place,
            )
            return None
        if node is None:
            asked.refuse("needed", words("“{name}” is missing", name="curve"))
        return node

    def weight(self, asked: Asked) -> Decimal:
        """A weight: a decimal above zero."""
        value = asked.number("weight")
        if value is None:
            return Decimal(0)
        text = exact_text(value)
        if value <= 0 or "/" in text:
            asked.refuse(
                "weight",
                words("a weight must be a number above zero"),
                asked.at("weight"),
            )
            return Decimal(0)
        return Decimal(text)

    def zero_target(self, asked: Asked) -> ZeroTargetRule | None:
        """What a target of zero earns, as shares of the weight."""
        if "zero_target" not in asked.entries:
            return None
        rule = asked.within("zero_target")
        met, better, worse = (rule.number(n) for n in ("met", "better", "worse"))
        rule.nothing_else()
        if met is None or better is None or worse is None:
            return None
        return ZeroTargetRule(met, better, worse)

    def section(self, name: str, weight: Decimal, asked: Asked) -> Section:
        """A knot of the tree with all below it."""
        children: list[Item | Section] = []
        weights: list[Decimal] = []
        for knot in asked.knots("items"):
            weights.append(self.weight(knot))
            child = self.child(knot, weights[-1])
            if child is not None:
                children.append(child)
        if not weights and asked.sound:
            asked.refuse("needed", words("“{name}” is missing", name="items"))
        total = total_of(weights)
        # A weight that could not be read is zero here, and refused already.
        if weight and all(weights) and weights and total != weight:
            self.found.error(
                "weights",
                asked.place,
                words(
                    "the weights in “{name}” make {total}, not {weight}",
                    name=name,
                    total=plain_text(total),
                    weight=plain_text(weight),
                ),
                words("change the weights until they make the whole"),
            )
        return Section(name, weight, tuple(children))

    def child(self, asked: Asked, weight: Decimal) -> Item | Section | None:
        """What stands in a list of items: an indicator, or a knot with its own."""
        if "items" not in asked.entries:
            return self.item(asked, weight)
        section = self.section(asked.text("name"), weight, asked)
        asked.nothing_else()
        return section

    def group(self, asked: Asked) -> GroupRules:
        """A group with its tree, whose weights must make the full marks."""
        name = asked.text("name")
        tree = self.section(name, FULL_MARKS, asked)
        lists = self.honors.lists(asked)
        streaks = self.honors.streaks_of_group(asked, tree)
        asked.nothing_else()
        seen: set[str] = set()
        for item in tree.items():
            if item.indicator in seen:
                asked.refuse(
                    "indicator_twice",
                    words("“{name}” stands in the group twice", name=item.indicator),
                )
            seen.add(item.indicator)
        return GroupRules(name, tree, lists, streaks)

    def lights(self, asked: Asked, name: str) -> LightTable | None:
        """A table of lights: written there, or the name of a shipped one."""
        node = asked.node(name)
        if node is None:
            return None
        if isinstance(node, Leaf):
            preset = self.presets.get(node.text)
            if preset is None:
                asked.refuse(
                    "unknown_lights",
                    words(
                        "no table of lights is called “{name}”; shipped are: {names}",
                        name=node.text,
                        names=", ".join(self.presets),
                    ),
                    node.place,
                )
                return None
            node = preset
        return read_lights(node, self.found)


def _rising(indicator: Indicator) -> bool:
    return indicator.direction is Direction.HIGHER


def read_lights(node: Node, found: Collected) -> LightTable | None:
    """Read a table of lights and refuse it where it leaves a gap or overlaps."""
    asked = Asked(node, found, node.place)
    asked.node("name")
    source = asked.text("source", "")
    measure = asked.choice("measure", LightMeasure, None)
    bands = [band for knot in asked.knots("bands") if (band := _band(knot))]
    asked.nothing_else()
    if measure is None:
        return None
    table = LightTable(measure, tuple(bands), source)
    points = (LightMeasure.LEAD, LightMeasure.SCORE)
    show = exact_text if measure in points else exact_percent
    found.extend(light_findings(table, asked.place, show))
    return table


def _band(knot: Asked) -> Band | None:
    """A band: `from` and `to` are included, `above` and `below` are not."""
    light = knot.choice("light", Light, None)
    name = knot.text("name", str(light or ""))
    from_, above = knot.optional_number("from"), knot.optional_number("above")
    to, below = knot.optional_number("to"), knot.optional_number("below")
    knot.nothing_else()
    twice = [
        f"{one}, {other}"
        for one, other in (("from", "above"), ("to", "below"))
        if one in knot.entries and other in knot.entries
    ]
    if twice:
        knot.refuse(
            "two_ends", words("a band has one of each: {names}", names=listed(twice))
        )
    if light is None or twice:
        return None
    low = from_ if from_ is not None else above
    high = to if to is not None else below
    return Band(name, light, Interval(low, high, above is None, to is not None))


def read_scheme(
    tree: Node,
    year: int,
    indicators: Indicators,
    presets: Mapping[str, Node],
    found: Collected,
) -> Scheme | None:
    """Read a scheme; None, with findings at their lines, where it is not whole."""
    asked = Asked(tree, found, tree.place)
    reader = SchemeReader(indicators, presets, found)
    asked.node("year")
    curves = asked.node("curves")
    if isinstance(curves, MapNode):
        reader.curves = dict(curves.nodes)
    name = asked.text("name")
    convention = asked.choice("convention", Convention, None)
    ties = asked.choice("ties", Ties, Ties.COMPETITION)
    rank_on = asked.choice("rank_on", RankOn, RankOn.PRINTED)
    decimals = asked.number("decimals", Fraction(2))
    peers = asked.choice("peers", Peers, Peers.PLACES)
    missing = asked.within("missing")
    deduction = _deduction(missing)
    missing.nothing_else()
    lights = asked.within("lights")
    item_lights = reader.lights(lights, "items")
    standing_lights = reader.lights(lights, "standings")
    lights.nothing_else()
    tie_break = _tie_break(asked, indicators, found)
    _check_light_measures(lights, item_lights, standing_lights)
    reader.honors.for_all_groups(asked, standing_lights or item_lights)
    groups = tuple(reader.group(knot) for knot in asked.knots("groups"))
    reader.honors.check_named(asked, groups)
    _check_names(groups, asked)
    source, sample = asked.text("source", ""), asked.yes("sample")
    asked.nothing_else()
    if not groups:
        asked.refuse("needed", words("“{name}” is missing", name="groups"))
    if convention is None or ties is None or rank_on is None or decimals is None:
        return None
    if peers is None:
        return None
    if decimals.denominator != 1 or not 0 <= decimals <= 8:
        text = words("scores are printed with 0 to 8 decimals")
        asked.refuse("decimals", text, asked.at("decimals"))
        return None
    return Scheme(
        name,
        year,
        convention,
        groups,
        int(decimals),
        rank_on,
        ties,
        tie_break,
        deduction,
        item_lights,
        standing_lights,
        source,
        sample,
        peers,
    )


def _deduction(missing: Asked) -> Decimal:
    """The points taken for a missing report: a decimal, not below zero."""
    value = missing.number("deduct", Fraction(0))
    if value is None:
        return Decimal(0)
    text = exact_text(value)
    if value < 0 or "/" in text:
        missing.refuse(
            "deduction",
            words("the points taken must be a number, zero or above"),
            missing.at("deduct"),
        )
        return Decimal(0)
    return Decimal(text)


def _check_light_measures(
    lights: Asked, items: LightTable | None, standings: LightTable | None
) -> None:
    """Standings shine by their score, items by anything but a score."""
    if standings is not None and standings.measure is not LightMeasure.SCORE:
        lights.refuse(
            "light_measure",
            words("the lights of standings must measure the score"),
            lights.at("standings"),
        )
    if items is not None and items.measure is LightMeasure.SCORE:
        lights.refuse(
            "light_measure",
            words("the lights of items cannot measure the score"),
            lights.at("items"),
        )


def _check_names(groups: Sequence[GroupRules], asked: Asked) -> None:
    """No two groups have one name."""
    names = [rules.name for rules in groups]
    for name in sorted({name for name in names if names.count(name) > 1}):
        asked.refuse(
            "group_twice",
            words("“{name}” stands among the groups twice", name=name),
            asked.at("groups"),
        )


def _tie_break(
    asked: Asked, indicators: Indicators, found: Collected
) -> tuple[str, ...]:
    codes = []
    for node in asked.listed("tie_break"):
        name = node.text if isinstance(node, Leaf) else ""
        indicator = find_indicator(name, indicators, _place(node), found)
        if indicator is not None:
            codes.append(indicator.code)
    return tuple(codes)


def _place(node: Node) -> Place:
    return node.place
