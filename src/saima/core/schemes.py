"""The rules of a race: groups, weights, curves, lights, ties and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core.curves.form import Curve
from saima.core.curves.telling import PLAIN_AXIS, POINTS_AXIS, RATIO_AXIS, Axis
from saima.core.lights import Light, LightTable
from saima.core.progress import Convention, LowerForm
from saima.core.standings import Ties
from saima.core.words import words


class Measure(StrEnum):
    """What of a figure goes into the curve."""

    ACHIEVEMENT = "achievement"  # against plan to date
    COMPLETION = "completion"  # against the year's target
    LEAD = "lead"  # percentage points ahead of schedule
    IN_PERIOD = "in_period"  # the month alone against its plan
    ACTUAL = "actual"  # the figure itself


MEASURE_WORDS = {
    Measure.ACHIEVEMENT: words("achievement of plan to date"),
    Measure.COMPLETION: words("completion of the year's target"),
    Measure.LEAD: words("lead over the schedule"),
    Measure.IN_PERIOD: words("achievement of the month's plan"),
    Measure.ACTUAL: words("actual to date"),
}
MEASURE_AXES: dict[Measure, Axis] = {
    Measure.ACHIEVEMENT: RATIO_AXIS,
    Measure.COMPLETION: RATIO_AXIS,
    Measure.LEAD: POINTS_AXIS,
    Measure.IN_PERIOD: RATIO_AXIS,
    Measure.ACTUAL: PLAIN_AXIS,
}


@dataclass(frozen=True, slots=True)
class ZeroTargetRule:
    """The share of the weight earned against a target of zero, case by case."""

    met: Fraction
    better: Fraction
    worse: Fraction


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator of a scheme: its weight, what is measured, and its curve."""

    indicator: str
    weight: Decimal
    curve: Curve
    measure: Measure = Measure.ACHIEVEMENT
    lower_form: LowerForm = LowerForm.LINEAR
    zero_target: ZeroTargetRule | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A knot of the weighted tree: its weight is that of its children together."""

    name: str
    weight: Decimal
    children: tuple[Item | Section, ...]

    def items(self) -> Iterator[Item]:
        """The indicators below, in the order of the scheme."""
        for child in self.children:
            if isinstance(child, Item):
                yield child
            else:
                yield from child.items()


class Edge(StrEnum):
    """Who is listed where several share the last place that a list takes."""

    ALL = "all"
    NONE = "none"


class PlanKept(StrEnum):
    """What a list asks of the plan to date, over all items with a target together."""

    EXCEEDED = "exceeded"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ListRule:
    """Who gets on a list of honor: all conditions that are given must hold.

    `places` counts from the first place for praise, from the last for alarm;
    `limit` is a score to be reached for praise, to be fallen short of for alarm.
    """

    places: int | None = None
    lights: tuple[Light, ...] = ()
    limit: Fraction | None = None
    plan: PlanKept | None = None
    edge: Edge = Edge.ALL


@dataclass(frozen=True, slots=True)
class ListRules:
    """The lists of a group: praise (红榜) and alarm (黑榜), which is never colored so.

    No alarm where fewer than `least` run; with `missing` those who did not report
    are on the list of alarm.
    """

    praise: ListRule | None = None
    alarm: ListRule | None = None
    least: int = 5
    missing: bool = False

    @property
    def any_alarm(self) -> bool:
        """Whether there is a list of alarm at all."""
        return self.alarm is not None or self.missing


class StreakKind(StrEnum):
    """What was kept up; no published text defines these, the definitions are ours."""

    OPENING = "opening"  # 开门红: the plan to date at the end of March
    DOUBLE_HALF = "double_half"  # 双过半: half of the year's target at mid-year
    EVERY_MONTH = "every_month"  # 月月红: the plan to date in each month so far
    HALF_YEAR = "half_year"  # 半年红: the plan to date at the end of June
    FULL_YEAR = "full_year"  # 全年红: the year's target at its end


class Together(StrEnum):
    """How several indicators make one verdict."""

    ALL = "all"  # each of them must be kept
    WEIGHTED = "weighted"  # their achievements up the weighted tree


@dataclass(frozen=True, slots=True)
class StreakRule:
    """A streak of a group: over which indicators; none named is all with a target."""

    kind: StreakKind
    indicators: tuple[str, ...] = ()
    together: Together = Together.ALL


@dataclass(frozen=True, slots=True)
class GroupRules:
    """What counts in one group of entrants (组别), and what is made of it."""

    name: str
    tree: Section
    lists: ListRules = ListRules()
    streaks: tuple[StreakRule, ...] = ()


class RankOn(StrEnum):
    """Whether places follow the score as printed or its hidden decimals."""

    PRINTED = "printed"
    FULL = "full"


class Peers(StrEnum):
    """What the units of a group see of each other once an edition is public."""

    PLACES = "places"  # place, score and light
    VALUES = "values"  # targets, figures and working as well


@dataclass(frozen=True, slots=True)
class Scheme:
    """A group company's rules of the race for a year (评比办法)."""

    name: str
    year: int
    convention: Convention
    groups: tuple[GroupRules, ...]
    decimals: int = 2
    rank_on: RankOn = RankOn.PRINTED
    ties: Ties = Ties.COMPETITION
    tie_break: tuple[str, ...] = ()
    missing_deduction: Decimal = Decimal(0)
    item_lights: LightTable | None = None
    standing_lights: LightTable | None = None
    source: str = ""
    sample: bool = False
    peers: Peers = Peers.PLACES

    def rules_of(self, group: str | None) -> GroupRules | None:
        """The rules of a group; None where the scheme does not know it."""
        return next((rules for rules in self.groups if rules.name == group), None)
