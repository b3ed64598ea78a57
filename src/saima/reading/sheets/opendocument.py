"""OpenDocument workbooks (.ods): what their XML says beyond values."""

from __future__ import annotations

from xml.parsers import expat

from saima.reading.sheets.archives import Archive
from saima.reading.sheets.refusals import damaged, encrypted
from saima.reading.sheets.surveys import Survey

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
TABLE = f"{OASIS}:table:1.0 "
OFFICE = f"{OASIS}:office:1.0 "
TEXT = f"{OASIS}:text:1.0 "
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def survey_opendocument(archive: Archive) -> tuple[Survey, ...]:
    """Survey every sheet, in the order of the workbook."""
    if MANIFEST in archive.names and b"encryption-data" in archive.read(MANIFEST):
        raise encrypted()
    scan = _Scan()
    try:
        for chunk in archive.chunks(CONTENT):
            scan.parser.Parse(chunk, False)
        scan.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged() from None
    return tuple(scan.surveys)


class _Scan:
    """One pass over all cells of all sheets; cells and rows may be repeated."""

    def __init__(self) -> None:
        self.surveys: list[Survey] = []
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.attributes: dict[str, str] = {}
        self.text = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in CELLS:
            self.attributes = attributes
            self.columns = int(attributes.get(f"{TABLE}number-columns-repeated", 1))
            self.text = ""
        elif name == f"{TEXT}p":
            self.parser.CharacterDataHandler = self.characters
        elif name == f"{TABLE}table-row":
            self.rows = int(attributes.get(f"{TABLE}number-rows-repeated", 1))
            self.column = 0
        elif name == f"{TABLE}table":
            self.surveys.append(Survey(attributes.get(f"{TABLE}name", "")))
            self.row = 0

    def end(self, name: str) -> None:
        if name in CELLS:
            self.cell()
            self.column += self.columns
        elif name == f"{TEXT}p":
            self.parser.CharacterDataHandler = None
        elif name == f"{TABLE}table-row":
            self.row += self.rows

    def characters(self, text: str) -> None:
        self.text += text

    def cell(self) -> None:
        kind = self.attributes.get(f"{OFFICE}value-type")
        formula = f"{TABLE}formula" in self.attributes
        if kind is None and not formula:
            return
        survey, at = self.surveys[-1], (self.row, self.column)
        if self.rows < 1 or self.columns < 1:
            raise ValueError(self.rows, self.columns)
        survey.fill(at, rows=self.rows, columns=self.columns)
        if formula:
            survey.formula(at, cached=kind is not None)
        if self.is_error(formula=formula):
            survey.errors.append((at, self.text))
        if kind == "percentage":
            survey.percents.update(
                (at[0] + row, at[1] + column)
                for row in range(self.rows)
                for column in range(self.columns)
            )

    def is_error(self, *, formula: bool) -> bool:
        if self.attributes.get(f"{CALC}value-type") == "error":
            return True
        return formula and self.text.startswith(("#", "Err:"))
