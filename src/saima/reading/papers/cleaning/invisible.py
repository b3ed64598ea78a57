"""What a reader does not see: signs without a shape, tags and entities of web pages."""

import html
import re
from collections.abc import Iterator

from saima.reading.papers.clean import Reason, Repair
from saima.reading.papers.values import Span

# Zero width, direction marks, byte order mark, soft hyphen, joiners and fillers, choice of
# a shape, tags, notes between lines, controls except tab and line end.
_SHAPELESS = (
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u180b-\u180f\u034f\u061c\u115f\u1160"
    r"\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
)
# From the order to write from right to left up to its end: read as it is shown. Without an
# end it is mostly dirt; then only what makes sense from right to left is turned.
_TURNED = (
    r"\u202e[^\u202c\u202e\r\n]{0,400}\u202c"
    r"|\u202e(?=[。；！]|[^\u202e\r\n]{0,80}[元%％][亿万]?\d)[^\u202c\u202e\r\n]{0,400}"
)
_MIRRORED = str.maketrans("()[]{}<>（）《》「」", ")(][}{><）（》《」「")
# Between the digits of one number.
_NARROW = r"(?<=\d)[\u2007\u2009\u202f](?=\d{3}(?!\d))"
_LINE_ENDS = r"\r\n|[\r\x0b\x85\u2028\u2029]"
_BLANKS = r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]"
_BREAKS = r"<\s*(?:br|/p|/div|/tr|/li|/h\d)\s*/?\s*>"
_TAGS = r"</?(?:p|div|span|a|b|i|u|em|strong|font|img|td|th|tr|table|tbody|ul|ol|li|h\d|center|section|sup|sub|o:p)(?:\s[^<>\n]{0,300})?/?>"
_ENTITIES = (
    r"&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot"
    r"|times|ldquor|zwnj|zwj|shy|#\d{1,6}|#x[0-9a-fA-F]{1,5});"
)
_ANY = re.compile(
    f"(?P<end>{_LINE_ENDS})|(?P<turned>{_TURNED})|(?P<narrow>{_NARROW})|(?P<blank>{_BLANKS})|(?P<shapeless>{_SHAPELESS})"
    f"|(?P<break>{_BREAKS})|(?P<tag>{_TAGS})|(?P<entity>{_ENTITIES})",
    re.IGNORECASE,
)


def repairs(text: str) -> Iterator[Repair]:
    """Take out what has no shape; blanks of any width become one blank, tags line ends."""
    for match in _ANY.finditer(text):
        yield _repair(match)


def _repair(match: re.Match[str]) -> Repair:
    span = Span(*match.span())
    kind = match.lastgroup
    if kind in {"end", "break"}:
        return Repair(span, "\n", Reason.SPACE)
    if kind == "blank":
        return Repair(span, " ", Reason.SPACE)
    if kind == "turned":
        shown = re.sub(_SHAPELESS, "", match.group())[::-1].translate(_MIRRORED)
        return Repair(span, shown, Reason.INVISIBLE)
    if kind == "entity":
        return _entity(span, match.group())
    return Repair(span, "", Reason.INVISIBLE)


def _entity(span: Span, name: str) -> Repair:
    sign = html.unescape(name)
    if sign.isspace():
        return Repair(span, " ", Reason.SPACE)
    return Repair(span, "" if re.match(_SHAPELESS, sign) else sign, Reason.INVISIBLE)
