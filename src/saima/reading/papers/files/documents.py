"""Word documents (.docx): paragraphs and tables in order, without what nobody sees."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from lxml import etree

from saima.core.words import words
from saima.reading.papers.files.drafts import CHINESE, Draft
from saima.reading.papers.files.extracted import (
    TURNED,
    TURNED_BACK,
    Extracted,
    FileKind,
    Why,
)
from saima.reading.papers.files.refusals import damaged
from saima.reading.papers.files.runs import Look, Styles, W, row_why
from saima.reading.papers.files.stylesheets import style_of
from saima.reading.sheets.archives import Archive

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
FRAME = frozenset((DRAWN.replace("docPr", "anchor"), DRAWN.replace("docPr", "inline")))
SHAPE = "{urn:schemas-microsoft-com:vml}shape"
BDO = f"{W}bdo"
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
TEXT, DELETED = f"{W}t", f"{W}delText"
PASSED_OVER = frozenset((f"{W}moveFrom", f"{W}instrText", f"{W}pPr", FALLBACK))
PARAGRAPH, TABLE, ROW, CELL, RUN = (f"{W}{n}" for n in ("p", "tbl", "tr", "tc", "r"))
FRAMES = (RELATION.HEADER, RELATION.FOOTER)
NOTES = (RELATION.FOOTNOTES, RELATION.ENDNOTES)
BOX = f"{W}txbxContent"
EMBEDDED = ("word/embeddings/", "word/activex/")


def read_document(data: bytes, file: str) -> Extracted:
    """Read a Word document; what it refers to outside is never fetched."""
    archive = Archive(data)
    draft = Draft(file, FileKind.DOCUMENT)
    _say_what_else_it_holds(archive, draft)
    document = _opened(data)
    _Walk(document, draft).walk()
    return draft.finished()


def _opened(data: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except (OpcError, KeyError, ValueError, AttributeError, etree.LxmlError, OSError):
        raise damaged() from None


def _say_what_else_it_holds(archive: Archive, draft: Draft) -> None:
    names = [name.lower() for name in archive.names]
    if any(name.endswith("vbaproject.bin") for name in names):
        text = words("The document carries macros; they were not run")
        draft.note("macro_not_run", text, words("Save it as .docx, which has none"))
    if any(name.startswith(EMBEDDED) for name in names):
        text = words("The document holds other files; they were not read")
        step = words("Put the files here one by one if they matter")
        draft.note("embedded_file", text, step)
    relations = (archive.read(n) for n in archive.names if n.endswith(".rels"))
    if any(_fetches(relation) for relation in relations):
        text = words("The document refers to something outside; it was not fetched")
        draft.note("external_link", text, words("Nothing is needed"))


def _fetches(relations: bytes) -> bool:
    """Whether Word would load something from elsewhere; links to click are none."""
    try:
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        raise damaged() from None
    return any(
        element.get("TargetMode") == "External"
        and not element.get("Type", "").endswith("/hyperlink")
        for element in root.iter()
    )


class _Walk:
    """One pass over the parts of a document."""

    def __init__(self, document: Document, draft: Draft) -> None:
        self.draft = draft
        self.part = document.part
        self.body = document.element.body
        self.style_root = document.styles.element
        self.styles = Styles(self.style_root)

    def walk(self) -> None:
        """Write body and notes, then heads and feet; keep comments apart."""
        self.draft.page()
        self._blocks(self.body)
        if self._is_numbered():
            text = words("Numbers that Word sets before paragraphs are not in the text")
            step = words("Look at the paper itself where an order of points matters")
            self.draft.note("numbering", text, step)
        for root in self._parts(NOTES):
            self._blocks(root)
        self._frames()
        for root in self._parts((RELATION.COMMENTS,)):
            self.draft.hide(" ".join(root.itertext()), Why.COMMENT)

    def _is_numbered(self) -> bool:
        """Whether Word sets numbers or points, by a paragraph itself or by its style."""
        if next(self.body.iter(f"{W}numPr"), None) is not None:
            return True
        used = {style.get(f"{W}val") for style in self.body.iter(f"{W}pStyle")}
        return any(
            style.get(f"{W}styleId") in used
            for style in self.style_root.iter(f"{W}style")
            if style.find(f"{W}pPr/{W}numPr") is not None
        )

    def _parts(self, kinds: Iterable[str]) -> Iterator[etree._Element]:
        for relation in self.part.rels.values():
            if relation.reltype in kinds and not relation.is_external:
                blob = relation.target_part.blob
                try:
                    yield etree.fromstring(
                        blob, etree.XMLParser(resolve_entities=False)
                    )
                except etree.XMLSyntaxError:
                    raise damaged() from None

    def _frames(self) -> None:
        """Heads and feet stand apart at the end, each once; page numbers do not."""
        told: set[str] = set()
        for root in self._parts(FRAMES):
            for paragraph in root.iter(PARAGRAPH):
                text = "".join(paragraph.itertext(TEXT))
                if CHINESE.search(text) and text not in told:
                    if not told:
                        self.draft.page()
                    told.add(text)
                    self._paragraph(paragraph)

    def _blocks(self, parent: etree._Element) -> None:
        """Write paragraphs and tables in order, whatever they are wrapped in."""
        waiting = [iter(parent)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag == PARAGRAPH:
                self._paragraph(element)
            elif element.tag == TABLE:
                self._table(element)
            elif isinstance(element.tag, str) and element.tag not in PASSED_OVER:
                waiting.append(iter(element))

    def _table(self, table: etree._Element) -> None:
        for row in table.iter(ROW):
            if why := row_why(row):
                self.draft.hide(" ".join(row.itertext(TEXT, DELETED)), why)
                continue
            own = (cell for cell in row.iter(CELL) if _nearest(cell, ROW) is row)
            cells = [self._cell(cell) for cell in own]
            if any(cells):
                self.draft.line("\t".join(cells))

    def _cell(self, cell: etree._Element) -> str:
        """Join the paragraphs of a cell; a table inside stands in its own rows."""
        own = (p for p in cell.iter(PARAGRAPH) if _nearest(p, CELL) is cell)
        return " ".join(filter(None, (self._text(p).strip() for p in own)))

    def _paragraph(self, paragraph: etree._Element) -> None:
        self.draft.line(self._text(paragraph))

    def _text(self, paragraph: etree._Element) -> str:
        """Give what is seen of a paragraph, its text boxes after it."""
        inherited = self.styles.paragraph(paragraph)
        parts: list[str] = []
        boxes: list[etree._Element] = []
        waiting = [(paragraph, inherited, False)]
        while waiting:
            element, look, deleted = waiting.pop()
            tag = element.tag
            if tag == RUN:
                look = self.styles.run(element, inherited)
            elif tag == f"{W}del":
                deleted = True
            elif _is_hidden_shape(element):
                self.draft.hide(" ".join(element.itertext(TEXT)), Why.INVISIBLE)
                continue
            elif tag == BOX:
                boxes.append(element)
                continue
            else:
                self._sign(element, look, deleted=deleted, parts=parts)
            inside = [e for e in element if e.tag not in PASSED_OVER]
            waiting += [(e, look, deleted) for e in reversed(inside)]
        boxed = [self._text(p) for box in boxes for p in _own_paragraphs(box)]
        return "\n".join(["".join(parts), *boxed])

    def _sign(
        self, element: etree._Element, look: Look, *, deleted: bool, parts: list[str]
    ) -> None:
        if not isinstance(element.tag, str):
            return
        if element.tag == DELETED or (deleted and element.tag == TEXT):
            self.draft.hide(element.text or "", Why.DELETED)
        elif element.tag == DRAWN:
            said = f"{element.get('title', '')} {element.get('descr', '')}"
            self.draft.hide(said, Why.ALTERNATIVE)
        elif element.tag == TEXT:
            if look.why:
                self.draft.hide(element.text or "", look.why)
            else:
                parts.append(_as_shown(element))
        elif element.tag.startswith(W):
            parts.append(SIGNS.get(element.tag.removeprefix(W), ""))


def _is_hidden_shape(element: etree._Element) -> bool:
    """Whether a drawing or text box is not shown."""
    if element.tag in FRAME:
        said = (element, *element.findall(DRAWN))
        return any(one.get("hidden") in ("1", "true") for one in said)
    return (
        element.tag == SHAPE and style_of(element.get("style") or "").hidden is not None
    )


def _as_shown(element: etree._Element) -> str:
    text = element.text or ""
    around = next(element.iterancestors(BDO), None)
    turned = around is not None and around.get(f"{W}val") == "rtl"
    return f"{TURNED}{text}{TURNED_BACK}" if turned and text else text


def _own_paragraphs(box: etree._Element) -> Iterator[etree._Element]:
    """Find the paragraphs of a text box; those of a box inside it are its own."""
    return (p for p in box.iter(PARAGRAPH) if _nearest(p, BOX) is box)


def _nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)
