"""A small organisation at work: two units, their posts, a plan, and a month to report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from saima.core.authority import PostKind, Verb
from saima.core.indicators import Indicator, IndicatorKind, RollUp
from saima.core.periods import Month
from saima.core.subjects import Subject as SubjectValue
from saima.core.subjects import SubjectKind
from saima.core.units_of_measure import UNITS
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, Person, Post, SetUp
from saima.people.queries import actor_of
from saima.plans.actions.catalog import (
    add_duties,
    add_indicators,
    add_subjects,
    list_items,
)
from saima.plans.models import Indicator as IndicatorRow
from saima.plans.models import Subject, Target
from saima.submissions.actions.filling import Change, begin, fill
from saima.submissions.models import Submission

JANUARY = Month(2026, 1)
FEBRUARY = Month(2026, 2)
LONG_AGO = date(2020, 1, 1)
MEASURES = (
    Indicator("revenue", "营业收入", UNITS["万元"]),
    Indicator(
        "brands", "新引进品牌", UNITS["个"], kind=IndicatorKind.COUNT, decimals=0
    ),
    Indicator(
        "rate", "出租率", UNITS["%"], kind=IndicatorKind.RATE, roll_up=RollUp.LAST
    ),
)
ITEMS = "品牌一\n品牌二"
IN_ORDER = {
    ("a", "revenue"): {"value": "100"},
    ("a", "brands"): {"value": "2", "items": ITEMS},
    ("a1", "rate"): {"value": "90"},
}


def number(text: str) -> Decimal:
    """An exact number."""
    return Decimal(text)


@dataclass
class Cast:
    """The units and posts of the tests, by the names they are spoken of with."""

    units: dict[str, OrgUnit]
    persons: dict[str, Person]
    accounts: dict[str, Account]
    subjects: dict[str, Subject]
    indicators: dict[str, IndicatorRow]

    def who(self, name: str, post: str = "") -> Who:
        """Who acts, for the journal."""
        account = self.accounts[name]
        return Who(account.pk, account.person_id, post)

    def actor(self, name: str, verb: Verb = Verb.FILL) -> Who:
        """Who acts, in the post that a verb is allowed by today."""
        return actor_of(self.accounts[name]).who(verb, self.units["a"])

    def begun(self, month: Month = JANUARY, unit: str = "a") -> Submission:
        """The submission of a month."""
        return begin(self.units[unit], month, by=self.who("reporter"))

    def filled(self, month: Month = JANUARY, by: str = "reporter") -> Submission:
        """A submission of unit A in which every line is in order."""
        made = self.begun(month)
        fill(made, changes(IN_ORDER), by=self.who(by))
        return made


def changes(
    lines: dict[tuple[str, str], dict[str, str]], seen: int = 0
) -> list[Change]:
    """Changes as a page sends them."""
    return [
        Change(key, column, text, seen)
        for key, columns in lines.items()
        for column, text in columns.items()
    ]


def person(name: str, *, accounts: tuple[str, ...] = ()) -> Person:
    """Somebody with an account of that name, and maybe others."""
    made = Person.objects.create(staff_number=f"示例-{name}", name=name)
    for username in (name, *accounts):
        Account.objects.create(
            username=username,
            person=made,
            password=make_password(None),
            must_change_password=False,
        )
    return made


def post(
    who: Person,
    kind: PostKind,
    unit: OrgUnit,
    *,
    deputizes: Person | None = None,
    opened: date = LONG_AGO,
) -> Post:
    """A post that is held already."""
    return Post.objects.create(
        person=who, kind=kind.value, unit=unit, opened=opened, deputizes=deputizes
    )


def cast() -> Cast:
    """Unit A with a project, unit B, and the posts that have to do with them."""
    SetUp.objects.get_or_create(id=1, defaults={"at": timezone.now()})
    group = add_unit(NewUnit("g", "示例集团"), None, by=MACHINE)
    units = {"g": group}
    for code, name in (("a", "甲公司"), ("b", "乙公司")):
        units[code] = add_unit(NewUnit(code, name), group, by=MACHINE)
    persons = _persons(units)
    subjects = add_subjects(
        [
            (SubjectValue("g", "示例集团"), group),
            (SubjectValue("a", "甲公司", parent="g"), units["a"]),
            (SubjectValue("b", "乙公司", parent="g"), units["b"]),
            (SubjectValue("a1", "一号项目", SubjectKind.PROJECT, "a"), units["a"]),
        ],
        by=MACHINE,
    )
    by_code = {subject.code: subject for subject in subjects}
    catalog = {i.code: i for i in add_indicators(group, MEASURES, by=MACHINE)}
    list_items(catalog["brands"], listed=True, by=MACHINE)
    _asked(by_code, catalog)
    accounts = {account.username: account for account in Account.objects.all()}
    return Cast(units, persons, accounts, by_code, catalog)


def _persons(units: dict[str, OrgUnit]) -> dict[str, Person]:
    names = {
        "reporter": (PostKind.REPORTER, "a"),
        "reporter2": (PostKind.REPORTER, "a"),
        "approver": (PostKind.APPROVER, "a"),
        "other": (PostKind.APPROVER, "a"),
        "reporter_b": (PostKind.REPORTER, "b"),
        "planner": (PostKind.PLANNER, "g"),
        "leader": (PostKind.LEADER, "g"),
        "system": (PostKind.SYSTEM_ADMIN, "g"),
        "security": (PostKind.SECURITY_ADMIN, "g"),
        "audit": (PostKind.AUDIT_ADMIN, "g"),
    }
    persons = {}
    for name, (kind, unit) in names.items():
        second = ("second",) if name == "reporter" else ()
        persons[name] = person(name, accounts=second)
        post(persons[name], kind, units[unit])
    return persons


def _asked(subjects: dict[str, Subject], catalog: dict[str, IndicatorRow]) -> None:
    """What is reported from January on, and what was promised for it."""
    asked = [("a", "revenue"), ("a", "brands"), ("a1", "rate"), ("b", "revenue")]
    add_duties(
        [(subjects[s], catalog[i], "in_period") for s, i in asked],
        since=JANUARY,
        by=MACHINE,
    )
    promised = [
        Target(
            subject=subjects[code],
            indicator=catalog["revenue"],
            unit=subjects[code].unit,
            year=2026,
            version=1,
            amount=number("1200"),
            months=[number("100")] * 12,
            bound="at_least",
            since=JANUARY,
        )
        for code in ("a", "b")
    ]
    record(Deed("plan.adopt", MACHINE), promised)
