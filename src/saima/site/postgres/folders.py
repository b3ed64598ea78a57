"""Folders and files that nobody else opens."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from saima.core.words import words
from saima.site.postgres.refusals import DatabaseRefused

NOBODY = 65534


def private(folder: Path) -> Path:
    """A folder that only its owner opens; made where it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = folder.lstat()
    # As root the server may run as nobody, who then owns its folders.
    owners = {os.geteuid(), NOBODY} if os.geteuid() == 0 else {os.geteuid()}
    if about.st_uid not in owners or not stat.S_ISDIR(about.st_mode):
        raise DatabaseRefused(
            words(
                "{folder} is not yours, or is no folder: start as the user that it"
                " belongs to, or set SAIMA_VAR to another folder.",
                folder=str(folder),
            )
        )
    if stat.S_IMODE(about.st_mode) != 0o700:
        folder.chmod(0o700)
    return folder


def keep(path: Path, secret: str) -> None:
    """Write a secret, so that it is still there after a power cut."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(handle)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
