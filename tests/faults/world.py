"""A group of four units with ten lines each, to work on."""

from __future__ import annotations

from decimal import Decimal

from saima.core import indicators as measures
from saima.core import subjects as kinds
from saima.core.authority import PostKind
from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.units_of_measure import UNITS
from saima.journal.actions import MACHINE, Who
from saima.people import scope
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit
from saima.plans.actions.catalog import add_duties, add_indicators, add_subjects

UNITS_OF_THE_GROUP = 4
LINES = 10
YEAR = 2026
PASSWORD = "a password for tests alone"


def build() -> None:
    """Make the group, once."""
    with scope.of_everything():
        if OrgUnit.objects.exists():
            return
        root = add_unit(NewUnit("g", "甲集团"), None, by=MACHINE)
        amounts = [
            measures.Indicator(f"i{n}", f"指标{n}", UNITS["万元"]) for n in range(LINES)
        ]
        indicators = add_indicators(root, amounts, by=MACHINE)
        units = [
            add_unit(NewUnit(f"u{n}", f"{n}公司"), root, by=MACHINE)
            for n in range(UNITS_OF_THE_GROUP)
        ]
        own = [(kinds.Subject(unit.code, unit.name), unit) for unit in units]
        subjects = add_subjects(own, by=MACHINE)
        lines = [(s, i, Basis.IN_PERIOD.value) for s in subjects for i in indicators]
        add_duties(lines, since=Month(YEAR, 1), by=MACHINE)
        for unit in units:
            for kind in (PostKind.REPORTER, PostKind.APPROVER):
                _hire(unit, kind)


def _hire(unit: OrgUnit, kind: PostKind) -> None:
    name = f"{unit.code}-{kind.value}"
    person = add_person(name, name, by=MACHINE)
    add_account(person, name, by=MACHINE, password=PASSWORD)
    grant_post(person, kind, unit, by=MACHINE)


def who(unit: OrgUnit, kind: PostKind) -> Who:
    """The one who holds a post at a unit."""
    account = Account.objects.get(username=f"{unit.code}-{kind.value}")
    return Who(account.pk, account.person_id, kind.value)


def amount(unit: OrgUnit, month: Month, line: int) -> Decimal:
    """The figure of a line, the same whenever it is asked for."""
    return Decimal(unit.pk * 100_000 + month.number * 1_000 + line * 10 + 1) / 100
