"""The secret key of an installation that was not given one."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_in(path: Path) -> str:
    """The secret in the file, made on first use."""
    try:
        return path.read_text("ascii") if path.exists() else _make(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key {path} cannot be used ({error.strerror}): make the file "
            "yours, or set SAIMA_SECRET_KEY or SAIMA_VAR."
        ) from error


def _make(path: Path) -> str:
    """Write a new secret, unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600; a link shows it to others only when
    # it is whole, and fails when there is one already.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
    try:
        with open(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path.read_text("ascii")
