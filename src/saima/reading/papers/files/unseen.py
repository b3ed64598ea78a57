"""Which sheets, rows, columns and cells of an Excel workbook are hidden."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from saima.reading.papers.files.cell_looks import Looks
from saima.reading.papers.files.extracted import Why
from saima.reading.papers.files.refusals import damaged
from saima.reading.sheets.archives import Archive
from saima.reading.sheets.limits import MAX_COLUMNS
from saima.reading.sheets.ooxml import RELATIONS, WORKBOOK

YES = ("1", "true")
COMMENTS = re.compile(
    r"xl/(?:comments|threadedComments)[^/]*(?:/[^/]+)?\.xml", re.IGNORECASE
)
ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
LENGTH = re.compile(r"\d{1,6}(?:\.\d{1,20})?")
LOW, NARROW = 3.0, 0.3  # points of a row, characters of a column

Position = tuple[int, int]


@dataclass(frozen=True)
class Unseen:
    """What is hidden of one sheet; indices from 0."""

    whole: bool = False
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    cells: dict[Position, Why] = field(default_factory=dict)


def unseen_in(archive: Archive) -> dict[str, Unseen]:
    """Find it by the names of the sheets; other kinds of workbook tell nothing here."""
    if WORKBOOK not in archive.names:
        return {}
    try:
        return dict(_sheets(archive))
    except (ElementTree.ParseError, KeyError, ValueError):
        raise damaged() from None


def comments_in(archive: Archive) -> Iterator[str]:
    """Give what the comments of a workbook say."""
    for name in archive.names:
        if COMMENTS.fullmatch(name):
            try:
                root = ElementTree.fromstring(archive.read(name))
            except (ElementTree.ParseError, ValueError):
                raise damaged() from None
            yield " ".join(root.itertext())


def _sheets(archive: Archive) -> Iterator[tuple[str, Unseen]]:
    relations = ElementTree.fromstring(archive.read(RELATIONS))
    parts = {element.attrib["Id"]: element.attrib["Target"] for element in relations}
    styles = next((e for e in relations if e.get("Type", "").endswith("/styles")), None)
    named = None if styles is None else _part(styles.attrib["Target"])
    looks = Looks(archive.read(named) if named else None)
    for element in ElementTree.fromstring(archive.read(WORKBOOK)).iter():
        if _name(element) != "sheet":
            continue
        relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
        part = _part(parts[relation])
        whole = element.get("state", "visible") != "visible"
        found = _Sheet(looks)
        found.read(archive.read(part))
        yield element.attrib["name"], found.unseen(whole=whole)


def _part(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target))[1:]


class _Sheet:
    """One pass over the XML of a sheet."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.cells: dict[Position, Why] = {}
        self.there: list[Position] = []
        self.at: Position = (-1, -1)
        self.none_shown = False  # rows without a height of their own

    def read(self, xml: bytes) -> None:
        """Look at rows, columns, cells, and what is joined over them."""
        deeds = {
            "row": self._row,
            "col": self._column,
            "c": self._cell,
            "mergeCell": self._joined,
            "sheetFormatPr": self._format,
        }
        for event, element in ElementTree.iterparse(io.BytesIO(xml), ("start", "end")):
            if event == "end":
                element.clear()  # a sheet is larger than what is hidden of it
            elif deed := deeds.get(_name(element)):
                deed(element)

    def unseen(self, *, whole: bool) -> Unseen:
        """Give what was found."""
        return Unseen(whole, frozenset(self.rows), frozenset(self.columns), self.cells)

    def _format(self, element: ElementTree.Element) -> None:
        self.none_shown = element.get("zeroHeight") in YES

    def _row(self, element: ElementTree.Element) -> None:
        self.at = (int(element.get("r", self.at[0] + 2)) - 1, -1)
        height = element.get("ht")
        hidden = element.get("hidden", "1" if self.none_shown and not height else "0")
        if hidden in YES or _within(height, LOW):
            self.rows.add(self.at[0])

    def _column(self, element: ElementTree.Element) -> None:
        if element.get("hidden") in YES or _within(element.get("width"), NARROW):
            first, last = int(element.attrib["min"]), int(element.attrib["max"])
            self.columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def _cell(self, element: ElementTree.Element) -> None:
        match = ADDRESS.fullmatch(element.get("r", ""))
        self.at = _position(match) if match else (self.at[0], self.at[1] + 1)
        self.there.append(self.at)
        if why := self.looks.why(element.get("s", "0"), element.get("t", "n")):
            self.cells[self.at] = why

    def _joined(self, element: ElementTree.Element) -> None:
        """Of cells that are joined only the first is shown."""
        first, _, last = element.get("ref", "").partition(":")
        one, two = ADDRESS.fullmatch(first), ADDRESS.fullmatch(last)
        if one is None or two is None:
            return
        (top, left), (bottom, right) = _position(one), _position(two)
        if (bottom - top + 1) * (right - left + 1) <= len(self.there):
            inside = [
                (row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]
        else:
            inside = [
                (row, column)
                for row, column in self.there
                if top <= row <= bottom and left <= column <= right
            ]
        self.cells |= dict.fromkeys(
            (place for place in inside if place != (top, left)), Why.COVERED
        )


def _within(said: str | None, least: float) -> bool:
    return said is not None and bool(LENGTH.fullmatch(said)) and float(said) <= least


def _position(match: re.Match[str]) -> Position:
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
