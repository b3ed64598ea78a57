"""A small group company that plans: three units, a project, two planners, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from saima.core.authority import PostKind, Verb
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.periods import Month
from saima.core.subjects import Subject as SubjectValue
from saima.core.subjects import SubjectKind
from saima.core.units_of_measure import UNITS
from saima.core.versions import Decision
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, Person, Post, SetUp
from saima.people.queries import actor_of
from saima.plans.actions.adopt import adopt
from saima.plans.actions.catalog import add_indicators, add_subjects
from saima.plans.actions.drafts import Change, Saved, change
from saima.plans.models import Target

YEAR = 2026
JANUARY = Month(YEAR, 1)
JULY = Month(YEAR, 7)
LONG_AGO = date(2020, 1, 1)
MEASURES = (
    Indicator("revenue", "营业收入", UNITS["万元"]),
    Indicator("costs", "管理费用", UNITS["万元"], direction=Direction.LOWER),
    Indicator("brands", "引进品牌", UNITS["个"], kind=IndicatorKind.COUNT, decimals=0),
    Indicator(
        "rate", "出租率", UNITS["%"], kind=IndicatorKind.RATE, roll_up=RollUp.LAST
    ),
)
# The whole, and two parts that make it.
TIED = {"g": "2400", "a": "1200", "b": "1200"}
POSTS = {
    "planner": (PostKind.PLANNER, "g"),
    "planner2": (PostKind.PLANNER, "g"),
    "planner_a": (PostKind.PLANNER, "a"),
    "reporter": (PostKind.REPORTER, "a"),
    "stranger": (PostKind.PLANNER, "x"),
}


@dataclass
class Office:
    """The planning office: its group, and who works there."""

    root: OrgUnit
    units: dict[str, OrgUnit]
    accounts: dict[str, Account]

    def who(self, name: str = "planner") -> Who:
        """Who acts, for the journal."""
        return actor_of(self.accounts[name]).who(Verb.CHANGE_PLAN, self.root)

    def type(
        self,
        texts: dict[tuple[str, str, str], str],
        *,
        seen: int = 0,
        by: str = "planner",
    ) -> list[Saved]:
        """Type into cells, by subject, indicator and column."""
        changes = [Change((s, i), c, text, seen) for (s, i, c), text in texts.items()]
        return change(self.root, YEAR, changes, by=self.who(by))

    def draft(self, years: dict[str, str], *, seen: int = 0) -> list[Saved]:
        """Draft revenue evenly over the months."""
        texts = {}
        for subject, year in years.items():
            month = str(Decimal(year) / 12)
            texts |= {(subject, "revenue", str(n)): month for n in range(1, 13)}
            texts[subject, "revenue", "year"] = year
        return self.type(texts, seen=seen)

    def adopt(
        self,
        reason: str = "",
        paper: str = "",
        since: Month = JANUARY,
        *,
        whole_year: bool = False,
    ) -> list[Target]:
        """Put the drafts in force."""
        decision = Decision(since, reason, paper, whole_year)
        return adopt(self.root, YEAR, decision, by=self.who())

    def adopted(self) -> int:
        """A plan that ties, in force; the number under which it is seen."""
        self.draft(TIED)
        return self.adopt()[0].event_id

    def second_version(self, *, reason: str) -> None:
        """Write a version as no action would let it be written."""
        old = Target.objects.get(subject__code="a")
        names = ("subject", "indicator", "unit", "year", "amount", "bound", "months")
        same = {name: getattr(old, name) for name in names}
        row = Target(**same, version=2, since=JULY, reason=reason)
        record(Deed("plan.adopt", MACHINE), [row])


def office() -> Office:
    """Group g with units a and b and project a1, and another group x."""
    SetUp.objects.get_or_create(id=1, defaults={"at": timezone.now()})
    units = {
        code: add_unit(NewUnit(code, f"{code}集团"), None, by=MACHINE) for code in "gx"
    }
    for code in "ab":
        units[code] = add_unit(NewUnit(code, f"{code}公司"), units["g"], by=MACHINE)
    values = [
        (SubjectValue(code, units[code].name), units[code]) for code in ("g", "a", "b")
    ]
    project = SubjectValue("a1", "一号项目", SubjectKind.PROJECT, "a")
    add_subjects([*values, (project, units["a"])], by=MACHINE)
    add_indicators(units["g"], MEASURES, by=MACHINE)
    return Office(units["g"], units, {n: _post(n, units) for n in POSTS})


def _post(name: str, units: dict[str, OrgUnit]) -> Account:
    kind, unit = POSTS[name]
    person = Person.objects.create(staff_number=name, name=name)
    Post.objects.create(
        person=person, kind=kind.value, unit=units[unit], opened=LONG_AGO
    )
    return Account.objects.create(
        username=name,
        person=person,
        password=make_password(None),
        must_change_password=False,
    )


def number(text: str) -> Decimal:
    """An exact number."""
    return Decimal(text)
