"""Races from the record: what counts, from when on, and for whom it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from saima.core.periods import Month
from saima.core.races import Standing
from saima.core.workflow import Step
from saima.journal.actions import MACHINE, Deed, record
from saima.journal.models import Event
from saima.people import scope
from saima.people.actions.units import NewUnit, add_unit
from saima.people.models import Account, OrgUnit
from saima.plans.models import Target
from saima.races.queries import live as queries
from saima.races.tests.conftest import SCHEME, add
from saima.submissions.models import Figure, Move, Submission

FEBRUARY, MARCH = Month(2022, 2), Month(2022, 3)
pytestmark = pytest.mark.usefixtures("everything")


def standings(month: Month = MARCH) -> Sequence[Standing]:
    """The standings of the race as they are now."""
    listing = queries.race_named("jia-2022")
    assert listing is not None
    return queries.standings_of(listing, month)


def points(code: str, month: Month = MARCH) -> Decimal | None:
    """The points of an entrant."""
    return next(s.score for s in standings(month) if s.entrant.code == code)


def move(submission: Submission, step: Step, username: str, *figures: Figure) -> None:
    """Take a step by an account, with the figures of a round."""
    account = Account.objects.get(username=username)
    number = Move.objects.filter(submission=submission).count() + 1
    begun = Move.objects.filter(submission=submission).order_by("-round").first()
    row = Move(
        submission=submission,
        unit_id=submission.unit_id,
        number=number,
        step=step.value,
        round=(begun.round if begun else 0) + (step is Step.SUBMIT),
        person_id=account.person_id,
        account=account.pk,
        post="",
        words="更正",
    )
    record(Deed("test", MACHINE), [*figures, row])


def test_the_race_is_listed() -> None:
    (listing,) = queries.races()
    assert ("jia-2022", "甲集团赛马", True) == (
        listing.slug,
        listing.name,
        listing.sample,
    )
    assert listing.latest == MARCH
    assert ["a", "b", "c", "d", "e"] == [s.code for s in listing.entrants]


def test_a_race_is_read_once_until_something_is_entered() -> None:
    first = queries.race_named("jia-2022")
    assert queries.race_named("jia-2022") is first
    record(Deed("test", MACHINE))
    assert queries.race_named("jia-2022") is not first


def test_whoever_sees_other_units_has_a_copy_of_their_own() -> None:
    first = queries.race_named("jia-2022")
    root = OrgUnit.objects.get(code="g")
    with scope.of_units([root.pk]):
        narrow = queries.race_named("jia-2022")
        assert narrow is not None
        assert () == tuple(narrow.race.figures.series)
    assert queries.race_named("jia-2022") != first
    with scope.of_units([]):
        assert queries.race_named("jia-2022") is None


def test_standings_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = standings()
    monkeypatch.setattr(queries, "placed_at", None)
    assert standings() is first
    assert len(first) == 5


@pytest.mark.parametrize("slug", ["..", "", "/etc", "JIA-2022"])
def test_only_what_is_loaded_is_there(slug: str) -> None:
    assert queries.race_named(slug) is None


def test_the_latest_year_comes_first(home: Path) -> None:
    add(home / "old", scheme=SCHEME.replace("2022", "2021", 1))
    assert ["jia-2022", "old"] == [listing.slug for listing in queries.races()]


def test_a_correction_counts_when_another_has_approved_it() -> None:
    submission = Submission.objects.get(unit__code="b", month=FEBRUARY)
    old = Figure.objects.get(submission=submission, indicator__code="revenue")
    new = Figure(
        submission=submission,
        unit_id=old.unit_id,
        subject_id=old.subject_id,
        indicator_id=old.indicator_id,
        month=FEBRUARY,
        round=2,
        basis=old.basis,
        value=Decimal(60),
        person_id=old.person_id,
    )
    before = points("b", FEBRUARY)
    move(submission, Step.REOPEN, "planner")
    move(submission, Step.SUBMIT, "b-reporter", new)
    assert before == points("b", FEBRUARY)
    move(submission, Step.APPROVE, "b-approver")
    after = points("b", FEBRUARY)
    assert before is not None
    assert after is not None
    assert after > before


def test_a_target_changes_places_from_its_month_on() -> None:
    """The place of the month before stays as it was, and so does the movement."""
    target = Target.objects.get(subject__code="b", indicator__code="revenue")
    before = standings(FEBRUARY)
    lower = Target(
        subject_id=target.subject_id,
        indicator_id=target.indicator_id,
        unit_id=target.unit_id,
        year=2022,
        bound=target.bound,
        amount=Decimal(600),
        version=2,
        since=MARCH,
        reason="调整",
        paper="示例",
    )
    score = points("b")
    record(Deed("test", MACHINE), [lower])
    assert before == standings(FEBRUARY)
    assert score != points("b")
    (here,) = [s for s in standings() if s.entrant.code == "b"]
    (there,) = [s for s in before if s.entrant.code == "b"]
    assert (1, there.rank) == (here.rank, here.previous_rank)


def test_what_is_due_and_was_not_reported_is_missing() -> None:
    race = queries.races()[0].race
    assert {("c", "revenue"), ("q", "revenue")} <= set(race.figures.series)
    assert ("g", "revenue") not in race.figures.series


def test_a_unit_that_is_entered_later_is_no_entrant() -> None:
    parent = OrgUnit.objects.get(code="g")
    add_unit(NewUnit("z", "新公司", Month(2022, 6)), parent, by=MACHINE)
    assert 5 == len(standings())
    assert Event.objects.filter(verb="unit.add", details__code="z").exists()
