"""Editions: computed by one, published by another, and never changed."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saima.core.authority import PostKind
from saima.core.editions.document import canonical_json, digest_of
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.subjects import Subject as SubjectValue
from saima.journal.actions import MACHINE, Deed, record
from saima.journal.models import Event, LedgerRow
from saima.people.actions.units import NewUnit, add_unit, close_unit
from saima.people.models import OrgUnit, Person, Post
from saima.people.queries import this_month, today
from saima.plans.actions.catalog import add_subjects
from saima.races.actions import editions as actions
from saima.races.actions.editions import compute, publish
from saima.races.actions.opening import enter
from saima.races.models import Edition, Place, Publication, Race, Working
from saima.races.queries import content as contents
from saima.races.queries.published import content_of
from saima.races.tests.conftest import reader_of
from saima.races.tests.running import corrected, hire, opened, redone, ruled, who
from saima.races.verifier import verify_edition
from saima.submissions.actions.steps import approve
from saima.submissions.models import Submission

MARCH = Month(2022, 3)
FEBRUARY = Month(2022, 2)


@pytest.fixture
def race(everything: None) -> Race:
    """The sample, whose months are public."""
    return Race.objects.get(slug="jia-2022")


@pytest.fixture
def edition(race: Race) -> Edition:
    """A correction of March that waits to be published."""
    return compute(race, MARCH, "更正", by=who("planner"))


def no(text: str) -> Any:
    """A refusal that says this."""
    return pytest.raises(Refused, match=text)


# --- What the actions refuse --------------------------------------------------------


def test_a_month_is_computed_when_it_is_over(everything: None) -> None:
    for month in (this_month(), this_month().next()):
        race = opened(month.year, f"run-{month}")
        ruled(race)
        with no("is not over yet"):
            compute(race, month, "", by=who("planner"))
    past = this_month().previous()
    if past.year == this_month().year:
        race = Race.objects.get(slug=f"run-{this_month()}")
        assert compute(race, past, "", by=who("planner"))  # the control


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501, "更\x00正"])
def test_a_correction_needs_its_reason(race: Race, reason: str) -> None:
    with no("needs its reason|longer than|cannot be understood"):
        compute(race, MARCH, reason, by=who("planner"))
    assert (
        2 == compute(race, MARCH, "长" * 500, by=who("planner")).number
    )  # the control


def test_a_month_without_rules_is_not_computed(everything: None) -> None:
    race = opened(2021)
    with no("no rules hold"):
        compute(race, Month(2021, 6), "", by=who("planner"))
    ruled(race, Month(2021, 6))
    with no("no rules hold"):
        compute(race, Month(2021, 5), "", by=who("planner"))
    assert compute(race, Month(2021, 6), "", by=who("planner"))  # the control


def test_whoever_computed_does_not_publish(edition: Edition) -> None:
    with no("whoever computed"):
        publish(edition, by=who("planner"))
    assert 2 == publish(edition, by=who("leader")).number  # the control


@pytest.mark.parametrize("days", [None, 0, 1])
@pytest.mark.parametrize("turned", [False, True])
def test_a_deputy_does_not_publish(
    race: Race, days: int | None, *, turned: bool
) -> None:
    names = ("planner", "leader") if turned else ("leader", "planner")
    one, other = (Person.objects.get(accounts__username=name) for name in names)
    Post.objects.create(
        person=one,
        kind=PostKind.PLANNER.value,
        unit=race.root,
        opened=today() - timedelta(days=40),
        closed=None if days is None else today() - timedelta(days=days),
        deputizes=other,
    )
    edition = compute(race, MARCH, "更正", by=who("planner"))
    if days == 1:
        written(publication(edition), "leader")  # the control, of the database too
        return
    with no("stands in for the other"):
        publish(edition, by=who("leader"))
    with pytest.raises(IntegrityError, match="four eyes"):
        written(publication(edition), "leader")
    hire("third")
    assert publish(edition, by=who("third"))  # the control


def test_an_older_edition_is_not_published(race: Race, edition: Edition) -> None:
    newer = compute(race, MARCH, "再更正", by=who("planner"))
    with no("computed again since"):
        publish(edition, by=who("leader"))
    assert publish(newer, by=who("leader"))  # the control
    with no("public already"):
        publish(newer, by=who("leader"))


def test_what_was_approved_meanwhile_refuses_a_publication(
    race: Race, edition: Edition
) -> None:
    corrected(FEBRUARY, "130")
    with no("approved or changed since"):
        publish(edition, by=who("leader"))
    again = compute(race, MARCH, "更正", by=who("planner"))
    assert publish(again, by=who("leader"))  # the control


def test_what_is_approved_in_the_moment_of_publishing_is_noticed(
    race: Race, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look at the record and the writing."""
    redone(FEBRUARY, "130")
    edition = compute(race, MARCH, "更正", by=who("planner"))
    write = actions._write

    def while_others_work(*given: Any) -> Publication:
        made = Submission.objects.get(unit__code="a", month=FEBRUARY)
        approve(made, 2, by=who("a-approver"))
        return write(*given)

    with monkeypatch.context() as patched, transaction.atomic():
        patched.setattr(actions, "_write", while_others_work)
        with no("approved or changed since"):
            publish(edition, by=who("leader"))
        assert 1 == Publication.objects.filter(race=race, month=MARCH).count()
        transaction.set_rollback(True)

    def while_others_look(*given: Any) -> Publication:
        record(Deed("person.look", who("supervisor")))
        return write(*given)

    monkeypatch.setattr(actions, "_write", while_others_look)
    assert publish(
        edition, by=who("leader")
    )  # the control: a deed that changes nothing


@pytest.mark.parametrize("name", ["placed_again", "plain_standings"])
def test_nothing_is_published_when_the_core_ranks_it_otherwise(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = getattr(contents, name)
    with monkeypatch.context() as patched:
        patched.setattr(contents, name, lambda *given: list(real(*given))[::-1])
        with no("approved or changed since"):
            publish(edition, by=who("leader"))
    assert publish(edition, by=who("leader"))  # the control


def test_nothing_is_published_that_the_auditors_program_refuses(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = verify_edition.ranking

    def otherwise(board: Any) -> Any:
        return real(board)[::-1]

    with monkeypatch.context() as patched:
        patched.setattr(verify_edition, "ranking", otherwise)
        with no("does not give the same places"):
            publish(edition, by=who("leader"))

    def none_at_all(*_: Any) -> Any:
        raise verify_edition.NoEdition("form")

    with monkeypatch.context() as patched:
        patched.setattr(verify_edition, "report", none_at_all)
        with no("does not give the same places"):
            publish(edition, by=who("leader"))
    assert publish(edition, by=who("leader"))  # the control


def test_whoever_neither_runs_nor_is_absent_stops_the_month(
    race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(contents, "groups_in", lambda *_: {})
        patched.setattr(contents, "placed_again", lambda *_: ())
        with no("neither runs nor is absent"):
            compute(race, MARCH, "更正", by=who("planner"))
    assert compute(race, MARCH, "更正", by=who("planner"))  # the control


# --- An edition that was written by hand --------------------------------------------


def forged(edition: Edition, change: Any) -> Edition:
    """A newer edition with another content, well sealed."""
    content = json.loads(canonical_json(content_of(edition)))
    content["number"] = edition.number + 1
    change(content)
    body = canonical_json(content)
    made = Edition(
        race=edition.race,
        root_id=edition.root_id,
        month=edition.month,
        number=edition.number + 1,
        reason=edition.reason,
        body=zlib.compress(body),
        content_digest=digest_of(body),
        person_id=who("planner").person,
    )
    written(made, "planner")
    return made


def score(content: Any) -> None:
    """Give somebody another score."""
    content["rankings"][0]["standings"][0]["score"] = "119.99"


FORGERIES = {
    "score": score,
    "figure": lambda c: c["world"]["figures"][0]["months"].__setitem__(0, "999"),
    "target": lambda c: c["world"]["targets"][0].update(year="1"),
    "weight": lambda c: c["rankings"][0]["scheme"]["groups"].reverse(),
    "rules": lambda c: c["rankings"][0]["rules"].update(timing="at_opening"),
    "absent": lambda c: c["absent"].append({"code": "a"}),
    "previous": lambda c: c["previous"].update(a=1, b=1),
    "reason": lambda c: c.update(reason="别的"),
    "race": lambda c: c["race"].update(name="别的"),
    "month": lambda c: c.update(month="2022-02"),
    "record's event": lambda c: c["record"].update(event=1),
    "record's digest": lambda c: c["record"].update(digest="00" * 32),
    "record's moment": lambda c: c["record"].update(at="2020-01-01T00:00:00+00:00"),
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_edition_is_not_published(edition: Edition, change: Any) -> None:
    with no("approved or changed since"):
        publish(forged(edition, change), by=who("leader"))
    assert 1 == Publication.objects.filter(race=edition.race, month=MARCH).count()


def test_an_edition_by_hand_that_says_the_truth_is_published(edition: Edition) -> None:
    """The control."""
    assert publish(forged(edition, lambda content: None), by=who("leader"))


# --- What the database refuses by itself --------------------------------------------


def publication(edition: Edition, **other: Any) -> Publication:
    """A publication as the application would write it, or another one."""
    told = {
        "edition": edition,
        "race_id": edition.race_id,
        "root_id": edition.root_id,
        "month": edition.month,
        "number": 2,
        "head": "{}",
        "content_digest": edition.content_digest,
        "person_id": who("leader").person,
    }
    return Publication(**told | other)


def written(row: Any, username: str = "leader", *more: LedgerRow) -> Event:
    """Write a row by hand, past all actions."""
    with transaction.atomic():
        deed = Deed("by.hand", who(username), "", row.root_id)
        return record(deed, [row, *more])


def test_a_publication_by_hand_passes(edition: Edition) -> None:
    """The control of all that follow."""
    written(publication(edition))
    assert Publication.objects.filter(edition=edition).exists()


OTHERS = {
    "digest": lambda: {"content_digest": b"x" * 32},
    "month": lambda: {"month": FEBRUARY},
    "number": lambda: {"number": 3},
    "the first number": lambda: {"number": 1},
    "group": lambda: {"root_id": OrgUnit.objects.get(code="a").pk},
    "person": lambda: {"person_id": who("supervisor").person},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_publication_by_hand_says_what_its_edition_says(
    edition: Edition, other: Any
) -> None:
    with pytest.raises(IntegrityError):
        written(publication(edition, **other()))


def test_a_publication_by_hand_is_anothers(edition: Edition) -> None:
    row = publication(edition, person_id=who("planner").person)
    with pytest.raises(IntegrityError, match="four eyes"):
        written(row, "planner")


def test_a_publication_by_hand_is_of_the_newest(race: Race, edition: Edition) -> None:
    compute(race, MARCH, "再更正", by=who("planner"))
    with pytest.raises(IntegrityError, match="newest edition"):
        written(publication(edition))


@pytest.mark.parametrize("days", [-40, -1, 1])
def test_a_publication_by_hand_bears_the_moment_of_its_event(
    edition: Edition, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved(self: Publication, event: int, line: int, at: Any) -> None:
        super(Publication, self).place(event, line, at)
        self.at = at + timedelta(days=days)

    monkeypatch.setattr(Publication, "place", moved)
    with pytest.raises(IntegrityError, match="newest edition"):
        written(publication(edition))


def test_a_month_is_not_published_before_it_is_over(everything: None) -> None:
    for month, over in ((this_month().previous(), True), (this_month(), False)):
        race = opened(month.year, f"run-{month}")
        made = Edition(
            race=race,
            root_id=race.root_id,
            month=month,
            number=1,
            body=b"",
            content_digest=b"x",
            person_id=who("planner").person,
        )
        written(made, "planner")
        if over:
            written(publication(made, number=1))  # the control
            continue
        with no("is not over yet"):
            publish(made, by=who("leader"))
        with pytest.raises(IntegrityError, match="when it is over"):
            written(publication(made, number=1))


def test_places_and_workings_come_with_their_publication(edition: Edition) -> None:
    made = publish(edition, by=who("leader"))
    for row in (made.places.all()[0], made.workings.all()[0]):
        row._state.adding, before = True, row.event_id
        with pytest.raises(IntegrityError, match="never after"):
            written(row)
        row.event_id, row.line = before, 99
        row.id = before * 1_000_000 + 99
        record(Deed("person.look", who("leader")))  # the journal has gone on
        with (
            pytest.raises(IntegrityError, match="together with its event"),
            transaction.atomic(),
        ):
            type(row).objects.bulk_create([row])
    again = publication(compute(edition.race, MARCH, "再", by=who("planner")), number=3)
    written(again, "leader", copied(made.places.all()[0], again))  # the control


def copied(place: Place, publication: Publication, **other: Any) -> Place:
    """A place of another publication."""
    told = {
        "publication": publication,
        "root_id": place.root_id,
        "unit_id": place.unit_id,
        "subject_id": place.subject_id,
        "ranking": 0,
        "position": 0,
        "shown": place.shown,
    }
    return Place(**told | other)


@pytest.mark.parametrize("column", ["root_id", "unit_id"])
def test_places_are_shown_to_whom_they_belong(edition: Edition, column: str) -> None:
    place = Place.objects.filter(subject__code="a")[0]
    other = {column: OrgUnit.objects.get(code="b").pk}
    made = publication(edition)
    with pytest.raises(IntegrityError, match="its own group and unit"):
        written(made, "leader", copied(place, made, **other))
    made = publication(edition)
    written(made, "leader", copied(place, made))  # the control


def test_a_working_is_its_own_units(edition: Edition) -> None:
    place = Place.objects.filter(subject__code="a")[0]
    for unit, passes in (("b", False), ("a", True)):
        made = publication(edition)
        row = Working(
            publication=made,
            root_id=place.root_id,
            unit_id=OrgUnit.objects.get(code=unit).pk,
            subject_id=place.subject_id,
            body=b"",
        )
        if passes:
            written(made, "leader", row)  # the control
            continue
        with pytest.raises(IntegrityError, match="its own group and unit"):
            written(made, "leader", row)


# --- Who left -----------------------------------------------------------------------


@pytest.fixture
def shrinking(everything: None) -> Race:
    """A race in which one has closed, one is not open yet and one is another group's."""
    race, by = opened(2021), who("planner")
    root, march = race.root, Month(2021, 3)
    close_unit(OrgUnit.objects.get(code="d"), last=march.previous(), by=by)
    other = add_unit(NewUnit("h", "乙集团"), None, by=MACHINE)
    for code, above, first in (("z", root, march.next()), ("w", other, None)):
        unit = add_unit(NewUnit(code, f"{code}公司", first), above, by=MACHINE)
        (row,) = add_subjects([(SubjectValue(code, unit.name), unit)], by=MACHINE)
        enter(race, {row: "一组"}, Month(2021, 1), by=by)
    ruled(race)
    return race


def test_who_does_not_run_is_absent_for_a_reason(shrinking: Race) -> None:
    """Ranked, not ranked and absent make those who were entered."""
    race, march = shrinking, Month(2021, 3)
    made = publish(compute(race, march, "", by=who("planner")), by=who("leader"))
    head = json.loads(made.head)
    absent = {one["code"]: one["why"] for one in head["absent"]}
    assert {"d": "closed", "z": "not_open", "w": "left"} == absent
    entered = race.entrants.exclude(group="").count()
    assert 7 == entered == head["ranked"] + head["unranked"] + len(absent)
    assert {"a", "b", "c", "e"} == {p.subject.code for p in made.places.all()}
    page = reader_of("en").get("/races/run/2021-03/").content.decode()
    assert "7 entered" in page
    assert all(said in page for said in ("closed", "not open yet", "no longer part"))
    january = publish(
        compute(race, Month(2021, 1), "", by=who("planner")), by=who("leader")
    )
    told = {one["code"] for one in json.loads(january.head)["absent"]}
    assert {"z", "w"} == told  # the control: who closed later ran then
