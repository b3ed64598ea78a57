"""An entrant's month as it is shown: place, working, the year's curve and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.explain import ItemExplanation, explain
from saima.core.indicators import Indicator, RollUp
from saima.core.numbers import plain_text, round_half_up
from saima.core.periods import Month, months_of
from saima.core.positions import Part, Position
from saima.core.races import Race, Standing, position_of
from saima.core.schemes import Item
from saima.core.scoring import Scored
from saima.core.subjects import Subject
from saima.core.words import Words
from saima.races.cards import counts_at_the_end, document_of, told_completion
from saima.races.drawings import PlacesDrawing, hundredths, places_drawing
from saima.races.league import Cell, Group, Row, groups_of
from saima.races.queries.live import Listing, standings_of
from saima.races.rulebook import LightRule, light_rules

FEWEST_PEERS = 2


@dataclass(frozen=True)
class MonthLine:
    """Plan and actual to date at a month's end, as far as is known."""

    month: Month
    plan: Fraction | None
    actual: Decimal | None
    in_period: Decimal | None
    completion: Fraction | None
    current: bool


@dataclass(frozen=True)
class PartLine:
    """What one project, parcel, branch or unit gives."""

    part: Part
    completion: Fraction | None
    source: str


@dataclass(frozen=True)
class Among:
    """How the points of one indicator lie among those of its group."""

    place: int
    size: int
    highest: Decimal
    median: Decimal
    lowest: Decimal


@dataclass(frozen=True)
class Panel:
    """One indicator of an entrant with all that is known of it."""

    number: int
    cell: Cell
    steps: tuple[Words, ...]
    months: tuple[MonthLine, ...]
    parts: tuple[PartLine, ...]
    points_bar: str
    among: Among | None = None

    @property
    def item(self) -> Item:
        """Its weight and rule."""
        return self.cell.scored.item

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.cell.indicator

    @property
    def position(self) -> Position:
        """Where it stands."""
        return self.cell.scored.position

    @property
    def completion(self) -> Fraction | None:
        """How much of the year's target is done, where that can be told."""
        return told_completion(self.position)

    @property
    def against(self) -> bool:
        """Whether completion says nothing before the year has ended."""
        return counts_at_the_end(self.position.target, self.indicator)

    @property
    def level(self) -> bool:
        """Whether it is a level at a month's end, which no month adds to."""
        return self.indicator.roll_up is RollUp.LAST

    @property
    def chart_id(self) -> str:
        """Where on the page the numbers of its curve stand."""
        return f"chart-{self.number}"

    @property
    def chart(self) -> dict[str, object]:
        """The year's curve as the script draws it; rounded, for the eye alone."""
        return {
            "unit": self.indicator.unit_of_measure.symbol,
            "decimals": self.indicator.decimals,
            "level": self.level,
            "plan": [_drawn(line.plan, self.indicator) for line in self.months],
            "actual": [_drawn(line.actual, self.indicator) for line in self.months],
        }


def _drawn(value: Decimal | Fraction | None, indicator: Indicator) -> float | None:
    if value is None:
        return None
    return float(round_half_up(value, indicator.decimals))


@dataclass(frozen=True)
class Profile:
    """An entrant in a month."""

    race: Race
    month: Month
    group: Group
    row: Row
    panels: tuple[Panel, ...]
    total: tuple[Words, ...]
    places: PlacesDrawing
    before: Subject | None
    after: Subject | None

    @property
    def standing(self) -> Standing:
        """Its place with all its working."""
        return self.row.standing

    @property
    def entrant(self) -> Subject:
        """Who it is."""
        return self.standing.entrant

    @property
    def legend(self) -> tuple[LightRule, ...]:
        """What the lights look at."""
        return tuple(light_rules(self.race.scheme))

    @property
    def weight(self) -> str:
        """The full marks of the scheme."""
        return plain_text(self.group.rules.tree.weight)


def profile(listing: Listing, race: Race, month: Month, code: str) -> Profile | None:
    """An entrant's month; None where nobody of this code runs in it."""
    for group in groups_of(listing, race, month):
        rows = [*group.ranked, *group.unranked]
        codes = [row.standing.entrant.code for row in rows]
        if code in codes:
            return _profile(listing, race, month, group, codes.index(code))
    return None


def _profile(
    listing: Listing, race: Race, month: Month, group: Group, index: int
) -> Profile:
    rows = [*group.ranked, *group.unranked]
    row = rows[index]
    explanation = explain(race, row.standing, month)
    return Profile(
        race,
        month,
        group,
        row,
        tuple(_panels(race, rows, index, month, explanation.items)),
        explanation.total,
        _places(listing, race, row.standing, month),
        rows[index - 1].standing.entrant if index else None,
        rows[index + 1].standing.entrant if index + 1 < len(rows) else None,
    )


def _panels(
    race: Race,
    rows: Sequence[Row],
    index: int,
    month: Month,
    items: Sequence[ItemExplanation],
) -> Iterator[Panel]:
    standing = rows[index].standing
    for number, explained in enumerate(items, start=1):
        scored = explained.scored
        cell = Cell(scored, scored.item.weight)
        share = Fraction(scored.points or 0) / Fraction(scored.item.weight)
        yield Panel(
            number,
            cell,
            explained.steps,
            tuple(_months(race, standing.entrant, scored.item, month)),
            tuple(_parts(race, scored.item, scored.position)),
            hundredths(min(max(share, Fraction(0)), Fraction(1))),
            _among(scored, rows),
        )


def _among(own: Scored, rows: Sequence[Row]) -> Among | None:
    """Where its points lie among those of the peers that are seen."""
    told = (s for row in rows for s in row.standing.items)
    alike = (s for s in told if s.item.indicator == own.item.indicator)
    points = sorted(s.points for s in alike if s.points is not None)
    if own.points is None or len(points) < FEWEST_PEERS:
        return None
    place = 1 + sum(other > own.points for other in points)
    middle = points[(len(points) - 1) // 2]
    return Among(place, len(points), points[-1], middle, points[0])


def _months(
    race: Race, entrant: Subject, item: Item, current: Month
) -> Iterator[MonthLine]:
    """The plan of the whole year, and the actual up to the month that is shown."""
    for month in months_of(race.year):
        position = position_of(race, entrant, item.indicator, month, item.lower_form)
        known = month <= current
        yield MonthLine(
            month,
            position.plan_to_date,
            position.actual_to_date if known else None,
            position.actual_in_period if known else None,
            told_completion(position) if known else None,
            month == current,
        )


def _parts(race: Race, item: Item, position: Position) -> Iterator[PartLine]:
    indicator = position.indicator
    for part in position.parts:
        target = race.targets.get((part.subject.code, indicator.code))
        against = counts_at_the_end(part.year, indicator)
        completion = part.completion(indicator.direction, item.lower_form)
        yield PartLine(part, None if against else completion, document_of(target))


def _places(
    listing: Listing, race: Race, standing: Standing, current: Month
) -> PlacesDrawing:
    ranks = []
    size = 2
    for month in months_of(race.year):
        known = standings_of(listing, month) if month <= current else ()
        group = [s for s in known if s.group == standing.group]
        size = max([size, *(s.rank for s in group if s.rank is not None)])
        own = (s.rank for s in group if s.entrant.code == standing.entrant.code)
        ranks.append((month, next(own, None)))
    return places_drawing(ranks, size, current)
