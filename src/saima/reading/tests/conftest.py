"""Files made on the spot by the libraries that other people use."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from saima.core.findings import Finding
from saima.core.tables import Sheet
from saima.reading.sheets import read_sheets

Read = tuple[tuple[Sheet, ...], tuple[Finding, ...]]
Fill = Callable[[Any], object]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str, bytes], Read]:
    """Save bytes under a name and read them; the place shows the bare name."""

    def read_bytes(name: str, data: bytes) -> Read:
        path = tmp_path / name
        path.write_bytes(data)
        return read_sheets(path, name)

    return read_bytes


@pytest.fixture
def xlsx() -> Callable[[Fill], bytes]:
    """An Excel workbook whose first sheet 月报 is filled by a function."""

    def make(fill: Fill) -> bytes:
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"nan_inf_to_errors": True}) as book:
            # It would ask to be recalculated; Excel, having calculated, does not.
            book.set_calc_mode("auto", 1)
            fill(book.add_worksheet("月报"))
        return repacked(target.getvalue(), {"xl/workbook.xml": calculated})

    return make


@pytest.fixture
def xls() -> Callable[[Fill], bytes]:
    """The same as an old workbook."""

    def make(fill: Fill) -> bytes:
        book, target = xlwt.Workbook(), io.BytesIO()
        fill(book.add_sheet("月报"))
        book.save(target)
        return target.getvalue()

    return make


@pytest.fixture
def ods() -> Callable[..., bytes]:
    """An OpenDocument workbook around the rows of its sheet 月报, another hidden."""

    def make(rows: str, hidden: str = "") -> bytes:
        names = ("office", "table", "text", "style")
        spaces = " ".join(
            f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names
        )
        content = (
            f"<office:document-content {spaces}><office:automatic-styles>"
            '<style:style style:name="off" style:family="table">'
            '<style:table-properties table:display="false"/></style:style>'
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="月报">{rows}</table:table>'
            f'<table:table table:name="字典" table:style-name="off">{hidden}'
            "</table:table>"
            "</office:spreadsheet></office:body></office:document-content>"
        )
        return packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": "<manifest/>",
                "content.xml": content,
            }
        )

    return make


def calculated(workbook: bytes) -> bytes:
    """Take out of a workbook's part that its formulas wait to be calculated."""
    return workbook.replace(b' fullCalcOnLoad="1"', b"")


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Zip members by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return target.getvalue()


def repacked(
    data: bytes, changes: Mapping[str, Callable[[bytes], bytes] | bytes]
) -> bytes:
    """Zip again with some members changed or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        members = {name: container.read(name) for name in container.namelist()}
    for name, change in changes.items():
        members[name] = change(members[name]) if callable(change) else change
    return packed(members)


@pytest.fixture
def repack() -> Callable[..., bytes]:
    """Zip again with some members changed or added."""
    return repacked


@pytest.fixture
def pack() -> Callable[..., bytes]:
    """Zip members by name."""
    return packed
