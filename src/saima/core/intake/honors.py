"""Reading what a scheme makes of a ranking: lists of praise and alarm, and streaks.

What stands at the head of a scheme holds for every group that says nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saima.core.findings import Place
from saima.core.intake.asking import Asked
from saima.core.intake.collected import Collected
from saima.core.intake.lookup import Indicators, find_indicator
from saima.core.intake.trees import Leaf
from saima.core.lights import Light, LightTable
from saima.core.schemes import (
    Edge,
    GroupRules,
    ListRule,
    ListRules,
    PlanKept,
    Section,
    StreakKind,
    StreakRule,
    Together,
)
from saima.core.words import words

LEAST = ListRules().least


class HonorReader:
    """Reads the lists and streaks of a scheme, for all its groups and for each."""

    def __init__(self, indicators: Indicators, found: Collected) -> None:
        self.indicators, self.found = indicators, found
        self.shining: frozenset[Light] = frozenset()
        self.lists_of_all = ListRules()
        self.streaks_of_all: tuple[StreakRule, ...] = ()

    def for_all_groups(self, scheme: Asked, lights: LightTable | None) -> None:
        """Read what holds for every group; `lights` are those by which units shine."""
        if lights is not None:
            self.shining = frozenset(band.light for band in lights.bands)
        self.lists_of_all = self.lists(scheme)
        self.streaks_of_all = self.streaks(scheme)

    def check_named(self, scheme: Asked, groups: Iterable[GroupRules]) -> None:
        """Refuse an indicator of a streak that no group has: nothing would come of it."""
        had = {item.indicator for rules in groups for item in rules.tree.items()}
        for rule in self.streaks_of_all:
            for code in rule.indicators:
                if code not in had:
                    _not_in_a_group(scheme, code, scheme.at("streaks"))

    # --- Lists -------------------------------------------------------------------------

    def lists(self, owner: Asked) -> ListRules:
        """The lists of a group, else those of all."""
        if "lists" not in owner.entries:
            return self.lists_of_all
        asked = owner.within("lists")
        praise = self.praise(asked.within("red")) if "red" in asked.entries else None
        if "black" not in asked.entries:
            asked.nothing_else()
            return ListRules(praise)
        black = asked.within("black")
        least, missing = _whole(black, "least", LEAST), black.yes("missing")
        alarm = self.alarm(black, missing=missing)
        asked.nothing_else()
        return ListRules(praise, alarm, least or LEAST, missing)

    def praise(self, asked: Asked) -> ListRule | None:
        """The conditions of the list of praise."""
        rule = ListRule(
            _whole(asked, "top"),
            self.lights(asked),
            asked.optional_number("score_from"),
            _plan(asked),
            asked.choice("edge", Edge, Edge.ALL) or Edge.ALL,
        )
        return _any_condition(rule, asked)

    def alarm(self, asked: Asked, *, missing: bool) -> ListRule | None:
        """The conditions of the list of alarm; no tie alone puts anybody on it."""
        rule = ListRule(
            _whole(asked, "bottom"),
            self.lights(asked),
            asked.optional_number("score_below"),
            _plan(asked),
            asked.choice("edge", Edge, Edge.NONE) or Edge.NONE,
        )
        if missing and not _asks(rule):  # 未报 alone is on the list
            asked.nothing_else()
            return None
        return _any_condition(rule, asked)

    def lights(self, asked: Asked) -> tuple[Light, ...]:
        """The lights that a list takes, each one that can shine in the scheme."""
        taken: list[Light] = []
        for node in asked.listed("lights"):
            name = node.text if isinstance(node, Leaf) else ""
            light = next((one for one in self.shining if one.value == name), None)
            if light is None:
                known = [one.value for one in Light if one in self.shining]
                asked.refuse(
                    "unknown_choice",
                    words(
                        "no unit can have the light “{name}” under this scheme; "
                        "it has: {names}",
                        name=name,
                        names=", ".join(known) or "–",
                    ),
                    node.place,
                )
            elif light not in taken:
                taken.append(light)
        return tuple(taken)

    # --- Streaks -----------------------------------------------------------------------

    def streaks(self, owner: Asked) -> tuple[StreakRule, ...]:
        """The streaks that stand at a place, in order."""
        return tuple(
            rule
            for knot in owner.knots("streaks")
            if (rule := self.streak(knot)) is not None
        )

    def streaks_of_group(self, owner: Asked, tree: Section) -> tuple[StreakRule, ...]:
        """The streaks of a group, else those of all that its indicators allow."""
        had = {item.indicator for item in tree.items()}
        if "streaks" not in owner.entries:
            return _within(self.streaks_of_all, had)
        own = self.streaks(owner)
        for rule in own:
            for code in rule.indicators:
                if code not in had:
                    _not_in_a_group(owner, code, owner.at("streaks"))
        return own

    def streak(self, asked: Asked) -> StreakRule | None:
        """One streak: its kind, its indicators, and how they make one verdict."""
        kind = asked.choice("kind", StreakKind, None)
        together = asked.choice("together", Together, Together.ALL)
        codes: list[str] = []
        for node in asked.listed("indicators"):
            name = node.text if isinstance(node, Leaf) else ""
            found = find_indicator(name, self.indicators, node.place, self.found)
            if found is not None and found.code not in codes:
                codes.append(found.code)
        asked.nothing_else()
        if kind is None or together is None:
            return None
        return StreakRule(kind, tuple(codes), together)


def _within(rules: Sequence[StreakRule], had: set[str]) -> tuple[StreakRule, ...]:
    """Rules for all groups as one group has them: over those named that it has."""
    kept: list[StreakRule] = []
    for rule in rules:
        named = tuple(code for code in rule.indicators if code in had)
        if named or not rule.indicators:
            kept.append(StreakRule(rule.kind, named, rule.together))
    return tuple(kept)


def _not_in_a_group(asked: Asked, code: str, place: Place) -> None:
    text = words("a streak names “{name}”, which does not count there", name=code)
    asked.refuse("unknown_indicator", text, place)


def _plan(asked: Asked) -> PlanKept | None:
    if "plan" not in asked.entries:
        return None
    return asked.choice("plan", PlanKept, None)


def _asks(rule: ListRule) -> bool:
    """Whether a rule has any condition."""
    numbers = (rule.places, rule.limit, rule.plan)
    return bool(rule.lights) or any(one is not None for one in numbers)


def _any_condition(rule: ListRule, asked: Asked) -> ListRule | None:
    """Refuse a list without conditions: it would take everybody."""
    asked.nothing_else()
    if not _asks(rule):
        if asked.sound:
            asked.refuse("needed", words("a list needs at least one condition"))
        return None
    return rule


def _whole(asked: Asked, name: str, default: int | None = None) -> int | None:
    """A whole number above zero; None where it is absent or refused."""
    value = asked.optional_number(name)
    if value is None:
        return default
    if value.denominator != 1 or value < 1:
        asked.refuse(
            "not_a_number",
            words("“{name}” must be a whole number above zero", name=name),
            asked.at(name),
        )
        return default
    return int(value)
