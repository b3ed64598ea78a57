"""Names as people write them, and as they are compared."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """A name for comparing: full-width signs and stray spaces make no difference."""
    if name.isascii():
        return " ".join(name.split())
    return " ".join(unicodedata.normalize("NFKC", name).split())
