"""Who runs in a race: free before there are rules, and fixed when a month opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saima.core import subjects as kinds
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.subjects import SubjectKind
from saima.journal.actions import Deed, record
from saima.people.models import OrgUnit
from saima.people.queries import this_month
from saima.plans.actions.catalog import add_subjects
from saima.plans.models import Subject
from saima.races.actions.opening import NewRace, enter, open_race
from saima.races.models import Entrant, Race
from saima.races.tests.conftest import SCHEME, reader_of
from saima.races.tests.running import NEXT, drafted, opened, ruled, who


@pytest.fixture
def race(everything: None) -> Race:
    """A race of the year in which the next month lies, under rules."""
    race = opened(NEXT.year)
    ruled(race)
    return race


def subject(code: str) -> Subject:
    """Whom a code names."""
    return Subject.objects.get(code=code)


def entrant(race: Race, since: Month, **other: Any) -> Entrant:
    """A row as the application would write it, or another one."""
    told = {
        "race": race,
        "root_id": race.root_id,
        "subject": subject("a"),
        "group": "二组",
        "since": since,
    }
    return Entrant(**told | other)


def written(row: Entrant) -> None:
    """Write a row by hand, past all actions."""
    with transaction.atomic():
        record(Deed("by.hand", who("planner"), "", row.root_id), [row])


NEW = {
    "small letters": NewRace("Run!", "试跑", 2026),
    "has no name": NewRace("run", " ", 2026),
    "must be a year": NewRace("run", "试跑", 26),
    "called “jia-2022” already": NewRace("jia-2022", "试跑", 2026),
    "longer than": NewRace("run", "长" * 201, 2026),
    "cannot be understood": NewRace("run", "试\x00跑", 2026),
}


@pytest.mark.parametrize("text", NEW)
def test_a_race_is_named_in_order(everything: None, text: str) -> None:
    root = OrgUnit.objects.get(code="g")
    with pytest.raises(Refused, match=text):
        open_race(root, NEW[text], by=who("planner"))
    made = open_race(root, NewRace("run", "长" * 200, 2026), by=who("planner"))
    assert (root.pk, "run") == (made.root_id, made.slug)  # the control


def test_before_there_are_rules_entrants_are_free(everything: None) -> None:
    race = opened(this_month().year)
    (row,) = enter(race, {subject("a"): "二组"}, this_month(), by=who("planner"))
    assert "二组" == row.group


def test_the_next_month_can_be_changed_and_this_one_cannot(race: Race) -> None:
    if this_month().year == race.year:
        with pytest.raises(Refused, match="has opened"):
            enter(race, {subject("a"): "二组"}, this_month(), by=who("planner"))
    (row,) = enter(race, {subject("a"): "二组"}, NEXT, by=who("planner"))
    assert NEXT == row.since  # the control
    with pytest.raises(Refused, match="nothing was changed"):
        enter(race, {subject("a"): "二组"}, NEXT, by=who("planner"))


def test_a_past_month_of_the_sample_stands(everything: None) -> None:
    race = Race.objects.get(slug="jia-2022")
    for number in range(1, 13):
        with pytest.raises(Refused, match="has opened"):
            enter(race, {subject("a"): "二组"}, Month(2022, number), by=who("planner"))
    assert 5 == race.entrants.count()


@pytest.mark.parametrize("group", ["三组", "长" * 101, "一\x00组"])
def test_nobody_runs_where_there_are_no_rules(race: Race, group: str) -> None:
    """It would stand when the month opens, and the month could not be ranked."""
    said = "has no rules in|longer than|cannot be understood"
    with pytest.raises(Refused, match=said):
        enter(race, {subject("a"): group}, NEXT, by=who("planner"))
    assert enter(race, {subject("a"): ""}, NEXT, by=who("planner"))  # the control


def test_a_group_must_have_rules_from_the_first_month_on(race: Race) -> None:
    """Rules of a later month do not help the months before it."""
    more = SCHEME + SCHEME.partition("groups:\n")[2].replace("一组", "三组").replace(
        "二组", "四组"
    )
    drafted(race, more)
    ruled(race, Month(race.year, 12))
    if NEXT.number < 12:
        with pytest.raises(Refused, match="“三组” has no rules in"):
            enter(race, {subject("a"): "三组"}, NEXT, by=who("planner"))
    december = Month(race.year, 12)
    assert enter(race, {subject("a"): "三组"}, december, by=who("planner"))


def elimination() -> Subject:
    """What two units of the group sold to each other."""
    root = OrgUnit.objects.get(code="g")
    value = kinds.Subject("trade", "内部抵销", SubjectKind.ELIMINATION)
    (row,) = add_subjects([(value, root)], by=who("planner"))
    return row


def test_an_elimination_does_not_run(race: Race) -> None:
    trade = elimination()
    with pytest.raises(Refused, match="does not run"):
        enter(race, {trade: "二组"}, NEXT, by=who("planner"))
    assert enter(race, {subject("a"): "二组"}, NEXT, by=who("planner"))  # the control
    page = reader_of("en").get("/entrants/run/").content.decode()
    assert f'name="group:{trade.pk}"' not in page
    assert f'name="group:{subject("a").pk}"' in page


def test_an_elimination_that_was_entered_can_be_taken_out(race: Race) -> None:
    trade = elimination()
    written(entrant(race, NEXT, subject=trade))
    page = reader_of("en").get("/entrants/run/").content.decode()
    assert f'name="group:{trade.pk}"' in page
    assert enter(race, {trade: ""}, NEXT, by=who("planner"))


@pytest.mark.parametrize("rules", [False, True])
@pytest.mark.parametrize("years", [0, 1])
def test_the_page_offers_the_first_month_that_can_still_change(
    everything: None, years: int, *, rules: bool
) -> None:
    race = opened(NEXT.year + years)
    if rules:
        ruled(race)
    first = NEXT if years == 0 else Month(race.year, 1)
    page = reader_of("en").get("/entrants/run/").content.decode()
    assert f'<option value="{first}" selected>' in page


@pytest.mark.parametrize("year", [-1, 1])
def test_a_month_of_another_year_is_refused(race: Race, year: int) -> None:
    with pytest.raises(Refused, match="lies outside"):
        enter(
            race, {subject("a"): "二组"}, Month(race.year + year, 6), by=who("planner")
        )
    assert enter(race, {subject("a"): "二组"}, NEXT, by=who("planner"))  # the control


def test_the_database_keeps_what_has_opened(race: Race) -> None:
    for since in (this_month(), this_month().previous(), Month(2022, 1)):
        with pytest.raises(IntegrityError, match="opened"):
            written(entrant(race, since))
    written(entrant(race, NEXT))  # the control


def test_the_database_keeps_entrants_in_the_group_of_their_race(race: Race) -> None:
    other = OrgUnit.objects.get(code="a")
    with pytest.raises(IntegrityError, match="group of its race"):
        written(entrant(race, NEXT, root_id=other.pk))
    written(entrant(race, NEXT))  # the control
