"""Colors as styles write them, and whether a text can be seen on what lies behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})")
NUMBER = r"(\d{1,4}(?:\.\d{1,9})?)"
FUNCTION = re.compile(rf"rgba?\( ?{NUMBER}(%?)[, ]+{NUMBER}%?[, ]+{NUMBER}%?[^)]*\)")
HSL = re.compile(rf"hsla?\([^,% ]+[, ]+{NUMBER}%[, ]+{NUMBER}%[^)]*\)")
# The names of pale and of common grounds; other names are seen on white.
NAMES = {
    **dict.fromkeys(("white", "snow", "ivory", "window"), (255, 255, 255)),
    **dict.fromkeys(("ghostwhite", "floralwhite", "mintcream"), (250, 252, 250)),
    **dict.fromkeys(("azure", "honeydew", "aliceblue"), (244, 252, 252)),
    **dict.fromkeys(("seashell", "lavenderblush"), (255, 243, 242)),
    **dict.fromkeys(("whitesmoke", "linen", "oldlace"), (247, 245, 243)),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "green": (0, 128, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "yellow": (255, 255, 0),
}
NEAREST = 18  # of 255: colors closer than that in every part are not told apart


class Color(NamedTuple):
    """Red, green and blue, each of 255."""

    red: int
    green: int
    blue: int


WHITE = Color(255, 255, 255)
PICTURE = Color(-999, -999, -999)  # a ground of many colors: all is seen on it


def color_of(words: str) -> Color | None:
    """Read a color; None where it is none, or one that is not known."""
    words = words.strip().lower()
    if words in NAMES:
        return Color(*NAMES[words])
    if match := HEX.fullmatch(words):
        return _of_digits(match[1])
    if match := FUNCTION.fullmatch(words):
        scale = 2.55 if match[2] else 1.0
        return Color(*(min(255, int(float(match[n]) * scale)) for n in (1, 3, 4)))
    if (match := HSL.fullmatch(words)) and float(match[2]) >= 97:
        return WHITE
    return None


def _of_digits(digits: str) -> Color:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return Color(*(int(digits[n : n + 2], 16) for n in (0, 2, 4)))


def alike(one: Color, two: Color) -> bool:
    """Whether one cannot be seen on the other."""
    return all(abs(a - b) <= NEAREST for a, b in zip(one, two, strict=True))
