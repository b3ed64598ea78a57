"""Web pages: the main text with headings, dates and tables, without what frames it."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from lxml import etree, html

from saima.core.words import words
from saima.reading.papers.files.colors import PICTURE, Color, color_of
from saima.reading.papers.files.drafts import Draft
from saima.reading.papers.files.encodings import decoded, findings_of
from saima.reading.papers.files.extracted import (
    TURNED,
    TURNED_BACK,
    Extracted,
    FileKind,
    Why,
)
from saima.reading.papers.files.refusals import damaged
from saima.reading.papers.files.stylesheets import (
    Sheet,
    Style,
    unseen_color,
)

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 4096
# A page that says GB2312 may hold any character of GB18030.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}

# fmt: off
NO_TEXT = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed",
    "svg", "math", "canvas", "audio", "video", "map", "select", "option",
    "button", "input", "textarea", "datalist", "head", "title", "noframes", "noembed",
))
# fmt: on
FRAMES = frozenset(("nav", "footer", "aside", "menu", "dialog"))
# fmt: off
BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figure", "figcaption", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    "br",
))
# fmt: on
CELLS = ("td", "th")
STRUCK = ("del", "s", "strike")
# Words that sites call their frames by, as classes or identifiers.
# fmt: off
FRAME_NAMES = frozenset((
    "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb",
    "crumbs", "footer", "foot", "bottom", "copyright", "share", "sharing",
    "bdsharebuttonbox", "sidebar", "aside", "related", "recommend", "pager",
    "pagination", "toolbar", "login", "searchbox", "friendlink", "friendlinks",
    "qrcode", "advert", "ads", "comments", "topbar", "sitemap",
))
# fmt: on
NAME_PARTS = re.compile(r"[a-z]+")
# A block that says it is a frame, and holds so much of the page, is none.
MOST_OF_THE_PAGE = 0.5
LINKS_OF_A_LIST = 4
SHARE_OF_LINKS = 0.8
SPACES = re.compile(r"[ \t\r\n\f]+")


class _State(NamedTuple):
    """What an element hands down to those inside it."""

    why: Why | None = None
    color: Color | None = None
    background: Color | None = None
    turned: bool = False  # written from right to left, whatever it is


def read_web_page(data: bytes, file: str) -> Extracted:
    """Read a web page."""
    found = decoded(data, _declared(data))
    draft = Draft(file, FileKind.WEB_PAGE)
    root = _parsed(found.text)
    _Walk(root, draft).walk()
    draft.end_line()
    return draft.finished(more=findings_of(found, file))


def _declared(data: bytes) -> str | None:
    match = CHARSET.search(data[:HEAD])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    try:
        return codecs.lookup(WIDER.get(name, name)).name
    except LookupError:
        return None


def _parsed(text: str) -> html.HtmlElement:
    # Given characters and not bytes, so that no declaration inside decides again.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise damaged() from None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise damaged()  # what follows was not read
    return root


class _Walk:
    """One pass over a page, without recursion: pages nest as deep as they like."""

    def __init__(self, root: html.HtmlElement, draft: Draft) -> None:
        self.draft = draft
        self.sheet = Sheet(style.text or "" for style in root.iter("style"))
        self.states = [_State()]
        self.states = [self._state(root)]
        self.spaced = True  # whether what comes next begins a line
        self.cells = 0
        self.left_out = 0
        body = root.find("body")
        self.body = root if body is None else body
        self.size = max(_length(self.body), 1)

    def walk(self) -> None:
        """Write what is seen, keep apart what is not."""
        walker = etree.iterwalk(self.body, events=("start", "end", "comment"))
        for event, element in walker:
            if event == "comment":
                self._comment(element)
            elif event == "end":
                self._end(element)
            elif self._passed_over(element):
                walker.skip_subtree()
                self.states.append(self.states[-1])
            else:
                self._start(element)
        self._say_what_was_left_out()

    def _say_what_was_left_out(self) -> None:
        if self.left_out:
            text = words(
                "{count} characters of menus, lists of links and footers were left out",
                count=self.left_out,
            )
            step = words("Look at the page itself if something is missing")
            self.draft.note("page_frame", text, step)

    def _passed_over(self, element: etree._Element) -> bool:
        if not isinstance(element.tag, str):
            return True
        if element.tag in NO_TEXT:
            return True
        if self.states[-1].why is None and self._is_frame(element):
            self.left_out += _length(element)
            return True
        return False

    def _is_frame(self, element: etree._Element) -> bool:
        if element is self.body or element.tag in ("html", "body", "main", "article"):
            return False
        named = element.tag in FRAMES or _named_a_frame(element)
        if named:
            return _length(element) < MOST_OF_THE_PAGE * self.size
        return element.tag in ("ul", "ol", "div", "table", "td", "p") and _is_links(
            element
        )

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        state = self._state(element)
        self.states.append(state)
        if tag in BLOCKS:
            self._break()
        if tag in CELLS:
            self._cell()
        if tag == "img" and (alternative := element.get("alt")):
            self.draft.hide(alternative, Why.ALTERNATIVE)
        self._say(element.text, state)

    def _end(self, element: etree._Element) -> None:
        self.states.pop()
        if element is self.body:
            return
        if element.tag in BLOCKS:
            self._break()
        if element.tag == "tr":
            self.cells = 0
        self._say(element.tail, self.states[-1])

    def _comment(self, element: etree._Element) -> None:
        self.draft.hide(element.text or "", Why.COMMENT)
        self._say(element.tail, self.states[-1])

    def _state(self, element: etree._Element) -> _State:
        outer = self.states[-1]
        if outer.why or not isinstance(element.tag, str):
            return outer
        style = self.sheet.style(element)
        said = color_of(element.get("color") or element.get("text") or "")
        color = style.color or said or outer.color
        ground = style.background or color_of(element.get("bgcolor") or "")
        if element.get("background"):
            ground = PICTURE
        ground = ground or outer.background
        turned = outer.turned or style.turned or _is_turned(element)
        return _State(_why(element, style, color, ground), color, ground, turned)

    def _break(self) -> None:
        if self.states[-1].why is None:
            self.draft.end_line()
            self.spaced = True

    def _cell(self) -> None:
        if self.cells and self.states[-1].why is None:
            self.draft.write("\t")
            self.spaced = True
        self.cells += 1

    def _say(self, text: str | None, state: _State) -> None:
        if not text:
            return
        if state.why:
            self.draft.hide(text, state.why)
            return
        text = SPACES.sub(" ", text)
        if self.spaced:
            text = text.lstrip(" ")
        if text and state.turned:
            text = f"{TURNED}{text}{TURNED_BACK}"
        if text:
            self.draft.write(text)
            self.spaced = text.endswith(" ")


def _why(
    element: etree._Element, style: Style, color: Color | None, ground: Color | None
) -> Why | None:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return Why.INVISIBLE
    if element.tag == "dialog" and element.get("open") is None:
        return Why.INVISIBLE
    if style.hidden or element.tag in STRUCK:
        return style.hidden or Why.DELETED
    return Why.WHITE if unseen_color(color, ground) else None


def _is_turned(element: etree._Element) -> bool:
    return element.tag == "bdo" and (element.get("dir") or "").lower() == "rtl"


def _named_a_frame(element: etree._Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return not FRAME_NAMES.isdisjoint(NAME_PARTS.findall(names))


def _is_links(element: etree._Element) -> bool:
    """Whether it is a list of links: several of them, and little else."""
    links = element.findall(".//a")
    if len(links) < LINKS_OF_A_LIST:
        return False
    linked = sum(_length(link) for link in links)
    return linked > SHARE_OF_LINKS * max(_length(element), 1)


def _length(element: etree._Element) -> int:
    """Count the characters inside, scripts and styles left out."""
    return sum(
        len(SPACES.sub("", text))
        for text in element.itertext(tag=etree.Element, with_tail=True)
        if text
    ) - sum(len(SPACES.sub("", e.text or "")) for e in element.iter("script", "style"))
