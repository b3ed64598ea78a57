"""Bytes become characters: by their mark, as UTF-8, else as what reads most Chinese."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from saima.core.findings import Finding, Place, note
from saima.core.words import words
from saima.reading.papers.files import limits
from saima.reading.papers.files.frequent import FREQUENT
from saima.reading.papers.files.refusals import not_read

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAID = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
}
# Of these the first wins where both read alike.
LEGACY = ("gb18030", "big5hkscs")
SAMPLE = 64 * 1024
CONTROL = bytes(sorted({*range(32), 127} - {*b"\t\n\r\f\x1b"}))
READS_CHINESE = 0.9  # bytes of no text read as about zero
MOST_CONTROL = 50  # one byte in so many: more are no text
# A text in another encoding fails as UTF-8 at every other character.
FEW_FAILURES = 10  # one failure in so many characters beyond ASCII is a damaged UTF-8


class Decoded(NamedTuple):
    """A text, the encoding it was read in, and where bytes gave no character."""

    text: str
    encoding: str
    lost: tuple[int, ...]


def decoded(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole file; what a page declares is believed where it fits."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    if wide := _without_mark(data):
        return _decode(data, wide)
    _refuse_binary(data)
    utf_8 = _decode(data, "utf-8")
    if not utf_8.lost:
        return utf_8
    if declared and not (said := _decode(data, declared)).lost:
        return said
    beyond = sum(1 for c in utf_8.text if c > "\x7f")
    if len(utf_8.lost) * FEW_FAILURES < beyond:
        return utf_8
    return _decode(data, max(LEGACY, key=lambda name: chinese(data[:SAMPLE], name)))


def chinese(data: bytes, encoding: str) -> float:
    """How Chinese bytes read in an encoding: the mean worth of what is not ASCII."""
    text = data.decode(encoding, "replace")
    worth = [_worth(c, encoding) for c in text if c > "\x7f"]
    return sum(worth) / len(worth) if worth else 0.0


def _worth(character: str, encoding: str) -> float:
    if character in FREQUENT:
        return 3
    if character == "\ufffd" or "\ue000" <= character <= "\uf8ff":
        return -6
    if "\u2e80" <= character <= "\uffef":
        return 1 if _is_common(character, encoding) else -0.5
    return 0 if character < "\u2e80" else -1


def _is_common(character: str, encoding: str) -> bool:
    """Whether it lies among the common ones, which both standards put first."""
    raw = character.encode(encoding, "replace")
    first = raw[0]
    if encoding == "gb18030":
        return len(raw) == 2 and (0xB0 <= first <= 0xD7 or 0xA1 <= first <= 0xA3)
    return 0xA1 <= first <= 0xC6


def findings_of(found: Decoded, file: str) -> Iterator[Finding]:
    """Say which encoding was taken, and where bytes gave no character."""
    if found.encoding in SAID:
        text = words("The text was read as {name}", name=SAID[found.encoding])
        step = words("Look whether names are right; save as UTF-8 to be sure")
        yield note("encoding", Place(file), text, step)
    text = words("Bytes here give no character; they are marked with �")
    step = words("Look at the place in the original")
    lines = sorted({found.text.count("\n", 0, at) + 1 for at in found.lost[:1000]})
    for line in lines[: limits.PLACES_NAMED]:
        yield note("undecodable", Place(file, line=line), text, step)
    more = len(found.lost) - limits.PLACES_NAMED
    if len(lines) > limits.PLACES_NAMED:
        text = words("{count} more places of the file are like this", count=more)
        yield note("undecodable", Place(file), text, step)


def _decode(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    # What stands in the file itself as a mark of loss was lost before it came here.
    lost = (
        tuple(i for i, c in enumerate(text) if c == "\ufffd")
        if _fails(data, encoding)
        else ()
    )
    return Decoded(text, encoding, lost)


def _fails(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of line ends, digits, spaces is zero."""
    sample = data[: SAMPLE // 2 * 2]
    if len(data) % 2 or not sample.count(0):
        return None
    best = max(("utf-16-le", "utf-16-be"), key=lambda name: chinese(sample, name))
    fits = chinese(sample, best) > READS_CHINESE and not _fails(data, best)
    return best if fits else None


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE]
    strange = len(sample) - len(sample.translate(None, CONTROL))
    if strange * MOST_CONTROL > len(sample):
        raise not_read(words("a file of unknown kind"))
