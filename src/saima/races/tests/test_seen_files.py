"""What a unit takes home of a published table: all places, and nobody else's figures."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from saima.core.periods import Month
from saima.races.models import Race
from saima.races.tests.conftest import FIGURES, SCHEME, load, reader_of
from saima.writing.edition_pdf import FAMILIES
from saima.writing.typesetting import families

MONTH = Month(2022, 3)
HONORS = """
    lists:
      red: {top: 1, plan: kept}
      black: {bottom: 3, plan: missed, least: 2}
    streaks:
      - {kind: every_month}
"""
# Of b and nobody else: its sum, what that makes of the plan, of the target, and what it
# had done of the plan in February, when it fell behind.
CANARIES = ("260.87", "86.96", "21.74", "80.44", "0.8695666666666667", "0.2174")
OWN = "306.13"  # the sum of a
printed = pytest.mark.skipif(
    not shutil.which("pdftotext") or not set(FAMILIES) & set(families()),
    reason="no pdftotext or Chinese font (Debian: poppler-utils, fonts-noto-cjk)",
)


def ruled(more: str = "") -> str:
    """The rules with lists and streaks in the first group."""
    first, second = SCHEME.split("  - name: 二组")
    return f"{more}{first}{HONORS.lstrip(chr(10))}  - name: 二组{second}"


def raced(home: Path, more: str = "") -> Race:
    """A race whose month is published, with figures that are found again."""
    figures = FIGURES.replace("b,营收,当月,120,40,100", "b,营收,当月,120,40.87,100")
    figures = figures.replace("a,营收,当月,100,100,100", "a,营收,当月,100,106.13,100")
    return load(home / "canary", scheme=ruled(more), figures=figures)


def taken(client: Client, race: Race, name: str) -> bytes:
    """A file of what was published first."""
    answer = client.get(reverse(f"races:{name}", args=[race.slug, MONTH, 1]))
    assert 200 == answer.status_code, answer.content[:300]
    return answer.content


def in_workbook(file: bytes) -> str:
    """All that is in a workbook: cells, texts, and what its charts have kept."""
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


def in_pdf(file: bytes) -> str:
    """The text of a PDF."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=file, capture_output=True).stdout.decode()


def found(text: str) -> set[str]:
    """Which figures of b stand in it."""
    return {one for one in CANARIES if re.search(rf"(?<!\d){re.escape(one)}", text)}


READERS = [
    pytest.param("workbook", in_workbook, id="workbook"),
    pytest.param("pdf", in_pdf, id="pdf", marks=printed),
]


@pytest.mark.parametrize(("kind", "read"), READERS)
def test_others_values_are_nowhere_in_it(home: Path, kind: str, read: object) -> None:
    assert callable(read)
    race = raced(home)
    text = read(taken(reader_of("zh-CN", "canary-a-reporter"), race, f"seen_{kind}"))
    assert set() == found(text)
    assert OWN in text
    assert all(name in text for name in ("一公司", "二公司", "三公司", "五公司"))
    assert "黑榜" in text
    assert "月月红" in text
    # The control: they are found in what the office has, and in what is b's own.
    office = read(
        taken(reader_of("zh-CN", "canary-g-planner"), race, f"edition_{kind}")
    )
    assert {"260.87", "80.44"} <= found(office)
    own = read(taken(reader_of("zh-CN", "canary-b-reporter"), race, f"seen_{kind}"))
    assert {"260.87", "80.44"} <= found(own)
    assert OWN not in own


@pytest.mark.parametrize(("kind", "read"), READERS)
def test_where_figures_are_open_all_are_in_it(
    home: Path, kind: str, read: object
) -> None:
    assert callable(read)
    race = raced(home, "peers: values\n")
    text = read(taken(reader_of("zh-CN", "canary-a-reporter"), race, f"seen_{kind}"))
    assert {"260.87", "80.44"} <= found(text)


def test_cells_of_others_are_empty_and_not_zero(home: Path) -> None:
    race = raced(home)
    file = taken(reader_of("zh-CN", "canary-a-reporter"), race, "seen_workbook")
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    rows = {str(row[2]).split("（")[0]: row[5:] for row in sheet.values}
    assert any(value is not None for value in rows["一公司"])
    for other in ("二公司", "三公司", "四公司", "五公司"):
        assert {None} == set(rows[other]), other


def test_it_is_offered_to_whom_the_office_does_not_count(home: Path) -> None:
    race = raced(home)
    address = reverse("races:seen_pdf", args=[race.slug, MONTH, 1])
    page = reverse("races:league", args=[race.slug, MONTH])
    listed = reverse("races:month_editions", args=[race.slug, MONTH])
    for where in (page, listed):
        assert (
            address in reader_of("en", "canary-a-reporter").get(where).content.decode()
        )
        assert (
            address
            not in reader_of("en", "canary-g-planner").get(where).content.decode()
        )


def test_what_was_not_published_is_not_handed_out(home: Path) -> None:
    race = raced(home)
    for name in ("seen_pdf", "seen_workbook"):
        address = reverse(f"races:{name}", args=[race.slug, MONTH, 9])
        assert 404 == reader_of("en", "canary-a-reporter").get(address).status_code
