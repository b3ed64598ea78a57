"""Workbooks of Excel since 2007 (.xlsx): what their XML says beyond values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from saima.core.words import words
from saima.reading.sheets.archives import Archive
from saima.reading.sheets.refusals import (
    SAVE_AGAIN,
    RefusalError,
    damaged,
    macro,
)
from saima.reading.sheets.surveys import Position, Survey, shows_percent

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
DIGITS = "0123456789"
PERCENT_FORMATS = frozenset({"9", "10"})  # built in: 0% and 0.00%
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
ELEMENTS = {
    f"{namespace} {name}": name
    for namespace in NAMESPACES
    for name in ("row", "c", "f", "v", "is")
}


def survey_ooxml(archive: Archive) -> tuple[Survey, ...]:
    """Survey every sheet, in the order of the workbook."""
    _refuse_programs(archive)
    try:
        return tuple(_surveys(archive))
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError):
        raise damaged() from None


def _refuse_programs(archive: Archive) -> None:
    types = archive.read("[Content_Types].xml").lower()
    names = [name.lower() for name in archive.names]
    if b"macroenabled" in types or any(
        name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/")
        for name in names
    ):
        raise macro()
    if "xl/workbook.bin" in names:
        text = words("The workbook is saved in the binary form .xlsb")
        raise RefusalError("binary_workbook", text, next_step=SAVE_AGAIN)


def _surveys(archive: Archive) -> Iterator[Survey]:
    parts = {
        element.attrib["Id"]: element.attrib["Target"]
        for element in ElementTree.fromstring(archive.read(RELATIONS))
    }
    workbook = ElementTree.fromstring(archive.read(WORKBOOK))
    recalculates = any(
        element.get("fullCalcOnLoad") in ("1", "true")
        for element in _named(workbook, "calcPr")
    )
    percents = _percent_styles(archive)
    for element in _named(workbook, "sheet"):
        relations = [v for k, v in element.attrib.items() if k.endswith("}id")]
        target = parts.pop(relations[0])  # no part is a sheet twice
        part = posixpath.normpath(posixpath.join("/xl", target))[1:]
        survey = Survey(element.attrib["name"])
        scan = _Scan(survey, percents, recalculates=recalculates)
        scan.feed(archive.chunks(part))
        yield survey


def _named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (e for e in root.iter() if e.tag.rpartition("}")[2] == name)


def _percent_styles(archive: Archive) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a percentage."""
    if STYLES not in archive.names:
        return frozenset()
    root = ElementTree.fromstring(archive.read(STYLES))
    formats = PERCENT_FORMATS | {
        element.attrib["numFmtId"]
        for element in _named(root, "numFmt")
        if shows_percent(element.attrib["formatCode"])
    }
    styles = [xf for list_ in _named(root, "cellXfs") for xf in list_]
    return frozenset(
        str(number) for number, xf in enumerate(styles) if xf.get("numFmtId") in formats
    )


class _Columns(dict[str, int]):
    """Column letters → index from 0, computed once each."""

    def __missing__(self, letters: str) -> int:
        if not letters or len(letters) > 3:
            raise ValueError(letters)
        index = 0
        for letter in letters.upper():
            index = index * 26 + ord(letter) - ord("A") + 1
        self[letters] = index - 1
        return index - 1


class _Scan:
    """One pass over the cells of one sheet."""

    def __init__(
        self, survey: Survey, percents: frozenset[str], *, recalculates: bool
    ) -> None:
        self.survey = survey
        self.percents = percents
        self.recalculates = recalculates
        self.columns = _Columns()
        self.at: Position = (-1, -1)
        self.type = self.style = ""
        self.has_formula = self.has_value = False
        self.text = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start

    def feed(self, chunks: Iterator[bytes]) -> None:
        for chunk in chunks:
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)
        self.settle()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = ELEMENTS.get(name)
        if element == "c":
            self.cell(attributes)
        elif element == "v" or element == "is":
            self.value()
        elif element == "f":
            self.has_formula = True
        elif element == "row":
            self.settle()
            self.at = (int(attributes.get("r", self.at[0] + 2)) - 1, -1)

    def cell(self, attributes: dict[str, str]) -> None:
        self.settle()
        reference = attributes.get("r")
        if reference is None:
            self.at = (self.at[0], self.at[1] + 1)
        else:
            letters = reference.rstrip(DIGITS)
            row = int(reference[len(letters) :]) - 1
            self.at = (row, self.columns[letters])
        self.type = attributes.get("t", "n")
        self.style = attributes.get("s", "0")

    def value(self) -> None:
        self.has_value = True
        self.survey.fill(self.at)
        if self.type == "n" and self.style in self.percents:
            self.survey.percents.add(self.at)
        if self.has_formula or self.type == "e":
            self.parser.CharacterDataHandler = self.characters

    def characters(self, text: str) -> None:
        self.text += text

    def settle(self) -> None:
        """Close the cell before: its text is now known."""
        if self.parser.CharacterDataHandler is None and not self.has_formula:
            self.has_value = False
            return
        text = self.text.strip()
        if self.has_formula:
            # A text formula may well have saved the empty text. A program that
            # cannot calculate writes nothing or 0, and asks to be recalculated.
            cached = self.has_value and (self.type == "str" or text != "")
            doubtful = self.recalculates and text == "0"
            self.survey.formula(self.at, cached=cached and not doubtful)
        if self.has_value and self.type == "e":
            self.survey.errors.append((self.at, text))
        self.has_formula = self.has_value = False
        self.text = ""
        self.parser.CharacterDataHandler = None
