"""Running a program that refuses to be root: `python nobody.py FOLDERS PROGRAM …`.

PostgreSQL will not run as root. As root, the program is run in a user namespace of its
own, in which our number appears as an ordinary one: the files stay ours, and no user is
made. Where namespaces are forbidden, the folders are given to the user `nobody`.

It is run by its path, without the package, so that it starts at once.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
SEEN_AS = 1000
NOBODY = 65534


def _enter_namespace() -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{SEEN_AS} 0 1")
    Path("/proc/self/gid_map").write_text(f"{SEEN_AS} 0 1")
    return True


def _become_nobody(folders: list[str]) -> None:
    for folder in folders:
        for place, inside, files in os.walk(folder):
            for name in (place, *(os.path.join(place, n) for n in (*inside, *files))):
                os.chown(name, NOBODY, NOBODY, follow_symlinks=False)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.environ.pop("HOME", None)
    if not os.access(folders[0], os.R_OK | os.W_OK | os.X_OK):
        sys.exit(
            "PostgreSQL does not run as root, and the user nobody cannot reach "
            f"{folders[0]}: set SAIMA_VAR to a folder that everybody can reach, start "
            "as another user, or set DATABASE_URL."
        )


def main() -> None:
    """Become somebody, then the program."""
    folders, *command = sys.argv[1:]
    if os.geteuid() == 0 and not _enter_namespace():
        _become_nobody(folders.split(os.pathsep))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
