"""Characters of a picture, by RapidOCR with the models in its wheel; nothing is fetched."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from statistics import median
from typing import Any, NamedTuple

from PIL import Image
from rapidocr import RapidOCR

from saima.reading.papers.files.layout import Line, joined_rows

# Smaller pictures and batches than its own: a quarter less memory, as few errors.
SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    "Global.max_side_len": 1700,
    "Rec.rec_batch_num": 2,
}
WIDE = "[\u2e80-\u9fff\uf900-\uffef]"
BLANKS = re.compile(f"(?<={WIDE}) +| +(?={WIDE})")
SURE = 0.8  # below this a character is doubtful
# Two columns: so many lines on each side, so wide a share of the page.
COLUMN_LINES = 5
COLUMN_SHARE = 0.3


class _Box(NamedTuple):
    """A piece of text and the corners of its box: upper left and right, lower right."""

    text: str
    doubts: tuple[int, ...]
    corners: tuple[tuple[float, float], ...]


@cache
def _engine() -> RapidOCR:
    return RapidOCR(params=SETTINGS)


def recognized(picture: Image.Image) -> list[Line]:
    """Read a picture: lines from top to bottom, as if it had been laid straight."""
    # By its types it may give many things; with these settings it gives this one.
    found: Any = _engine()(picture.convert("RGB"))
    if found.boxes is None or not found.txts:
        return []
    words = found.word_results or [()] * len(found.txts)
    boxes = [
        _Box(_tidy(text), _doubts(_tidy(text), single, score), tuple(map(tuple, box)))
        for text, single, score, box in zip(
            found.txts, words, found.scores, found.boxes.tolist(), strict=True
        )
    ]
    return _ordered(_straightened(boxes), picture.width)


def _tidy(text: str) -> str:
    """Take out the blanks that are seen between Chinese characters and others."""
    return BLANKS.sub("", text)


def _doubts(
    text: str, single: Iterable[tuple[str, float, object]], score: float
) -> tuple[int, ...]:
    """Find the unsure characters of a line; all of it where only the whole is rated."""
    ratings = [rating for _, rating, _ in single]
    places = [n for n, character in enumerate(text) if not character.isspace()]
    if len(ratings) != len(places):
        return () if score >= SURE else tuple(places)
    rated = zip(places, ratings, strict=True)
    return tuple(place for place, rating in rated if rating < SURE)


def _straightened(boxes: Sequence[_Box]) -> list[Line]:
    """Turn the page back by the angle of its longer lines."""
    long = sorted(boxes, key=_width)[-max(len(boxes) // 2, 1) :]
    angle = median(_angle(box) for box in long)
    cos, sin = math.cos(-angle), math.sin(-angle)
    lines = []
    for box in boxes:
        turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in box.corners]
        xs, ys = zip(*turned, strict=True)
        top, bottom = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
        lines.append(Line(box.text, min(xs), max(xs), top, bottom, box.doubts))
    return lines


def _width(box: _Box) -> float:
    return math.dist(box.corners[0], box.corners[1])


def _angle(box: _Box) -> float:
    (x0, y0), (x1, y1) = box.corners[:2]
    return math.atan2(y1 - y0, x1 - x0)


def _ordered(lines: list[Line], width: float) -> list[Line]:
    """Put lines in the order of reading: two columns one after the other."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return _from_top(lines)
    left, right = _split(lines, gutter)
    first = min(line.top for line in (*left, *right))
    head = [line for line in lines if line.bottom < first]
    rest = [n for n in lines if n not in head and n not in left and n not in right]
    return _from_top(head) + _from_top(left) + _from_top(right) + _from_top(rest)


def _from_top(lines: list[Line]) -> list[Line]:
    """Sort by rows: what overlaps in height is one row, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if rows and line.middle - rows[-1][-1].middle < 0.5 * line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        joined
        for row in rows
        for joined in joined_rows(sorted(row, key=lambda line: line.left))
    ]


def _gutter(lines: list[Line], width: float) -> float | None:
    """Find where a page of two columns parts; tables, whose cells are short, do not."""
    for share in (0.5, 0.48, 0.52, 0.45, 0.55):
        left, right = _split(lines, share * width)
        crossing = len(lines) - len(left) - len(right)
        wide = all(
            len(side) >= COLUMN_LINES
            and median(n.right - n.left for n in side) > COLUMN_SHARE * width
            for side in (left, right)
        )
        if wide and crossing <= len(lines) // 5:
            return share * width
    return None


def _split(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left = [line for line in lines if line.right < gutter]
    right = [line for line in lines if line.left > gutter]
    return left, right
