"""Stamps: a step is done when its stamp has its key and its results are there.

The stamp is taken away before the step begins and written when it has ended, so what
is half done is never taken for done.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def key(*inputs: Path | str) -> str:
    """One value that changes when a file's content, its absence or a word changes."""
    digest = hashlib.sha256()
    for given in inputs:
        content = _content(given) if isinstance(given, Path) else given.encode()
        digest.update(f"{len(content)}:".encode() + content)
    return digest.hexdigest()


def holds(stamp: Path, value: str) -> bool:
    """Whether the step was done with this key and nothing of it is missing."""
    try:
        kept = json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(kept["key"] == value) and all(
        Path(one).exists() for one in kept["made"]
    )


def write(stamp: Path, value: str, made: Iterable[Path]) -> None:
    """Say that the step is done and what it made."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    draft = stamp.with_suffix(".draft")
    text = json.dumps({"key": value, "made": sorted(map(str, made))}, indent=0)
    draft.write_text(text, "utf-8")
    draft.replace(stamp)


def remove(stamp: Path) -> None:
    """The step is no longer done."""
    stamp.unlink(missing_ok=True)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"(no such file)"
