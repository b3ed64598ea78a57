"""Where races come from: read once, read again when changed, never from elsewhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from saima.core.periods import Month
from saima.races import queries
from saima.races.tests.conftest import FIGURES, write_race

MARCH = Month(2022, 3)


def test_the_race_is_listed() -> None:
    (listing,) = queries.races()
    assert ("jia-2022", "甲集团赛马", True) == (
        listing.slug,
        listing.name,
        listing.sample,
    )
    assert listing.latest == MARCH
    assert ["a", "b", "c", "d", "e"] == [s.code for s in listing.entrants]


def test_a_race_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = queries.race_named("jia-2022")
    monkeypatch.setattr(queries, "read_folder", None)
    assert queries.race_named("jia-2022") is first


def test_standings_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = queries.race_named("jia-2022")
    assert listing is not None
    first = queries.standings_of(listing, MARCH)
    monkeypatch.setattr(queries, "standings_at", None)
    assert queries.standings_of(listing, MARCH) is first
    assert len(first) == 5


def test_a_changed_file_shows_at_the_next_look(home: Path) -> None:
    before = queries.race_named("jia-2022")
    figures = home / "jia-2022" / "figures.csv"
    figures.write_text(FIGURES.replace("120,40,100", "120,40,300"), "utf-8")
    after = queries.race_named("jia-2022")
    assert before is not None
    assert after is not None
    assert queries.standings_of(before, MARCH) != queries.standings_of(after, MARCH)


def test_a_file_of_the_same_size_written_later_is_seen(home: Path) -> None:
    first = queries.race_named("jia-2022")
    os.utime(home / "jia-2022" / "figures.csv", (1, 1))
    assert queries.race_named("jia-2022") is not first


def test_a_race_that_went_away_is_gone(home: Path) -> None:
    assert queries.race_named("jia-2022")
    shutil.rmtree(home / "jia-2022")
    assert queries.race_named("jia-2022") is None
    assert () == queries.races()


@pytest.mark.parametrize(
    "slug", ["..", ".", "", "../races/jia-2022", "/etc", "JIA-2022"]
)
def test_only_what_is_listed_is_read(slug: str) -> None:
    assert queries.race_named(slug) is None


def test_hidden_and_empty_folders_and_files_are_no_races(home: Path) -> None:
    write_race(home / ".hidden")
    (home / "empty").mkdir()
    (home / "notes.txt").write_text("x")
    assert ["jia-2022"] == [listing.slug for listing in queries.races()]


def test_the_latest_year_comes_first_and_what_is_refused_last(home: Path) -> None:
    old = write_race(home / "old")
    scheme = (old / "scheme.yaml").read_text("utf-8")
    (old / "scheme.yaml").write_text(scheme.replace("2022", "2021", 1), "utf-8")
    write_race(home / "bad", scheme="")
    assert ["jia-2022", "old", "bad"] == [listing.slug for listing in queries.races()]


def test_a_race_that_is_refused_has_its_findings(home: Path) -> None:
    write_race(home / "bad", figures=FIGURES.replace("120", "很多"))
    listing = queries.race_named("bad")
    assert listing is not None
    assert listing.race is None
    assert ["figures.csv"] == [finding.place.file for finding in listing.findings]
    assert () == queries.standings_of(listing, MARCH)


def test_a_folder_that_cannot_be_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(queries, "_seen", refuse)
    (listing,) = queries.races()
    assert listing.race is None
    assert "Permission denied" in str(listing.findings[0].text)


def test_without_a_folder_of_races_there_is_none(settings: Any) -> None:
    settings.SAIMA_RACES = Path("/nothing/here")
    assert () == queries.races()


def test_a_folder_that_changes_while_it_is_read_is_read_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, calls = home / "jia-2022" / "figures.csv", []
    usual = queries.read_folder

    def interrupted(folder: Path) -> object:
        intake = usual(folder)
        if not calls:
            figures.write_text(FIGURES.replace("120,40,100", "120,40,300"), "utf-8")
        calls.append(intake)
        return intake

    monkeypatch.setattr(queries, "read_folder", interrupted)
    listing = queries.race_named("jia-2022")
    assert listing is not None
    assert 2 == len(calls)
    assert listing.race is calls[1].race


def test_a_file_that_points_nowhere_is_passed_over(home: Path) -> None:
    (home / "jia-2022" / ".#units.csv").symlink_to("nowhere")
    (home / "jia-2022" / "gone.md").symlink_to("nowhere")
    listing = queries.race_named("jia-2022")
    assert listing is not None
    assert listing.race is not None
