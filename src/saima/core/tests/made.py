"""Small races made by hand: one call says what a test is about, the rest is plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from saima.core.calendars import Calendar
from saima.core.curves.form import Curve
from saima.core.curves.kinds import linear
from saima.core.figures import Basis, Figures, Series
from saima.core.indicators import Indicator
from saima.core.periods import Month
from saima.core.progress import Convention
from saima.core.races import Race, Standing, standings_at
from saima.core.schemes import GroupRules, Item, Scheme, Section
from saima.core.scoring import Scored
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Target
from saima.core.tests.exact import D, F
from saima.core.units_of_measure import UNITS

YEAR = 2022
JUNE = Month(YEAR, 6)
NO_DAYS = Calendar(frozenset({YEAR}), frozenset(), frozenset())
REVENUE = Indicator("revenue", "营业收入", UNITS["万元"])
PROPORTIONAL = linear(F(100), cap=F("1.2"))


def item(
    indicator: str = "revenue", weight: str = "100", curve: Curve | None = None, **more
) -> Item:
    """An item that gives its weight in proportion, up to 120 %."""
    made = linear(F(weight), cap=F("1.2")) if curve is None else curve
    return Item(indicator, D(weight), made, **more)


def scheme(*children: Item | Section, **more) -> Scheme:
    """A scheme of one group A, by month."""
    tree = Section("A", D("100"), children or (item(),))
    convention = more.pop("convention", Convention.MONTH)
    return Scheme("示例", YEAR, convention, (GroupRules("A", tree),), **more)


def units(codes: str) -> list[Subject]:
    """Units of group A, a letter each."""
    return [Subject(code, f"{code} 公司", group="A") for code in codes]


def target(subject: str, year: str | None, indicator: str = "revenue", **more):
    """A yearly target, with its key."""
    promised = None if year is None else D(year)
    return (subject, indicator), Target(subject, indicator, promised, **more)


def monthly(
    subject: str,
    values: Iterable[str | None],
    indicator: str = "revenue",
    basis: Basis = Basis.IN_PERIOD,
):
    """The figures of the first months of a year, with their key."""
    months = [None if v is None else D(v) for v in values]
    months += [None] * (12 - len(months))
    return (subject, indicator), Series(basis, tuple(months))


def even(subject: str, to_date_in_june: str, indicator: str = "revenue"):
    """Six months that make so much to the end of June."""
    return monthly(subject, ["0"] * 5 + [to_date_in_june], indicator)


def race(
    subjects: Iterable[Subject],
    targets: Iterable[tuple[tuple[str, str], Target]],
    figures: Iterable[tuple[tuple[str, str], Series]],
    rules: Scheme | None = None,
    indicators: Iterable[Indicator] = (REVENUE,),
) -> Race:
    """A race of those subjects; without rules, by revenue alone."""
    return Race(
        rules or scheme(),
        Subjects(subjects),
        {indicator.code: indicator for indicator in indicators},
        dict(targets),
        Figures(dict(figures)),
        NO_DAYS,
    )


def simple(to_date: Mapping[str, str | None], **rules) -> Race:
    """Units with a target of 200 each and so much to the end of June (100 is due)."""
    return race(
        units("".join(to_date)),
        [target(code, "200") for code in to_date],
        [even(code, v) for code, v in to_date.items() if v is not None],
        scheme(**rules),
    )


def by_code(running: Race, month: Month = JUNE) -> dict[str, Standing]:
    """The standings of a month, by code of the entrant."""
    return {s.entrant.code: s for s in standings_at(running, month)}


def ranks(running: Race, month: Month = JUNE) -> dict[str, int | None]:
    """The places of a month, by code of the entrant."""
    return {code: s.rank for code, s in by_code(running, month).items()}


def only_item(running: Race, code: str = "A", month: Month = JUNE) -> Scored:
    """The one item of an entrant."""
    (scored,) = by_code(running, month)[code].items
    return scored


def opened(subject: Subject, number: int) -> Subject:
    """The subject, open from a month of the year on."""
    return replace(subject, opened=Month(YEAR, number))


def closed(subject: Subject, number: int) -> Subject:
    """The subject, open for the last time in a month of the year."""
    return replace(subject, closed=Month(YEAR, number))
