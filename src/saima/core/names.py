"""Names as people write them, and as they are compared."""

from __future__ import annotations

import re
import unicodedata

# Spaces inside a Chinese name only pad it: 酒　店 公司.
_PADDING = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def folded(name: str) -> str:
    """A name for comparing: full-width signs and stray spaces make no difference."""
    if name.isascii():
        return " ".join(name.split())
    return " ".join(_PADDING.sub("", unicodedata.normalize("NFKC", name)).split())
