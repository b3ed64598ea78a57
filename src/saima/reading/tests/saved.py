"""The small folder of the core's tests, saved as the files that people send."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from saima.core.tests.papers import FIGURES, INDICATORS, TARGETS, UNITS, Rows, squared

SCHEME = """\
name: 办法
year: 2022
convention: month
groups:
  - name: 一组
    items:
      - {indicator: 营收, weight: 60, curve: {kind: linear}}
      - {indicator: 招商, weight: 40, curve: {kind: linear}}
"""

Content = str | bytes | Rows | None
Fill = Callable[[Any, Any], object]  # of a sheet and its workbook


def saved(folder: Path, files: dict[str, Content] | None = None) -> Path:
    """Save the small folder, with some of its files replaced, added or (None) left out."""
    usual: dict[str, Content] = {
        "scheme.yaml": SCHEME,
        "units.csv": UNITS,
        "indicators.csv": INDICATORS,
        "targets.csv": TARGETS,
        "figures.csv": FIGURES,
    }
    folder.mkdir(exist_ok=True)
    for old in filter(Path.is_file, folder.iterdir()):
        old.unlink()
    for name, content in {**usual, **(files or {})}.items():
        if content is not None:
            (folder / name).write_bytes(as_bytes(content))
    return folder


def as_bytes(content: str | bytes | Rows) -> bytes:
    """Rows as CSV, text in UTF-8."""
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else as_csv(content)).encode()


def as_csv(table: Rows) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(squared(table))
    return text.getvalue()


def as_xlsx(table: Rows, fill: Fill | None = None, name: str = "实绩") -> bytes:
    """Rows as a workbook, its numbers as numbers; `fill` may write over them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_calc_mode("auto", 1)
        sheet = book.add_worksheet(name)
        for index, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write(index, column, number_or_text(cell))
        if fill:
            fill(sheet, book)
    return target.getvalue()


def as_xls(table: Rows) -> bytes:
    """Rows as an old workbook."""
    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("实绩")
    for index, row in enumerate(table):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(index, column, number_or_text(cell))
    book.save(target)
    return target.getvalue()


def number_or_text(cell: Any) -> Any:
    """What Excel would make of a cell that is typed in."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell
