"""An edition as its files tell it: places as published, and what may be seen of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from saima.core import progress
from saima.core.editions.document import canonical_json, digest_of
from saima.core.editions.rules import CHINA, Timing
from saima.core.editions.telling import TIMING_WORDS, UNRANKED_SHORT
from saima.core.explain import UNRANKED_WORDS
from saima.core.indicators import Direction, Indicator, RollUp
from saima.core.lights import Light
from saima.core.numbers import plain_text, round_half_up
from saima.core.periods import Month, month_words
from saima.core.positions import Status
from saima.core.races import Unranked
from saima.core.schemes import GroupRules, Item, Scheme
from saima.core.words import Translate, Words, words
from saima.writing.edition_honors import GroupHonors
from saima.writing.standings_text import SAMPLE

Content = Mapping[str, Any]  # as JSON gives it; docs/reference/edition.md

HIDDEN = words(
    "Cells left empty: the values of other units are not shown in this copy."
)
SAMPLE_WORDS = words("the rules are an example: these places are no real ranking")
PREVIEW = words("(preview) ")


@dataclass(frozen=True)
class Issue:
    """What stands in the files of an edition beside its content.

    Posts, never names of persons. What has no number is a preview, and its files say
    so. The digest is that of the whole edition; it is computed where it is not given
    and nothing was left out of the content.
    """

    number: int | None = None  # as it was published
    published_on: date | None = None
    digest: str = ""
    computed_by: str = ""
    published_by: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class LightTold:
    """A light and the word that the scheme has for it."""

    name: str
    light: Light


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of an entrant, as it was published."""

    item: Item
    indicator: Indicator
    actual: Decimal | None
    target: Decimal | None
    plan: Fraction | None
    points: Decimal | None
    light: LightTold | None
    status: Status
    word: Words | None  # why there are no points

    @property
    def _told(self) -> bool:
        """Whether completion may be told before the year has ended.

        A running sum of losses, or of what should be little, reads at the start of
        the year as far more than the whole.
        """
        if not self.target:
            return False
        agree = (self.target > 0) is (self.indicator.direction is Direction.HIGHER)
        return agree or self.indicator.roll_up is RollUp.LAST

    @property
    def completion(self) -> Fraction | None:
        """How much of the year's target is done."""
        if self.actual is None or self.target is None or not self._told:
            return None
        direction, form = self.indicator.direction, self.item.lower_form
        return progress.ratio(self.actual, self.target, direction, form)

    @property
    def due(self) -> Fraction | None:
        """What share of the year's target was due."""
        if self.plan is None or not self.target or not self._told:
            return None
        return progress.plan_share(self.plan, self.target)

    @property
    def lead(self) -> Fraction | None:
        """How many percentage points it is ahead of the schedule."""
        if self.actual is None or self.plan is None or self.target is None:
            return None
        direction = self.indicator.direction
        share = progress.lead(self.actual, self.plan, self.target, direction)
        return None if share is None else share * 100

    @property
    def lead_printed(self) -> Decimal | None:
        """The lead as it is printed."""
        return None if self.lead is None else round_half_up(self.lead, 2)

    @property
    def plan_printed(self) -> Decimal | None:
        """What was planned to date, as it is printed."""
        decimals = self.indicator.decimals
        return None if self.plan is None else round_half_up(self.plan, decimals)


@dataclass(frozen=True)
class Line:
    """An entrant's place with its indicators, those alone that may be seen."""

    name: str
    sample: bool
    rank: int | None
    movement: int | None
    score: Decimal | None
    light: LightTold | None
    unranked: Unranked | None
    deduction: Decimal
    cells: Mapping[str, Cell]

    def named(self, say: Translate) -> str:
        """Its name, marked where it was invented for an example."""
        return f"{self.name}（{say(SAMPLE.text)}）" if self.sample else self.name

    @property
    def short_reason(self) -> Words | None:
        """Why it has no place, in a word or two."""
        return None if self.unranked is None else UNRANKED_SHORT[self.unranked]

    @property
    def reasons(self) -> Iterator[Words]:
        """Why it has no place, and which of the indicators to be seen have no points."""
        if self.unranked is None:
            return
        yield UNRANKED_WORDS[self.unranked]
        for cell in self.cells.values():
            if cell.word is not None and cell.status is not Status.NOT_APPLICABLE:
                yield words("{name}: {word}", name=cell.indicator.name, word=cell.word)
        if self.deduction:
            points = plain_text(self.deduction)
            yield words(
                "Deducted apart for the missing report: {points} points.", points=points
            )


@dataclass(frozen=True)
class Group:
    """A group with its lines, by place."""

    rules: GroupRules
    lines: tuple[Line, ...]

    @property
    def ranked(self) -> tuple[Line, ...]:
        """Those who have a place; they come first."""
        return tuple(line for line in self.lines if line.rank is not None)


@dataclass(frozen=True)
class Ranking:
    """A month under one version of the rules."""

    scheme: Scheme
    version: int
    since: str
    published_at: datetime
    timing: Timing
    indicators: tuple[Indicator, ...]  # of all groups, in the order of the rules
    names: Mapping[str, Indicator]
    groups: tuple[Group, ...]
    honors: tuple[GroupHonors, ...] = ()

    @property
    def rules_words(self) -> Words:
        """Which rules, and how they came to their month."""
        return words(
            "rules version {version}, {timing}",
            version=self.version,
            timing=TIMING_WORDS[self.timing],
        )


@dataclass(frozen=True)
class Told:
    """An edition for people: its tables and what is said of it."""

    content: Content
    issue: Issue
    month: Month
    rankings: tuple[Ranking, ...]

    @property
    def company(self) -> str:
        """The group company whose race it is."""
        return str(self.content["race"]["root"]["name"])

    @property
    def sample(self) -> bool:
        """Whether its rules, and so its places, are an example."""
        return self.rankings[0].scheme.sample

    @property
    def title(self) -> Words:
        """What it is called."""
        return words(
            "{race}: league table of {month}",
            race=self.content["race"]["name"],
            month=month_words(self.month),
        )

    def titled(self, say: Translate) -> str:
        """The title, marked where it is a preview, or where the rules are an example."""
        title, mark = self.title.say(say), f"（{say(SAMPLE.text)}）"
        if self.sample and mark not in title:
            title = f"{mark}{title}"
        return title if self.issue.number else f"{PREVIEW.say(say)}{title}"

    @property
    def edition_words(self) -> Words:
        """Its number, and by which convention the schedule goes."""
        convention = progress.CONVENTION_WORDS[self.rankings[0].scheme.convention]
        if self.issue.number:
            number = self.issue.number
            return words(
                "edition {number}, schedule {convention}",
                number=number,
                convention=convention,
            )
        return words(
            "preview {number}, not public, schedule {convention}",
            number=int(self.content["number"]),
            convention=convention,
        )

    @property
    def record_at(self) -> datetime:
        """The moment of the record that it shows, by China's clocks."""
        return moment(self.content["record"]["at"])

    @property
    def digest(self) -> str:
        """What it is known by; nothing where that cannot be known."""
        if self.issue.digest or not self.whole:
            return self.issue.digest
        return digest_of(canonical_json(self.content)).hex()

    @property
    def whole(self) -> bool:
        """Whether nothing was left out of the content."""
        return all(
            "items" in standing
            for ranking in self.content["rankings"]
            for standing in ranking["standings"]
        )

    @property
    def hides(self) -> bool:
        """Whether the values of some entrants are not shown."""
        lines = (line for r in self.rankings for g in r.groups for line in g.lines)
        return any(not line.cells for line in lines)


def moment(text: str) -> datetime:
    """A moment of an edition by China's clocks, which is how offices date papers."""
    return datetime.fromisoformat(text).replace(tzinfo=None) + CHINA
