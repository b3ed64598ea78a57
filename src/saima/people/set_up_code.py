"""The code by which whoever sees the server's console names the administrators."""

from __future__ import annotations

import os
import secrets
import tempfile
from hmac import compare_digest
from pathlib import Path

from django.conf import settings

from saima.people.one_time import ALPHABET

LENGTH = 24


def kept_code() -> str:
    """The code, made where there is none yet; only the server's user may read it."""
    file = _file()
    if not file.exists():
        _make(file)
    return file.read_text("ascii").strip()


def _make(file: Path) -> None:
    # As with the secret key: others see the file when it is whole, and the first wins.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".set-up-code-")
    try:
        with open(handle, "w", encoding="ascii") as stream:
            stream.write("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def is_right(given: str) -> bool:
    """Whether it is the code; none is right before one was made."""
    try:
        kept = _file().read_text("ascii").strip()
    except FileNotFoundError:
        return False
    return len(kept) == LENGTH and compare_digest(kept.encode(), given.strip().encode())


def forget_code() -> None:
    """It has been used."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.VAR) / "set-up-code"
