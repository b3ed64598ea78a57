"""Repairs of a paper's text: what was done to it since it was written is undone.

Each pass looks at the text that the passes before it left. Their order matters: bytes
come first, as what cannot be seen may be one of them; characters before words, as a
phrase is known only when no pinyin stands in it; words before lines, as buttons are known
by their words.
"""

from collections.abc import Callable, Iterator

from saima.reading.papers.clean import Clean, Reason, Repair
from saima.reading.papers.cleaning import (
    encodings,
    furniture,
    invisible,
    lines,
    pinyin,
    shifted,
    spam,
    traditional,
    width,
)

_PASSES: tuple[Callable[[str], Iterator[Repair]], ...] = (
    encodings.repairs,
    invisible.repairs,
    shifted.repairs,
    width.repairs,
    pinyin.repairs,
    traditional.repairs,
    furniture.blocks,
    furniture.repairs,
    spam.repairs,
    lines.page_marks,
    lines.joints,
    lines.blanks,
)


def cleaned(original: str) -> Clean:
    """Give the text with its repairs."""
    clean = Clean(original)
    for repairs in _PASSES:
        text = clean.text
        clean = clean.then(_apart(text, repair) for repair in repairs(text))
    return clean


def _apart(text: str, repair: Repair) -> Repair:
    """Leave a blank where what is lost stood between digits: 6(…)7.2 is not 67.2."""
    start, end = repair.span
    digits = text[max(0, start - 1) : start].isdigit() and text[end : end + 1].isdigit()
    lost = repair.reason is Reason.LOST and not repair.text
    return repair._replace(text=" ") if lost and digits else repair
