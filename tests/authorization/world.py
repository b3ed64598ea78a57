"""Two groups that must see nothing of each other, and one holder of every post."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from saima.core import indicators as measures
from saima.core import subjects as kinds
from saima.core.authority import ADMINISTRATORS, PostKind
from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.targets import Bound
from saima.core.units_of_measure import UNITS
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.library.grams import grams
from saima.library.models import Paper, PaperState, Reading, Statement
from saima.people import scope
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit, SetUp
from saima.plans.actions.catalog import add_duties, add_indicators, add_subjects
from saima.plans.models import Indicator, Subject, Target
from saima.races.actions.editions import compute, publish
from saima.races.actions.rules import Grounds, assent, put_forward
from saima.races.models import Entrant, Race
from saima.submissions.actions.filling import Change, begin, fill
from saima.submissions.actions.steps import approve, submit
from saima.submissions.models import Submission, Upload

MONTH = Month(2026, 1)
AT_A_UNIT = (PostKind.REPORTER, PostKind.APPROVER)
PASSWORD = "a password for tests alone"
SCHEME = """
name: {group}赛马
year: 2026
convention: month
lights: {{items: 银川}}
groups:
  - name: 一组
    items:
      - {{indicator: 营收, weight: 100, curve: {{kind: linear, cap: 120%}}}}
"""


@dataclass
class Unit:
    """A unit with its clerks, and the numbers and words that nobody else may see."""

    row: OrgUnit
    subject: Subject
    canaries: tuple[str, ...]
    accounts: dict[PostKind, Account] = field(default_factory=dict)
    submission: Submission | None = None
    upload: Upload | None = None
    paper: int = 0
    statement: int = 0


@dataclass
class World:
    """All units by their codes, and the accounts of the posts above them."""

    units: dict[str, Unit] = field(default_factory=dict)
    accounts: dict[tuple[str, PostKind], Account] = field(default_factory=dict)


def build() -> World:
    """Groups a and b with two units each; every post is held, every canary planted."""
    world = World()
    with scope.of_everything():
        SetUp.objects.create(id=1, at=timezone.now())
        for number, group in enumerate("ab"):
            _group(world, group, number)
    return world


def _group(world: World, group: str, number: int) -> None:
    root = add_unit(NewUnit(group, f"集团{group}"), None, by=MACHINE)
    revenue = measures.Indicator(f"revenue-{group}", "营收", UNITS["万元"])
    (indicator,) = add_indicators(root, [revenue], by=MACHINE)
    for kind in PostKind:
        if kind not in AT_A_UNIT and (kind not in ADMINISTRATORS or group == "a"):
            world.accounts[group, kind] = _hire(root, kind)
    for n in range(2):
        code = f"{group}{n}"
        # Nine digits that stand nowhere else, and words of the same kind.
        value = 700_000_000 + number * 10_000_000 + n * 1_000_000 + 13_579
        canaries = str(value), str(value + 1), f"密语{code}"
        row = add_unit(NewUnit(code, f"{code}公司"), root, by=MACHINE)
        (subject,) = add_subjects([(kinds.Subject(code, row.name), row)], by=MACHINE)
        unit = world.units[code] = Unit(row, subject, canaries)
        for kind in AT_A_UNIT:
            unit.accounts[kind] = _hire(row, kind)
        _report(unit, indicator)
    _paper(world, root)
    race = Race.objects.create(
        slug=f"race-{group}",
        root=root,
        year=MONTH.year,
        name=f"{group}赛马",
        draft=SCHEME.format(group=group),
    )
    entrants = [
        Entrant(
            race=race,
            root=root,
            subject=world.units[f"{group}{n}"].subject,
            group="一组",
            since=MONTH,
        )
        for n in range(2)
    ]
    record(Deed("race.load", MACHINE, unit=root.pk), entrants)
    _publish(world, group, race)


def _paper(world: World, root: OrgUnit) -> None:
    """A paper of the group that states what its units have reported."""
    units = [unit for code, unit in world.units.items() if code[0] == root.code]
    text = "。".join(canary for unit in units for canary in unit.canaries)
    paper = Paper.objects.create(
        root=root,
        at=timezone.now(),
        name=f"{text[:100]}.txt",
        size=1,
        digest=b"x",
        content=text.encode(),
        state=PaperState.READ,
    )
    of_both = {"paper": paper, "root": root, "text": text}
    reading = Reading.objects.create(
        **of_both,
        number=1,
        reader="x",
        at=timezone.now(),
        original=text,
        title=text[:100],
        folded=text,
        grams=grams(text),
    )
    Paper.objects.filter(pk=paper.pk).update(reading=reading)
    said = Statement.objects.create(
        **of_both,
        reading=reading,
        position=0,
        sort="quantity",
        kind="target",
        start=0,
        end=4,
        sentence=text,
    )
    for unit in units:
        unit.paper, unit.statement = paper.pk, said.pk


def _publish(world: World, group: str, race: Race) -> None:
    """The rules of a race, agreed to by three, and an edition, published by a second."""
    kinds = PostKind.PLANNER, PostKind.SUPERVISOR, PostKind.LEADER
    author, *others = (_who(world.accounts[group, kind], kind) for kind in kinds)
    proposal = put_forward(race, Grounds(MONTH), by=author)
    for other in others:
        assent(proposal, "", agrees=True, by=other)
    publish(compute(race, MONTH, "", by=author), by=others[-1])


def _hire(unit: OrgUnit, kind: PostKind) -> Account:
    name = f"{unit.code}-{kind.value}"
    person = add_person(name, name, by=MACHINE)
    account, _ = add_account(person, name, by=MACHINE, password=PASSWORD)
    grant_post(person, kind, unit, by=MACHINE)
    return account


def _report(unit: Unit, indicator: Indicator) -> None:
    """A target and an approved figure, both of which are canaries."""
    value, target = Decimal(unit.canaries[0]), Decimal(unit.canaries[1])
    row = Target(
        subject=unit.subject,
        indicator=indicator,
        unit=unit.row,
        year=MONTH.year,
        version=1,
        amount=target,
        bound=Bound.AT_LEAST.value,
        months=[target - 11, *([Decimal(1)] * 11)],
        since=MONTH,
    )
    record(Deed("plan.adopt", MACHINE, unit=unit.row.pk), [row])
    basis = Basis.IN_PERIOD.value
    add_duties([(unit.subject, indicator, basis)], since=MONTH, by=MACHINE)
    reporter = _who(unit.accounts[PostKind.REPORTER], PostKind.REPORTER)
    submission = unit.submission = begin(unit.row, MONTH, by=reporter)
    key = (unit.subject.code, indicator.code)
    (one,) = fill(submission, [Change(key, "value", str(value), 0)], by=reporter)
    note = Change(key, "note", unit.canaries[2], one.seen)
    (two,) = fill(submission, [note], by=reporter)
    fill(submission, [Change(key, "confirmed", "1", two.seen)], by=reporter)
    unit.upload = Upload.objects.create(
        submission=submission,
        unit=unit.row,
        person_id=reporter.person,
        at=timezone.now(),
        name=f"{unit.canaries[2]}.xlsx",
        digest=b"x",
        content=b"no workbook",
    )
    submit(submission, by=reporter)
    approver = _who(unit.accounts[PostKind.APPROVER], PostKind.APPROVER)
    approve(submission, 1, by=approver)


def _who(account: Account, kind: PostKind) -> Who:
    return Who(account.pk, account.person_id, kind.value)
