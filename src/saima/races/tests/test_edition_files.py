"""The samples as they are published, in the files that are handed out of them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from saima.core.numbers import grouped
from saima.core.words import untranslated
from saima.journal.actions import MACHINE
from saima.people import scope
from saima.races.actions.loading import load_folder
from saima.races.models import Publication
from saima.races.queries.published import content_of, places_under
from saima.writing.edition_pdf import FAMILIES, edition_pdf
from saima.writing.edition_told import Issue
from saima.writing.edition_workbook import edition_workbook
from saima.writing.typesetting import families

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
SAMPLES = ("jiacheng-2022", "airport-2024", "xiangjiang-2022")
TABLE, ABOUT = "League table", "About the edition"
pytestmark = pytest.mark.usefixtures("everything")
printed = pytest.mark.skipif(
    not shutil.which("pdftotext") or not set(FAMILIES) & set(families()),
    reason="no pdftotext or Chinese font (Debian: poppler-utils, fonts-noto-cjk)",
)

Published = tuple[Publication, dict[str, Any], Issue]


@pytest.fixture
def published(home: Path) -> Callable[[str], Published]:
    """What was published last of a sample, with its content."""

    def load(name: str) -> Published:
        race = load_folder(EXAMPLES / name, by=MACHINE).race
        with scope.of_everything():
            newest = Publication.objects.filter(race=race).order_by("month").last()
            assert newest is not None
            digest = bytes(newest.content_digest).hex()
            issue = Issue(newest.number, digest=digest, computed_by="规划考核岗")
            return newest, content_of(newest.edition), issue

    return load


def places(shown: Publication) -> list[tuple[str, int | None, str | None]]:
    """Name, place and score of each entrant as the whole group sees them."""
    found = places_under(shown, 0)
    return [(one["name"], one["rank"], one["score"]) for one in found]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_place_and_score_stands_in_the_workbook(
    name: str, published: Callable[[str], Published]
) -> None:
    shown, content, issue = published(name)
    data = edition_workbook(content, untranslated, issue=issue)
    sheet = openpyxl.load_workbook(io.BytesIO(data))[TABLE]
    rows = {str(row[2].value).partition("（sample")[0]: row for row in sheet}
    assert places(shown)
    for entrant, rank, score in places(shown):
        row = rows[entrant]
        assert rank == row[0].value
        if score is not None:
            assert float(score) == row[3].value
            assert len(score.partition(".")[2]) == row[3].number_format.count("0") - 1
    about = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(ABOUT)
    texts = [value for row in about.to_python() for value in row]
    assert bytes(shown.content_digest).hex() in texts


@printed
@pytest.mark.parametrize("name", SAMPLES)
def test_every_place_and_score_stands_on_the_pdf(
    name: str, published: Callable[[str], Published], tmp_path: Path
) -> None:
    shown, content, issue = published(name)
    data = edition_pdf(content, untranslated, issue=issue)
    (tmp_path / "x.pdf").write_bytes(data)
    asked = ["pdftotext", "-layout", "x.pdf", "-"]
    told = subprocess.run(asked, cwd=tmp_path, capture_output=True, check=True)
    lines = [line.split() for line in told.stdout.decode().splitlines()]
    decimals = content["rankings"][0]["scheme"]["decimals"]
    for entrant, rank, score in places(shown):
        found = [one for one in lines if any(w.startswith(entrant) for w in one)]
        if rank is not None and score is not None:
            row = next(one for one in found if one[0] == str(rank))
            assert grouped(Decimal(score), decimals) in row
        else:
            assert entrant in [one[0].partition("（")[0] for one in found]
    assert bytes(shown.content_digest).hex() in told.stdout.decode()
