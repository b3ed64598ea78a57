"""What the core and the arrays say of one race, in the same words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from saima.core.calendars import Calendar
from saima.core.periods import Month
from saima.core.races import Race, Standing, standings_at
from saima.core.schemes import Scheme
from saima.core.scoring import Scored
from saima.facts.loops import NOT_RUNNING, RANKED
from saima.facts.prepared import Prepared
from saima.facts.ranking import NO_PLACE, REASONS, Ranked, rank
from saima.facts.scores import NOTHING_SAID, OUT_OF_IT, POINTS
from saima.facts.wide import Wide


class Told(NamedTuple):
    """What is printed of an entrant."""

    group: str
    points: tuple[str, ...]
    score: str
    rank: int | None
    movement: int | None
    light: int | None
    lights: tuple[int | None, ...]
    unranked: str | None


def by_core(race: Race, month: Month) -> dict[str, Told]:
    """What the core says of every entrant."""
    return {s.entrant.code: _of_core(race.scheme, s) for s in standings_at(race, month)}


def by_arrays(race: Race, month: Month) -> dict[str, Told]:
    """What the arrays say, in a race that is put into them."""
    wide = Wide.of(race)
    prepared = Prepared(race.scheme, wide, race.calendar)
    return told(wide, prepared, month)


def told(wide: Wide, prepared: Prepared, month: Month) -> dict[str, Told]:
    """What the arrays say of every entrant."""
    before = rank(wide, prepared, month.previous()) if month.number > 1 else ()
    found: dict[str, Told] = {}
    for number, group in enumerate(rank(wide, prepared, month)):
        moved = group.movement(before[number] if before else None)
        for at, lane in enumerate(range(group.entrants.start, group.entrants.stop)):
            if group.unranked[at] != NOT_RUNNING:
                earlier = before[number].place[at] if before else NO_PLACE
                known = earlier and group.place[at]
                movement = int(moved[at]) if known else None
                found[wide.subjects[lane].code] = _of_arrays(group, at, movement)
    return found


def prepared_for(race: Race, wide: Wide) -> Prepared:
    """The race's scheme made ready."""
    scheme: Scheme = race.scheme
    calendar: Calendar = race.calendar
    return Prepared(scheme, wide, calendar)


def _of_core(scheme: Scheme, standing: Standing) -> Told:
    table = scheme.standing_lights or scheme.item_lights
    bands = scheme.item_lights.bands if scheme.item_lights else ()
    return Told(
        standing.group,
        tuple(_item(scored) for scored in standing.items),
        "-" if standing.score is None else f"{standing.score:f}",
        standing.rank,
        standing.movement,
        table.bands.index(standing.light) if table and standing.light else None,
        tuple(bands.index(s.light) if s.light else None for s in standing.items),
        standing.unranked,
    )


def _item(scored: Scored) -> str:
    if scored.points is not None:
        return _plain(scored.points)
    return {"missing": "missing", "not_applicable": "out"}.get(scored.status, "nothing")


def _plain(value: Decimal) -> str:
    return f"{value:f}" if value else f"{abs(value):f}"


def _of_arrays(group: Ranked, at: int, movement: int | None) -> Told:
    def number(units: Any) -> str:
        return f"{Decimal(f'{int(units)}E-{group.decimals}'):f}"

    words = {OUT_OF_IT: "out", NOTHING_SAID: "nothing"}
    codes = group.lights[:, at]
    ranked = group.unranked[at] == RANKED
    return Told(
        group.group,
        tuple(
            number(points) if outcome == POINTS else words.get(outcome, "missing")
            for points, outcome in zip(
                group.points[:, at], group.outcome[:, at], strict=True
            )
        ),
        number(group.score[at]) if ranked else "-",
        int(group.place[at]) or None,
        movement,
        int(group.light[at]) if group.light[at] >= 0 else None,
        tuple(int(code) if code >= 0 else None for code in codes),
        None if ranked else REASONS[int(group.unranked[at])],
    )
