"""A race: entrants, rules, plan and figures of a year, and its standings by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from saima.core import standings
from saima.core.calendars import Calendar
from saima.core.figures import Figures
from saima.core.indicators import Indicator, RollUp
from saima.core.lights import Band, Light, worst
from saima.core.numbers import round_half_up
from saima.core.periods import Month
from saima.core.planned import Planned, Schedule, planned
from saima.core.positions import (
    Part,
    Position,
    Status,
    part_of,
    position,
)
from saima.core.progress import LowerForm
from saima.core.schemes import GroupRules, Item, Measure, RankOn, Scheme
from saima.core.scoring import Scored, SectionSum, add_up, score
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Targets

Exact = Decimal | Fraction


class Unranked(StrEnum):
    """Why an entrant has no place."""

    MISSING = "missing"  # 未报
    CANNOT_COMPUTE = "cannot_compute"
    NOTHING_APPLIES = "nothing_applies"


@dataclass(frozen=True, slots=True)
class Standing:
    """An entrant's place in its group for a month (名次), with all its working."""

    entrant: Subject
    group: str
    items: tuple[Scored, ...]
    full_score: Fraction | None
    score: Decimal | None  # as printed
    light: Band | None
    sums: tuple[SectionSum, ...] = ()
    unranked: Unranked | None = None
    deduction: Decimal = Decimal(0)  # for what is missing; applied apart
    rank: int | None = None
    previous_rank: int | None = None

    @property
    def movement(self) -> int | None:
        """Places gained since the month before, lost ones negative."""
        if self.rank is None or self.previous_rank is None:
            return None
        return self.previous_rank - self.rank


@dataclass(frozen=True)
class Race:
    """A group company's year: who runs, under which rules, with which figures."""

    scheme: Scheme
    subjects: Subjects
    indicators: Mapping[str, Indicator]
    targets: Targets
    figures: Figures
    calendar: Calendar

    @property
    def year(self) -> int:
        """The year that is run."""
        return self.scheme.year

    @cached_property
    def schedule(self) -> Schedule:
        """The convention with its shares."""
        return Schedule(self.scheme.convention, self.calendar)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months for which anything was reported."""
        return tuple(Month(self.year, n) for n in self.figures.reported_months())

    @property
    def roots(self) -> tuple[Subject, ...]:
        """The units above which there is none: the group companies."""
        return tuple(
            s
            for s in self.subjects
            if s.parent is None and self.subjects.children(s.code)
        )

    def entrants(self, group: str, month: Month) -> tuple[Subject, ...]:
        """Those who run in a group, as open in the month."""
        return tuple(s for s in self._by_group.get(group, ()) if s.open_in(month))

    @cached_property
    def _found_carriers(self) -> dict[tuple[str, str], tuple[Subject, ...]]:
        return {}

    @cached_property
    def _by_group(self) -> dict[str | None, list[Subject]]:
        groups: dict[str | None, list[Subject]] = {}
        for subject in self.subjects:
            groups.setdefault(subject.group, []).append(subject)
        return groups

    @cached_property
    def _keys(self) -> frozenset[tuple[str, str]]:
        return frozenset(self.targets) | frozenset(self.figures.series)

    def carriers(self, entrant: str, indicator: str) -> tuple[Subject, ...]:
        """The subjects whose targets or figures make those of an entrant.

        The lowest ones that have any, so that a unit's own total and the
        projects it is broken down to are not counted twice.
        """
        key = (entrant, indicator)
        if key not in self._found_carriers:
            found = tuple(self._carriers(self.subjects[entrant], indicator))
            self._found_carriers[key] = found
        return self._found_carriers[key]

    def _carriers(self, subject: Subject, indicator: str) -> Iterator[Subject]:
        below = [
            carrier
            for child in self.subjects.children(subject.code)
            for carrier in self._carriers(child, indicator)
        ]
        own = (subject.code, indicator) in self._keys
        # What is taken off stands beside a total of the whole's own.
        alone = all(carrier.eliminates for carrier in below)
        if alone and own and not self.ruled_out(subject.code, indicator):
            yield subject
        yield from below

    def ruled_out(self, subject: str, indicator: str) -> bool:
        """Whether an indicator is said not to apply to a subject (不适用)."""
        target = self.targets.get((subject, indicator))
        return target is not None and not target.applicable


def position_of(
    race: Race,
    subject: Subject,
    indicator: str,
    month: Month,
    lower_form: LowerForm = LowerForm.LINEAR,
) -> Position:
    """Where a subject stands on an indicator at a month's end, all below it included."""
    definition = race.indicators[indicator]
    carriers = race.carriers(subject.code, indicator)
    if not carriers:
        below = (subject, *race.subjects.below(subject.code))
        ruled_out = any(race.ruled_out(s.code, indicator) for s in below)
        status = Status.NOT_APPLICABLE if ruled_out else Status.NO_TARGET
        return Position(definition, status)
    parts = tuple(_parts(race, carriers, definition, month))
    promised = _promised(race, subject, definition, month, parts)
    return position(definition, parts, lower_form, promised)


def _promised(
    race: Race,
    subject: Subject,
    indicator: Indicator,
    month: Month,
    parts: Sequence[Part],
) -> Planned | None:
    """The plan of the whole, where none of the parts that report has a target."""
    target = race.targets.get((subject.code, indicator.code))
    parts = [part for part in parts if not part.subject.eliminates]
    if target is None or any(part.year is not None for part in parts):
        return None
    return planned(subject, target, indicator, month, race.schedule)


def _item_position(race: Race, entrant: Subject, item: Item, month: Month) -> Position:
    return position_of(race, entrant, item.indicator, month, item.lower_form)


def _parts(
    race: Race, carriers: Sequence[Subject], indicator: Indicator, month: Month
) -> Iterator[Part]:
    for subject in carriers:
        target = race.targets.get((subject.code, indicator.code))
        # What was added up stays; a level is gone with what had it.
        if indicator.roll_up is RollUp.LAST and not subject.open_in(month):
            continue
        if not subject.open_during(month.year):
            continue
        yield part_of(subject, indicator, target, race.figures, month, race.schedule)


def standings_at(
    race: Race, month: Month, before: Race | None = None
) -> tuple[Standing, ...]:
    """The standings of every group at a month's end, with movement since the last.

    Group by group in the scheme's order; ranked entrants first, by place, then
    the others as they stand in the list of units. `before` is the race as it stood
    in the month before, where targets have changed since: places once taken stay.
    """
    earlier = before or race
    for year in (race.year, earlier.year):
        if month.year != year:
            raise ValueError(f"{month} is not in {year}, the year of this race")
    here = placed_at(race, month)
    if month.number == 1:
        return here
    ranks = {s.entrant.code: s.rank for s in placed_at(earlier, month.previous())}
    return tuple(_moved(s, ranks.get(s.entrant.code)) for s in here)


def placed_at(race: Race, month: Month) -> tuple[Standing, ...]:
    """The standings of a month alone, without movement since the one before."""
    placed: list[Standing] = []
    for rules in race.scheme.groups:
        found = [
            _standing(race, rules, entrant, month)
            for entrant in race.entrants(rules.name, month)
        ]
        placed += _ranked(race.scheme, found)
    return tuple(placed)


def _standing(
    race: Race, rules: GroupRules, entrant: Subject, month: Month
) -> Standing:
    scheme = race.scheme
    items = tuple(
        score(item, _item_position(race, entrant, item, month), scheme)
        for item in rules.tree.items()
    )
    unranked = _unranked(items)
    full = scheme.rank_on is RankOn.FULL
    total = None if unranked else add_up(rules.tree, _points(items, full=full))
    if total is None:
        missing = unranked is Unranked.MISSING
        return Standing(
            entrant,
            rules.name,
            items,
            None,
            None,
            None,
            unranked=unranked or Unranked.NOTHING_APPLIES,
            deduction=scheme.missing_deduction if missing else Decimal(0),
        )
    printed = round_half_up(total.points, scheme.decimals)
    light = _light(scheme, items, printed)
    return Standing(
        entrant, rules.name, items, total.points, printed, light, total.sums
    )


def _points(items: Sequence[Scored], *, full: bool) -> dict[str, Exact | None]:
    """The points to add: as printed, or in full where places follow the full score."""
    return {
        scored.item.indicator: scored.exact_points if full else scored.points
        for scored in items
        if scored.status is not Status.NOT_APPLICABLE
    }


def _unranked(items: Sequence[Scored]) -> Unranked | None:
    if any(scored.status is Status.MISSING for scored in items):
        return Unranked.MISSING
    applicable = [s for s in items if s.status is not Status.NOT_APPLICABLE]
    if not applicable:
        return Unranked.NOTHING_APPLIES
    if any(scored.points is None for scored in applicable):
        return Unranked.CANNOT_COMPUTE
    return None


def _light(scheme: Scheme, items: Sequence[Scored], score: Decimal) -> Band | None:
    """By the scheme's bands over the score, else the gravest light of the items."""
    if scheme.standing_lights is not None:
        return scheme.standing_lights.band_at(Fraction(score))
    bands = {s.light.light: s.light for s in items if s.light is not None}
    gravest: Light | None = worst(list(bands))
    return None if gravest is None else bands[gravest]


def _ranked(scheme: Scheme, found: Sequence[Standing]) -> list[Standing]:
    scores = {
        s.entrant.code: s.score if scheme.rank_on is RankOn.PRINTED else s.full_score
        for s in found
    }
    breakers = {s.entrant.code: _tie_breakers(scheme, s) for s in found}
    places = standings.rank(scores, ties=scheme.ties, tie_break=breakers)
    ranked = [_with_rank(s, places.get(s.entrant.code)) for s in found]
    return sorted(ranked, key=lambda s: (s.rank is None, s.rank or 0))


def _with_rank(standing: Standing, place: int | None) -> Standing:
    return replace(standing, rank=place)


def _moved(standing: Standing, before: int | None) -> Standing:
    return replace(standing, previous_rank=before)


def _tie_breakers(scheme: Scheme, standing: Standing) -> tuple[Exact | None, ...]:
    """What breaks ties, larger being better."""
    by_indicator = {s.item.indicator: _tie_breaker(scheme, s) for s in standing.items}
    return tuple(by_indicator.get(code) for code in scheme.tie_break)


# What is measured is printed as a percentage, or as percentage points, to two decimals.
TIE_DECIMALS = {Measure.LEAD: 2}


def _tie_breaker(scheme: Scheme, scored: Scored) -> Exact | None:
    x, measure = scored.measured, scored.item.measure
    if x is None:
        return None
    indicator = scored.position.indicator
    if measure is Measure.ACTUAL:
        x *= indicator.sign
    if scheme.rank_on is RankOn.FULL:
        return x
    if measure is Measure.ACTUAL:
        return round_half_up(x, indicator.decimals)
    return round_half_up(x, TIE_DECIMALS.get(measure, 4))
