"""Workbooks: each row a line, its cells apart by tabs, each sheet under its name."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from saima.core.findings import blocking
from saima.core.tables import Raw, Sheet
from saima.reading.papers.files.drafts import Draft
from saima.reading.papers.files.extracted import Extracted, FileKind, Why
from saima.reading.papers.files.unseen import Unseen, comments_in, unseen_in
from saima.reading.sheets.archives import Archive
from saima.reading.sheets.kinds import Kind, kind_of
from saima.reading.sheets.workbook import read_archive, read_compound

UNNAMED = re.compile(r"(?i)sheet ?\d*|工作表 ?\d*")
ALL_SEEN = Unseen()


def read_tables(data: bytes, file: str) -> Extracted:
    """Read a workbook of any kind, as the door of workbooks reads it."""
    unseen: dict[str, Unseen] = {}
    comments: list[str] = []
    if kind_of(data[:8]) is Kind.ARCHIVE:
        archive = Archive(data)
        unseen, comments = unseen_in(archive), list(comments_in(archive))
        hidden = [name for name, one in unseen.items() if one.whole]
        sheets, findings = read_archive(data, file, hidden)
    else:
        sheets, findings = read_compound(data, file, ())
    if blocking(findings):
        return Extracted(FileKind.WORKBOOK, findings=findings)
    draft = Draft(file, FileKind.WORKBOOK)
    for sheet in sheets:
        _write(sheet, unseen.get(sheet.name or "", ALL_SEEN), draft)
    for comment in comments:
        draft.hide(comment, Why.COMMENT)
    return draft.finished(more=findings)


def _write(sheet: Sheet, unseen: Unseen, draft: Draft) -> None:
    if unseen.whole:
        rows = (_cells(sheet, number) for number in range(len(sheet.rows)))
        draft.hide(" ".join(" ".join(row) for row in rows), Why.SHEET)
        return
    draft.page()
    if sheet.name and not UNNAMED.fullmatch(sheet.name):
        draft.line(sheet.name)
    for number in range(len(sheet.rows)):
        _write_row(_cells(sheet, number), number, unseen, draft)


def _write_row(cells: list[str], number: int, unseen: Unseen, draft: Draft) -> None:
    if number in unseen.rows:
        draft.hide(" ".join(cells), Why.SHEET)
        return
    away = [c for i, c in enumerate(cells) if i in unseen.columns]
    draft.hide(" ".join(away), Why.SHEET)
    for column, cell in enumerate(cells):
        if cell and (why := unseen.cells.get((number, column))):
            if column not in unseen.columns:
                draft.hide(cell, why)
            cells[column] = ""
    seen = [c for i, c in enumerate(cells) if i not in unseen.columns]
    if any(seen):
        draft.line("\t".join(seen).rstrip("\t"))


def _cells(sheet: Sheet, number: int) -> list[str]:
    return [
        _said(cell, percent=(number, column) in sheet.percent_cells)
        for column, cell in enumerate(sheet.rows[number])
    ]


def _said(cell: Raw, *, percent: bool) -> str:
    """Print a cell as exactly as it is kept."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{_plain(cell * 100)}%" if percent else _plain(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return " ".join(str(cell).split())


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
