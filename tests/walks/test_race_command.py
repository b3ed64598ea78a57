"""`saima race`: the table, its explanation and its JSON; results alone on stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from saima.core.tests.papers import FIGURES, TARGETS, UNITS, changed
from saima.reading.tests.saved import SCHEME, Content, saved
from saima.site.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
AIRPORT = EXAMPLES / "airport-2024"
DONE, REFUSED, MISUSED = 0, 1, 2
MONTH = "2022-03"
ENTRANT = {"group", "unit", "rank", "score", "light", "items"}
ITEM = {
    *("indicator", "weight", "target", "plan_to_date", "actual_to_date", "completion"),
    *("achievement", "lead_pp", "points", "status"),
}


class Called:
    """Calls `saima race` on the small folder, or on another."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.code = 0
        self.err = ""

    def __call__(self, *options: str, folder: Path | None = None) -> str:
        given = options if "--month" in options else ("--month", MONTH, *options)
        language = () if "--lang" in options else ("--lang", "en")
        self.code = main(["race", str(folder or self.folder), *given, *language])
        out, self.err = self.capsys.readouterr()
        return out

    def with_files(self, **files: Content) -> Called:
        """Save other files in the small folder."""
        saved(self.folder, dict(files))
        return self

    def item(self, unit: str, indicator: str) -> dict[str, Any]:
        """One item of the JSON."""
        standings = json.loads(self("--json"))["standings"]
        entrant = next(s for s in standings if s["unit"] == unit)
        return next(i for i in entrant["items"] if i["indicator"] == indicator)


@pytest.fixture
def race(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Called:
    return Called(saved(tmp_path / "race"), capsys)


# --- The table --------------------------------------------------------------------


def test_the_table_ranks_the_month(race: Called) -> None:
    lines = race().splitlines()
    assert (DONE, "") == (race.code, race.err)
    assert lines[0].startswith("办法 · March 2022")
    ranked = [line.split() for line in lines if line.strip()[:1].isdigit()]
    assert [["1", "乙公司"], ["2", "甲公司"]] == [[row[0], row[2]] for row in ranked]


def test_the_table_in_chinese(race: Called) -> None:
    english, chinese = race("--lang", "en"), race("--lang", "zh")
    assert "Place" in english
    assert "Place" not in chinese
    assert "甲公司" in chinese


def test_the_terminal_chooses_the_language(
    race: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {language: race("--lang", language) for language in ("en", "zh")}
    for terminal, language in (
        ("en_GB.UTF-8", "en"),
        ("zh_CN.UTF-8", "zh"),
        ("C", "zh"),
    ):
        monkeypatch.setenv("LC_ALL", terminal)
        assert main(["race", str(race.folder), "--month", MONTH]) == DONE
        assert asked[language] == race.capsys.readouterr().out


def test_who_did_not_report_is_named_and_not_ranked(race: Called) -> None:
    race.with_files(**{"figures.csv": changed(FIGURES, F2="未报")})
    out = race()
    assert DONE == race.code
    assert "– 甲公司" in out
    assert "not reported by 甲公司" in out


def test_colors_are_for_terminals_alone(race: Called) -> None:
    assert "\033" not in race(folder=EXAMPLES / "jiacheng-2022")


def test_the_same_folder_gives_the_same_bytes(race: Called) -> None:
    calls = (), ("--json",), ("--explain", "甲公司")
    first, second = ([race(*options) for options in calls] for _ in range(2))
    assert first == second


def test_the_order_of_rows_makes_no_difference(race: Called) -> None:
    before = race("--json")
    turned = [FIGURES[0], *reversed(FIGURES[1:])]
    assert before == race.with_files(**{"figures.csv": turned})("--json")


# --- The explanation ----------------------------------------------------------------


@pytest.mark.parametrize("unit", ["甲公司", "a"])
def test_an_explanation_by_name_or_code(race: Called, unit: str) -> None:
    out = race("--explain", unit)
    assert DONE == race.code
    assert out.startswith("甲公司 · 一组")
    assert "营收" in out
    assert "招商" in out
    assert "乙公司" not in out


def test_an_explanation_in_chinese(race: Called) -> None:
    assert race("--explain", "甲公司") != race("--explain", "甲公司", "--lang", "zh")


@pytest.mark.parametrize(
    ("unit", "near"), [("甲公寺", "did you mean “甲公司”"), ("天上宫阙", "No entrant")]
)
def test_an_explanation_of_nobody(race: Called, unit: str, near: str) -> None:
    assert "" == race("--explain", unit)
    assert MISUSED == race.code
    assert near in race.err


# --- JSON ---------------------------------------------------------------------------


def test_the_json_has_these_keys_and_no_others(race: Called) -> None:
    document = json.loads(race("--json"))
    assert {"month", "scheme", "convention", "standings"} == set(document)
    assert (MONTH, "办法", "month") == tuple(
        document[key] for key in ("month", "scheme", "convention")
    )
    for entrant in document["standings"]:
        assert ENTRANT == set(entrant)
        assert all(ITEM == set(item) for item in entrant["items"])


def test_numbers_of_the_json_are_texts_and_places_are_not(race: Called) -> None:
    (first, *_) = json.loads(race("--json"))["standings"]
    assert 1 == first["rank"]
    assert isinstance(first["score"], str)
    (item, *_) = first["items"]
    texts = {name: type(value) for name, value in item.items()}
    assert set(texts.values()) == {str}


def test_an_item_that_can_be_computed(race: Called) -> None:
    assert {
        "indicator": "营收",
        "weight": "60",
        "target": "1200",
        "plan_to_date": "300",
        "actual_to_date": "330",
        "completion": "0.275000",
        "achievement": "1.100000",
        "lead_pp": "2.5000",
        "status": "ok",
    } == {k: v for k, v in race.item("甲公司", "营收").items() if k != "points"}


@pytest.mark.parametrize(
    ("name", "table", "status", "nulls"),
    [
        ("figures.csv", changed(FIGURES, F2=None), "missing", {"completion", "points", "lead_pp"}),
        ("targets.csv", changed(TARGETS, C2="不适用", D2=None), "not_applicable", {"target", "points", "actual_to_date"}),
        ("targets.csv", changed(TARGETS, C2=None, D2=None), "no_target", {"target", "plan_to_date", "completion", "achievement", "lead_pp", "points"}),
        ("targets.csv", changed(TARGETS, C2="0", D2=None), "zero_target", {"completion", "achievement", "lead_pp", "points"}),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_computed(
    race: Called, name: str, table: Content, status: str, nulls: set[str]
) -> None:
    item = race.with_files(**{name: table}).item("甲公司", "营收")
    assert status == item["status"]
    assert nulls <= {key for key, value in item.items() if value is None}


def test_an_entrant_without_a_place(race: Called) -> None:
    race.with_files(**{"figures.csv": changed(FIGURES, F2=None)})
    last = json.loads(race("--json"))["standings"][-1]
    assert ("甲公司", None, None) == (last["unit"], last["rank"], last["score"])


def test_the_airport_in_json(race: Called) -> None:
    document = json.loads(race("--month", "2024-09", "--json", folder=AIRPORT))
    (item,) = document["standings"][0]["items"]
    assert ("27.71", "34.15") == (item["actual_to_date"], item["target"])
    assert ("0.811420", "6.1420") == (item["completion"], item["lead_pp"])
    assert "green" == document["standings"][0]["light"]


# --- Months and folders that are none -------------------------------------------------


@pytest.mark.parametrize(
    ("month", "told"),
    [
        ("2022-13", "is no month"),
        ("March", "is no month"),
        ("", "is no month"),
        ("2021-03", "is not in 2022"),
    ],
)
def test_a_month_that_is_none(race: Called, month: str, told: str) -> None:
    assert "" == race("--month", month)
    assert MISUSED == race.code
    assert told in race.err


@pytest.mark.parametrize("month", ["2022-3", "202203", "2022年3月", "2022/03"])
def test_months_as_people_write_them(race: Called, month: str) -> None:
    assert race() == race("--month", month)


def test_a_month_is_needed(race: Called) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["race", str(race.folder)])
    assert MISUSED == stopped.value.code


def test_a_month_without_figures(race: Called) -> None:
    assert "" == race("--month", "2022-07")
    assert MISUSED == race.code
    assert "2022-01, 2022-02, 2022-03" in race.err


def test_a_folder_that_is_not_there(race: Called, tmp_path: Path) -> None:
    assert "" == race(folder=tmp_path / "nowhere")
    assert REFUSED == race.code
    assert "nowhere: there is no such folder → check the path" in race.err


def test_findings_go_to_the_standard_error(race: Called) -> None:
    usual = race("--json")
    race.with_files(**{"figures.csv": changed(FIGURES, D2="１００")})
    assert usual == race("--json")
    assert race.err.startswith("[note] figures.csv: ")


def test_as_a_person_calls_it(tmp_path: Path) -> None:
    folder = saved(tmp_path / "race", {"units.csv": changed(UNITS, D2="甲公司")})
    done = subprocess.run(
        [sys.executable, "-m", "saima", "race", ".", "--month", MONTH],
        capture_output=True,
        env={**os.environ, "LC_ALL": "en_US.UTF-8", "PYTHONIOENCODING": "ascii:strict"},
        cwd=folder,
        timeout=60,
    )
    assert (REFUSED, b"") == (done.returncode, done.stdout)
    assert done.stderr.startswith(b"[refused] units.csv")
    assert 1 == len(done.stderr.splitlines())


def test_a_scheme_from_another_machine(race: Called) -> None:
    usual = race()
    written = "\ufeff" + SCHEME.replace("\n", "\r\n")
    assert usual == race.with_files(**{"scheme.yaml": written})()


def test_a_month_that_cannot_be_told_is_said_in_its_words(race: Called) -> None:
    by_month = SCHEME.replace(
        "indicator: 营收,", "indicator: 营收, measure: in_period,"
    )
    to_date = changed(FIGURES, C2="累计", D2="100", E2=None, F2="330", I2=None)
    race.with_files(**{"scheme.yaml": by_month, "figures.csv": to_date})
    assert "营收: the month before is missing" in race()
    whole = changed(to_date, E2="210")
    race.with_files(**{"scheme.yaml": by_month, "figures.csv": whole})
    assert "missing" not in race()


def test_the_working_and_json_are_not_asked_for_at_once(race: Called) -> None:
    with pytest.raises(SystemExit, match="2"):
        race("--json", "--explain", "甲公司")
    assert race("--json")
