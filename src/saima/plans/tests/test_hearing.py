"""The queue upward: a deed below is enqueued with it, and done once by the worker."""

from __future__ import annotations

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from saima.core import subjects as kinds
from saima.core.indicators import Indicator
from saima.core.periods import Month
from saima.core.units_of_measure import UNITS
from saima.journal.actions import MACHINE
from saima.journal.models import Event
from saima.journal.tasks import hand_over
from saima.people import scope
from saima.people.actions.units import NewUnit, add_unit, close_unit
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.actions.catalog import add_duties, add_indicators, add_subjects
from saima.plans.models import Duty, Subject


@pytest.fixture
def unit(db: None) -> OrgUnit:
    """A unit with one duty."""
    with scope.of_everything():
        root = add_unit(NewUnit("g", "甲集团"), None, by=MACHINE)
        unit = add_unit(NewUnit("a", "一公司"), root, by=MACHINE)
        measure = Indicator("r", "营收", UNITS["万元"])
        (indicator,) = add_indicators(root, [measure], by=MACHINE)
        (subject,) = add_subjects([(kinds.Subject("a", "一公司"), unit)], by=MACHINE)
        duty = [(subject, indicator, "in_period")]
        add_duties(duty, since=Month(2020, 1), by=MACHINE)
    return unit


def tasks(verb: str) -> list[DBTaskResult]:
    """What the worker is to hand over of a verb."""
    waiting = DBTaskResult.objects.all()
    return [task for task in waiting if task.args_kwargs["args"][1] == verb]


def test_a_unit_that_is_added_becomes_a_subject_once(unit: OrgUnit) -> None:
    with scope.of_everything():
        new = NewUnit("b", "二公司", order=7, sample=True)
        added = add_unit(new, unit, by=MACHINE)
        event = Event.objects.get(verb="unit.add", unit=added.pk)
        assert [event.number] == [
            number
            for task in tasks("unit.add")
            if (number := task.args_kwargs["args"][0]) == event.number
        ]
        assert not Subject.objects.filter(code="b").exists()
    for _ in range(2):
        hand_over.call(event.number, "unit.add")
    with scope.of_everything():
        row = Subject.objects.get(code="b")
        assert ("二公司", "unit", added.pk) == (row.name, row.kind, row.unit_id)
        assert (7, True) == (row.order, row.sample)
        # The head had none either; the one that was there is left as it is.
        assert {"g", "a", "b"} == set(Subject.objects.values_list("code", flat=True))
        codes = [e.details["codes"] for e in Event.objects.filter(verb="subject.add")]
        assert [["a"], ["g", "b"]] == codes


def test_a_unit_that_closes_reports_no_more(unit: OrgUnit) -> None:
    last = this_month()
    with scope.of_everything():
        close_unit(unit, last=last, by=MACHINE)
        event = Event.objects.get(verb="unit.close")
        (task,) = tasks("unit.close")
        assert [event.number, "unit.close"] == task.args_kwargs["args"]
        assert Duty.objects.get().until is None
        hand_over.call(event.number, "unit.close")
        assert last == Duty.objects.get().until
        hand_over.call(event.number, "unit.close")
        assert 1 == Event.objects.filter(verb="duty.end").count()


def test_what_is_rolled_back_is_not_handed_over(unit: OrgUnit) -> None:
    with scope.of_everything():
        with transaction.atomic():
            close_unit(unit, last=this_month(), by=MACHINE)
            assert 1 == len(tasks("unit.close"))
            transaction.set_rollback(True)
        assert [] == tasks("unit.close")
        assert not Event.objects.filter(verb="unit.close").exists()
