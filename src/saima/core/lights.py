"""Traffic lights: bands over a measure, checked to cover the line without overlap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from saima.core.curves.telling import Show, interval_words
from saima.core.findings import Finding, Place, error
from saima.core.intervals import Gap, Interval, Overlap, cover_faults
from saima.core.numbers import exact_text
from saima.core.words import words


class Light(StrEnum):
    """The colors of lights, best first; red here is always alarm, never praise."""

    GREEN = "green"
    NOTICE = "notice"  # 提示: behind, but not yet a warning
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


LIGHT_WORDS = {
    Light.GREEN: words("green light"),
    Light.NOTICE: words("notice"),
    Light.YELLOW: words("yellow light"),
    Light.ORANGE: words("orange light"),
    Light.RED: words("red light"),
}
SEVERITY = {light: place for place, light in enumerate(Light)}


class LightMeasure(StrEnum):
    """What a table of lights looks at."""

    LEAD = "lead"  # percentage points ahead of schedule
    ACHIEVEMENT = "achievement"
    COMPLETION = "completion"
    IN_PERIOD = "in_period"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a table: where it lies, its light and its name."""

    name: str
    light: Light
    interval: Interval


@dataclass(frozen=True, slots=True)
class LightTable:
    """A rule of lights (红黄绿灯): one band for every value of its measure."""

    measure: LightMeasure
    bands: tuple[Band, ...]
    source: str = ""

    def band_at(self, x: Fraction) -> Band | None:
        """The band in which x lies; None only where the table leaves a gap."""
        return next((band for band in self.bands if x in band.interval), None)

    @property
    def faults(self) -> tuple[Gap | Overlap, ...]:
        """The gaps and overlaps of the bands."""
        return cover_faults([band.interval for band in self.bands])


def worst(lights: list[Light]) -> Light | None:
    """The gravest of several lights; None of none."""
    return max(lights, key=SEVERITY.__getitem__, default=None)


def light_findings(
    table: LightTable, place: Place, show: Show = exact_text
) -> tuple[Finding, ...]:
    """Refuse a table that leaves a gap or shines two lights at once, naming where."""
    return tuple(_finding(fault, table, place, show) for fault in table.faults)


def _finding(
    fault: Gap | Overlap, table: LightTable, place: Place, show: Show
) -> Finding:
    where = interval_words(fault.interval, show)
    if isinstance(fault, Gap):
        return error(
            "light_gap",
            place,
            words("no light is set for values {where}", where=where),
            words("add a named band for them"),
        )
    first, second = table.bands[fault.first].name, table.bands[fault.second].name
    return error(
        "light_overlap",
        place,
        words(
            "the bands {first} and {second} both claim values {where}",
            first=first,
            second=second,
            where=where,
        ),
        words("let each value belong to one band"),
    )
