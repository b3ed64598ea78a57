"""Every action of the rooms that a race is made of, tried on what was published."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.authorization.published import changed, fingerprint
from tests.authorization.world import MONTH, World

from saima.core import subjects as kinds
from saima.core.authority import PostKind
from saima.core.figures import Basis
from saima.core.filling import Entry
from saima.core.indicators import Direction, IndicatorKind
from saima.core.periods import Month
from saima.core.words import untranslated
from saima.journal.actions import MACHINE, Who
from saima.journal.models import Event
from saima.people import scope
from saima.people.actions.units import close_unit
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.actions.catalog import (
    add_duties,
    add_indicators,
    add_subjects,
    list_items,
    new_version,
)
from saima.plans.actions.drafts import Spreading, phase
from saima.plans.actions.duties import Undertaking, end_duty, take_on
from saima.plans.actions.indicators import (
    Wording,
    ask_for_names,
    define,
    mend,
    redefine,
)
from saima.plans.actions.subjects import (
    NewSubject,
    Trade,
    add_elimination,
    add_subject,
    close_subject,
)
from saima.plans.models import Indicator, Target
from saima.plans.queries import indicator_value
from saima.submissions.actions import workbooks
from saima.submissions.actions.steps import approve, reopen, submit
from saima.submissions.monthly import form_of
from saima.writing.month_workbook import month_workbook

ROOMS = ("people", "plans", "submissions", "races", "library")
# Who changes nothing that a race is made of: accounts, posts, passwords, attempts.
OF_PERSONS = {
    "attempts",
    "beginning",
    "cast",
    "handovers",
    "persons",
    "posts",
    "signing",
}
# What an address or a command of the other tests leads to.
ELSEWHERE = {
    "library.deciding.accept_sure",
    "library.deciding.decide",
    "library.papers.read_again",
    "library.papers.receive",
    "people.units.add_grouping",
    "people.units.add_unit",
    "people.units.group_unit",
    "people.units.move_unit",
    "people.units.sort_unit",
    "plans.adopt.adopt",
    "plans.desk.write",
    "plans.drafts.change",
    "plans.drafts.discard",
    "plans.drafts.keep",
    "plans.drafts.mean",
    "plans.proposals.propose",
    "plans.proposals.take_up",  # writes the draft that typing writes
    "plans.workbooks.load",  # writes the drafts that typing writes
    "plans.workbooks.receive",
    "races.editions.compute",
    "races.editions.publish",
    "races.loading.load_folder",  # by the demo
    "races.opening.enter",
    "races.opening.open_race",
    "races.reports.write_reports",  # by the demo
    "races.rules.assent",
    "races.rules.begin_draft",
    "races.rules.put_forward",
    "races.rules.save_draft",
    "submissions.deadlines.extend",
    "submissions.deadlines.set_deadline",
    "submissions.filling.begin",
    "submissions.filling.fill",
    "submissions.steps.accept",
    "submissions.steps.send_back",
    "submissions.workbooks.receive",
}


def deeds() -> Iterator[str]:
    """The public functions of all actions that name who acts."""
    for room in ROOMS:
        package = importlib.import_module(f"saima.{room}.actions")
        for module in pkgutil.iter_modules(package.__path__):
            if module.name in OF_PERSONS:
                continue
            actions = importlib.import_module(f"saima.{room}.actions.{module.name}")
            for name, one in inspect.getmembers(actions, inspect.isfunction):
                own = one.__module__ == actions.__name__ and not name.startswith("_")
                if own and "by" in inspect.signature(one).parameters:
                    yield f"{room}.{module.name}.{name}"


def revenue() -> Indicator:
    """What was measured."""
    return Indicator.objects.get(code="revenue-a")


def defined_anew(world: World) -> None:
    """What is measured, under another name and the other way round."""
    new = replace(indicator_value(revenue()), direction=Direction.LOWER, name="别的")
    new_version(revenue(), new, since=MONTH, by=MACHINE)


def added(world: World) -> None:
    """Another indicator."""
    new = replace(indicator_value(revenue()), code="more", name="更多")
    add_indicators(OrgUnit.objects.get(code="a"), [new], by=MACHINE)


def below(world: World) -> None:
    """A project of an entrant, which has to report as well."""
    unit = world.units["a0"].row
    new = kinds.Subject("p0", "某项目", kinds.SubjectKind.PROJECT, "a0")
    (row,) = add_subjects([(new, unit)], by=MACHINE)
    add_duties([(row, revenue(), "in_period")], since=MONTH, by=MACHINE)


def by_workbook(world: World) -> None:
    """A corrected month by workbook, approved."""
    unit = world.units["a0"]
    reporter, approver = (
        Who(unit.accounts[kind].pk, unit.accounts[kind].person_id, kind.value)
        for kind in (PostKind.REPORTER, PostKind.APPROVER)
    )
    submission = unit.submission
    assert submission is not None
    reopen(submission, "更正", by=reporter)
    keys = [line.key for line in form_of(unit.row, MONTH).lines]
    entries = [Entry(key, Decimal(5), "更正", (), True) for key in keys]
    sent = month_workbook(form_of(unit.row, MONTH), entries, untranslated)
    upload = workbooks.receive(submission, "m.xlsx", sent, by=reporter)
    workbooks.load(upload, workbooks.try_out(upload).seen, by=reporter)
    submit(submission, by=reporter)
    approve(submission, 2, by=approver)


def merged(world: World) -> None:
    """A unit merged into the other, before the month that was published."""
    one, other = (world.units[code].row for code in ("a1", "a0"))
    close_unit(one, last=MONTH.previous(), into=other, by=MACHINE)


def spread(world: World) -> None:
    """A year spread anew over its months."""
    root, key = OrgUnit.objects.get(code="a"), ("a0", "revenue-a")
    target = Target.objects.filter(subject__code="a0").latest("version")
    planner = world.accounts["a", PostKind.PLANNER]
    by = Who(planner.pk, planner.person_id, PostKind.PLANNER.value)
    phase(root, MONTH.year, Spreading(key, "even", target.event_id), by=by)


def listed(world: World) -> None:
    """A list asked for behind a number."""
    list_items(revenue(), listed=True, by=MACHINE)


def told_otherwise(world: World) -> None:
    """Other words for what was measured, and another measure from next year on."""
    mend(revenue(), Wording("另一名称", "另一解释"), by=MACHINE)
    new = replace(indicator_value(revenue()), direction=Direction.LOWER)
    year = this_month().next().year + 1
    redefine(revenue(), new, since=Month(year, 1), by=MACHINE)


def counted(world: World) -> None:
    """Another indicator, whose things are named."""
    count = IndicatorKind.COUNT
    new = replace(indicator_value(revenue()), code="n", name="数量", kind=count)
    root = OrgUnit.objects.get(code="a")
    row = define(root, new, Wording("数量"), listed=False, by=MACHINE)
    ask_for_names(row, listed=True, by=MACHINE)


def project(world: World) -> None:
    """A project of an entrant that reports, ends a part of it and closes."""
    root, unit = OrgUnit.objects.get(code="a"), world.units["a0"].row
    new = NewSubject(kinds.SubjectKind.PROJECT, "p1", "项目", unit)
    row = add_subject(root, new, by=MACHINE)
    take_on(row, _from_now(), by=MACHINE)
    close_subject(row, last=this_month(), by=MACHINE)
    end_duty(world.units["a0"].subject.duties.get(), last=this_month(), by=MACHINE)


def traded(world: World) -> None:
    """What one entrant sells to the other, taken off the whole."""
    trade = Trade(world.units["a0"].row, world.units["a1"].row)
    root = OrgUnit.objects.get(code="a")
    add_elimination(root, trade, _from_now(), by=MACHINE)


def _from_now() -> Undertaking:
    return Undertaking((revenue(),), Basis.IN_PERIOD, this_month())


HERE: dict[str, Callable[[World], None]] = {
    "people.units.close_unit": merged,
    "plans.catalog.add_duties": below,
    "plans.catalog.add_indicators": added,
    "plans.catalog.add_subjects": below,
    "plans.catalog.list_items": listed,
    "plans.catalog.new_version": defined_anew,
    "plans.drafts.phase": spread,
    "plans.duties.end_duty": project,
    "plans.duties.take_on": project,
    "plans.indicators.ask_for_names": counted,
    "plans.indicators.define": counted,
    "plans.indicators.mend": told_otherwise,
    "plans.indicators.redefine": told_otherwise,
    "plans.subjects.add_elimination": traded,
    "plans.subjects.add_subject": project,
    "plans.subjects.close_subject": project,
    "submissions.steps.approve": by_workbook,
    "submissions.steps.reopen": by_workbook,
    "submissions.steps.submit": by_workbook,
    "submissions.workbooks.load": by_workbook,
}


def test_every_action_is_tried_here_or_elsewhere() -> None:
    assert set(deeds()) == ELSEWHERE | set(HERE)


@pytest.mark.parametrize(
    "attack",
    sorted(set(HERE.values()), key=lambda one: one.__name__),
    ids=lambda one: one.__name__,
)
def test_no_action_changes_what_was_published(
    world: World, attack: Callable[[World], None]
) -> None:
    before = fingerprint(world)
    with scope.of_everything():
        begun = Event.objects.latest("number").number
        attack(world)
        # The control: something was done.
        assert Event.objects.latest("number").number > begun
    assert [] == changed(before, fingerprint(world))
