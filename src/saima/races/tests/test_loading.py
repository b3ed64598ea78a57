"""Loading a folder: the whole of it or nothing, and the same race as the folder's."""

from __future__ import annotations

from pathlib import Path

import pytest

from saima.core.explain import explain
from saima.core.periods import Month
from saima.core.races import standings_at
from saima.core.refusal import Refused
from saima.core.words import untranslated
from saima.core.workflow import State
from saima.journal.actions import MACHINE
from saima.journal.models import Event
from saima.journal.queries import verify
from saima.people.models import Account, OrgUnit, Post, SetUp
from saima.plans.models import Duty, Subject
from saima.races.actions.loading import FolderRefused, load_folder
from saima.races.models import Race
from saima.races.queries import live as queries
from saima.races.tests.conftest import FIGURES, SCHEME, TARGETS, UNITS, load, write_race
from saima.reading.folders import read_folder
from saima.submissions.models import Submission
from saima.submissions.queries import standings_of
from saima.writing.standings_json import standings_json
from saima.writing.standings_text import explanation_text

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
CALENDAR = "date,kind,occasion\n2031-01-01,off,x\n2031-05-01,off,x\n2031-10-01,off,x\n"
pytestmark = pytest.mark.usefixtures("everything")


@pytest.mark.parametrize("name", ["jiacheng-2022", "airport-2024", "xiangjiang-2022"])
def test_the_record_gives_the_same_race_as_the_folder(name: str) -> None:
    load_folder(EXAMPLES / name, by=MACHINE)
    listing, race = queries.race_named(name), read_folder(EXAMPLES / name).race
    assert listing is not None
    assert race is not None
    assert race.months == listing.race.months
    assert race.months
    for month in race.months:
        here, there = queries.standings_of(listing, month), standings_at(race, month)
        mine = listing.by_month[month]
        assert standings_json(race, month, there) == standings_json(mine, month, here)
        for mine_, theirs in zip(here, there, strict=True):
            told = explanation_text(explain(mine, mine_, month), untranslated)
            assert told == explanation_text(explain(race, theirs, month), untranslated)


def test_what_was_loaded_is_as_it_was_written() -> None:
    assert [] == list(verify())
    assert 1 == Event.objects.filter(verb="race.load").count()


def test_every_unit_with_duties_has_two_persons_and_the_head_its_own() -> None:
    reporting = set(Duty.objects.values_list("unit__code", flat=True))
    assert {"a", "b", "c", "d", "e"} == reporting
    names = set(Account.objects.values_list("username", flat=True))
    assert {"planner", "leader", "supervisor", "auditor", "a-reporter"} <= names
    assert {"a-approver", "system", "security", "audit"} <= names
    assert not Account.objects.filter(must_change_password=True).exists()
    assert not OrgUnit.objects.filter(code="p").exists()
    assert "e" == Subject.objects.get(code="p").unit.code
    assert SetUp.objects.exists()


def test_a_whole_month_is_accepted_and_one_with_a_gap_is_not() -> None:
    found = {
        (s.unit.code, s.month.number): standings_of([s])[s.pk]
        for s in Submission.objects.select_related("unit")
    }
    assert State.ACCEPTED is found["a", 3].state
    assert State.APPROVED is found["c", 3].state  # one of its two lines is missing
    steps = [(m.step, m.person.name) for m in found["a", 1].moves]
    assert [
        ("submit", "填报岗·一公司（示例）"),
        ("approve", "审核岗·一公司（示例）"),
        ("accept", "规划考核岗·甲集团（示例）"),
    ] == steps


def test_one_set_of_administrators_looks_after_all_groups(home: Path) -> None:
    load(home / "other")
    system = Post.objects.filter(kind="system_admin")
    assert ["g", "other-g"] == sorted(system.values_list("unit__code", flat=True))
    assert 1 == len(set(system.values_list("person", flat=True)))
    assert Account.objects.filter(username="other-g-planner").exists()


def test_a_race_is_loaded_once(home: Path) -> None:
    with pytest.raises(Refused, match="loaded already"):
        load(home / "jia-2022")
    load(home / "other")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"figures": FIGURES.replace("120", "很多")}, "1 things"),
        ({"scheme": ""}, "things in its files"),
        ({"units": f"{UNITS}r,子项目,项目,p,,\n"}, "no unit"),
        (
            {"scheme": SCHEME.replace("2022", "2031").replace("month", "workday", 1)},
            "things in its files",
        ),
    ],
)
def test_a_folder_that_is_not_in_order_leaves_nothing(
    home: Path, changed: dict[str, str], told: str
) -> None:
    units, events = OrgUnit.objects.count(), Event.objects.count()
    with pytest.raises(FolderRefused, match=told):
        load(home / "bad", **changed)
    assert (units, events) == (OrgUnit.objects.count(), Event.objects.count())
    assert not Race.objects.filter(slug="bad").exists()


def test_a_refused_folder_comes_with_its_findings(home: Path) -> None:
    with pytest.raises(FolderRefused) as refused:
        load(home / "bad", figures=FIGURES.replace("120", "很多"))
    assert ["figures.csv"] == [f.place.file for f in refused.value.findings]


def test_notes_are_no_reason_to_refuse(home: Path) -> None:
    folder = write_race(home / "noted", figures=FIGURES.replace("120", "１２０"))
    assert 1 == len(load_folder(folder, by=MACHINE).notes)


def test_units_without_a_common_head_get_one(home: Path) -> None:
    units = UNITS.replace("c,三公司,公司,g", "c,三公司,公司,")
    targets = TARGETS.replace("7200", "6000")
    race = load(home / "heads", units=units, targets=targets)
    assert ("heads", "甲集团赛马") == (race.root.code, race.root.name)
    listing = queries.race_named("heads")
    assert listing is not None
    assert listing.race.subjects["heads-c"].parent is None
    assert "heads-g" == listing.race.subjects["heads-a"].parent


def test_a_calendar_of_the_folder_is_kept(home: Path) -> None:
    folder = write_race(home / "far", scheme=SCHEME.replace("2022", "2031"))
    (folder / "calendar.csv").write_text(CALENDAR, "utf-8")
    load_folder(folder, by=MACHINE)
    listing, read = queries.race_named("far"), read_folder(folder).race
    assert listing is not None
    assert read is not None
    assert read.calendar == listing.race.calendar
    assert 2031 in listing.by_month[Month(2031, 1)].calendar.years


@pytest.mark.parametrize("name", ["a race", "a#1", "a?", "a%2f", "a\\1"])
def test_a_folder_whose_name_breaks_addresses_is_not_loaded(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(FolderRefused, match="is no code") as refused:
        load(tmp_path / name)
    assert "rename the folder" in str(refused.value.next_step)
    assert "甲-1_a.b" == load(tmp_path / "甲-1_a.b").slug  # the control


def test_a_name_without_a_code_leads_to_a_page(tmp_path: Path) -> None:
    units = UNITS.replace("q,另项目", ",另/项 目（二期）#1")
    targets = TARGETS.replace("q,", "另/项 目（二期）#1,")
    figures = FIGURES.replace("q,", "另/项 目（二期）#1,")
    load(tmp_path / "new", units=units, targets=targets, figures=figures)
    assert "另-项目-二期-1" in Subject.objects.values_list("code", flat=True)
