"""Which sheets, rows and columns of an Excel workbook are hidden."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from saima.reading.papers.files.refusals import damaged
from saima.reading.sheets.archives import Archive
from saima.reading.sheets.limits import MAX_COLUMNS
from saima.reading.sheets.ooxml import RELATIONS, WORKBOOK

YES = ("1", "true")


@dataclass(frozen=True)
class Unseen:
    """What is hidden of one sheet; indices from 0."""

    whole: bool = False
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def unseen_in(archive: Archive) -> dict[str, Unseen]:
    """Find it by the names of the sheets; other kinds of workbook tell nothing here."""
    if WORKBOOK not in archive.names:
        return {}
    try:
        return dict(_sheets(archive))
    except (ElementTree.ParseError, KeyError, ValueError):
        raise damaged() from None


def _sheets(archive: Archive) -> Iterator[tuple[str, Unseen]]:
    relations = ElementTree.fromstring(archive.read(RELATIONS))
    parts = {element.attrib["Id"]: element.attrib["Target"] for element in relations}
    for element in ElementTree.fromstring(archive.read(WORKBOOK)).iter():
        if _name(element) != "sheet":
            continue
        relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
        part = posixpath.normpath(posixpath.join("/xl", parts[relation]))[1:]
        whole = element.get("state", "visible") != "visible"
        yield element.attrib["name"], _sheet(archive.read(part), whole=whole)


def _sheet(xml: bytes, *, whole: bool) -> Unseen:
    rows: set[int] = set()
    columns: set[int] = set()
    at = -1
    for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
        if event == "end":
            element.clear()  # a sheet is larger than what is hidden of it
        elif _name(element) == "row":
            at = int(element.get("r", at + 2)) - 1
            if element.get("hidden") in YES:
                rows.add(at)
        elif _name(element) == "col" and element.get("hidden") in YES:
            first, last = int(element.attrib["min"]), int(element.attrib["max"])
            columns.update(range(first - 1, min(last, MAX_COLUMNS)))
    return Unseen(whole, frozenset(rows), frozenset(columns))


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
