"""What reading a paper gives: spans, quantities, tasks, what the paper is. Pure values.

All spans count characters of the *clean* text; `Clean.origin` leads from there to the original.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` up to, not including, `end`; in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the characters of `text` that lie here."""
        return text[self.start : self.end]


class Bound(StrEnum):
    """How a number is meant: 突破 is at least, 以内 at most, 约 about, 3%—5% a range."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"


class Kind(StrEnum):
    """What a number says of its indicator."""

    TARGET = "target"
    ACTUAL = "actual"
    COMPLETION_RATE = "completion_rate"
    GROWTH = "growth"
    SHARE = "share"


class PaperKind(StrEnum):
    """What sort of paper it is."""

    MEETING = "会议新闻"
    WORK_REPORT = "工作报告"
    NEWSLETTER = "简报"
    CIRCULAR = "通报"
    PROGRESS = "工程进展"
    OPERATIONS = "运行数据"
    BUSINESS = "业务动态"
    NEWS = "新闻报道"


class Day(NamedTuple):
    """A day whose year the paper may not say: year 0 stands for `--MM-DD`."""

    year: int
    month: int
    day: int

    def iso(self) -> str:
        """Write it as 2024-09-30, or --09-30 where no year is said."""
        year = f"{self.year:04d}" if self.year else "-"
        return f"{year}-{self.month:02d}-{self.day:02d}"


class Stretch(NamedTuple):
    """The time a number is about; a stock has no start, an unsaid time neither end."""

    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True)
class Amount:
    """A number with its unit as written, and multiplied out (亿元 → 元); exact decimals.

    `high` and `base_high` are set for a range alone.
    """

    value: Decimal
    unit: str
    base: Decimal
    base_unit: str
    bound: Bound = Bound.EXACT
    high: Decimal | None = None
    base_high: Decimal | None = None


@dataclass(frozen=True)
class Quantity:
    """A target, result, rate, share or change that the paper states.

    `span` is the shortest phrase with indicator, number and bound; `number` the digits and unit.
    `sentence` is the sentence it stands in. Unknown entity, indicator and time stay None.
    `doubts` says in fixed codes why a person should look twice; none means sure.
    """

    span: Span
    number: Span
    sentence: Span
    text: str
    amount: Amount
    kind: Kind
    entity: str | None
    indicator: str | None
    period: Stretch
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """Something still to be done: one unit of text between 。 or ； or one enumerated item."""

    span: Span
    text: str
    action: str
    lead: str | None
    supporting: tuple[str, ...]
    deadline: Day | None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What the paper says of itself; unknown stays None."""

    organization: str | None
    kind: PaperKind | None
    date: Day | None
