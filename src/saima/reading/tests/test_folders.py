"""A folder read whole or refused whole, whatever else lies in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from saima.core.findings import Severity
from saima.core.intake.whole import Intake
from saima.core.tests.papers import FIGURES, INDICATORS, TARGETS, UNITS, changed
from saima.reading.folders import read_folder
from saima.reading.tests.saved import SCHEME, Content, as_csv, as_xlsx, saved


@pytest.fixture
def read(tmp_path: Path):
    """Save the small folder with other files and read it."""

    def read_saved(**files: Content) -> Intake:
        return read_folder(saved(tmp_path / "race", dict(files)))

    return read_saved


def codes(intake: Intake) -> list[str]:
    return [finding.code for finding in intake.findings]


def test_the_folder_as_it_is(read) -> None:
    intake = read()
    assert intake.race is not None
    assert () == intake.findings


@pytest.mark.parametrize(
    "name", ["scheme.yaml", "scheme.yml", "办法.yaml", "评比办法.yaml"]
)
def test_names_of_the_scheme(read, name: str) -> None:
    assert read(**{"scheme.yaml": None, name: SCHEME}).race is not None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", "# 说明\n单位,指标\n"),
        (".DS_Store", b"\0\0\0\1Bud1"),
        ("~$units.xlsx", b"\x05admin"),
        (".~lock.units.csv#", ",admin,"),
        ("附件.docx", b"PK\3\4"),
        ("units.csv.bak", "x"),
        ("照片.jpg", b"\xff\xd8"),
    ],
)
def test_what_lies_about_is_left_alone(read, name: str, content: str | bytes) -> None:
    intake = read(**{name: content})
    assert intake.race is not None
    assert () == intake.findings


def test_folders_inside_are_left_alone(read, tmp_path: Path) -> None:
    (tmp_path / "race" / "archive.csv").mkdir(parents=True)
    assert read().race is not None


def test_a_text_that_is_no_table_says_how_to_go_on(read) -> None:
    intake = read(**{"readme.txt": "Dear colleagues,\nplease fill in.\n"})
    assert ["unknown_sheet"] == codes(intake)
    assert "take it out of the folder" in str(intake.findings[0])


def test_all_tables_may_be_sheets_of_one_workbook(read) -> None:
    books = {
        f"{name}.xlsx": as_xlsx(table, name=name)
        for name, table in {"单位": UNITS, "指标": INDICATORS, "目标": TARGETS}.items()
    }
    none = dict.fromkeys(("units.csv", "indicators.csv", "targets.csv"))
    assert read(**none, **books).race is not None


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_texts_of_other_encodings(read, encoding: str) -> None:
    intake = read(**{"figures.csv": as_csv(FIGURES).encode(encoding)})
    assert intake.race is not None
    assert (encoding == "utf-8-sig") == (() == intake.findings)


def test_a_calendar_of_ones_own(read) -> None:
    days = "".join(f"2031-{day},off,\n" for day in ("01-01", "05-01", "10-01"))
    by_days = SCHEME.replace("2022", "2031").replace("month", "workday")
    assert ["unknown_year"] == codes(read(**{"scheme.yaml": by_days}))
    own = {"calendar.csv": f"date,kind,occasion\n{days}"}
    assert read(**{"scheme.yaml": by_days}, **own).race is not None


def test_a_calendar_of_ones_own_with_faults_refuses_the_folder(read) -> None:
    intake = read(**{"calendar.csv": "date,kind,occasion\nsoon,off,\n"})
    assert intake.race is None
    assert ["calendar_date"] == codes(intake)


def test_a_file_that_is_refused_does_not_hide_what_is_wrong_elsewhere(read) -> None:
    intake = read(
        **{
            "units.csv": None,
            "units.xlsm": b"PK",
            "figures.csv": changed(FIGURES, D2="?"),
        }
    )
    assert intake.race is None
    assert ["macro"] == codes(intake)[:1]
    assert "unknown_subject" not in codes(intake)  # the file would have named them
    in_targets = read(
        **{"targets.xlsm": b"PK", "figures.csv": changed(FIGURES, D2="?")}
    )
    assert "macro" in codes(in_targets)


def test_faults_of_sheets_stand_beside_a_file_that_is_refused(read) -> None:
    intake = read(**{"more.xlsm": b"PK", "figures.csv": changed(FIGURES, D2="?")})
    assert ["macro", "not_a_number"] == codes(intake)
    assert {Severity.ERROR} == {finding.severity for finding in intake.findings}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"scheme.yaml": None}, "no scheme.yaml"),
        ({"办法.yaml": SCHEME}, "several schemes: scheme.yaml, 办法.yaml"),
    ],
)
def test_there_is_one_scheme(read, files: dict[str, Content], says: str) -> None:
    intake = read(**files)
    assert ["folder"] == codes(intake)
    assert says in str(intake.findings[0])


@pytest.mark.parametrize("name", ["nowhere", "scheme.yaml", "."])
def test_a_folder_that_is_none(tmp_path: Path, name: str, monkeypatch) -> None:
    (tmp_path / "scheme.yaml").write_text(SCHEME)
    monkeypatch.chdir(tmp_path)
    intake = read_folder(Path(name))
    assert intake.race is None
    assert str(intake.findings[0].place)


def test_an_empty_folder_of_tables(read) -> None:
    none = dict.fromkeys(("units.csv", "indicators.csv", "targets.csv", "figures.csv"))
    found = codes(read(**none))
    assert 2 == found.count("no_sheet")


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    folder = saved(
        tmp_path / "race", {"figures.csv": changed(FIGURES, D2="?", E3="1,210")}
    )
    assert read_folder(folder).findings == read_folder(folder).findings
