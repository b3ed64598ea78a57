"""Running a program that refuses to be root: `python nobody.py FOLDERS PROGRAM …`.

PostgreSQL runs neither as root nor as a user without a name, such as containers have.
Then the program is run in a user namespace of its own, in which our number appears as
that of an ordinary user: the files stay ours, and no user is made. Where namespaces are
forbidden, root gives the folders to the user `nobody`.

It is run by its path, without the package, so that it starts at once.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
NOBODY = 65534
UNREACHABLE = (
    "PostgreSQL does not run as root, and as another user it cannot reach {what}: set "
    "SAIMA_VAR to a folder that everybody can reach, start as another user, or set "
    "DATABASE_URL."
)


def _enter_namespace() -> bool:
    user, group = os.geteuid(), os.getegid()
    # Any user with a name will do; nobody is also whoever has no number here.
    seen_as = next(
        (one.pw_uid for one in pwd.getpwall() if one.pw_uid not in (0, NOBODY)), NOBODY
    )
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{seen_as} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{seen_as} {group} 1")
    return True


def _become_nobody(folders: list[str]) -> None:
    os.setgroups([])
    for folder in folders:
        # Nothing is given away before it is sure that it can be reached.
        os.setresuid(NOBODY, NOBODY, 0)
        reached = os.path.exists(folder)
        os.setresuid(0, 0, 0)
        if not reached:
            sys.exit(UNREACHABLE.format(what=folder))
        _give(folder)
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _give(folder: str) -> None:
    for place, inside, files in os.walk(folder):
        for name in (place, *(os.path.join(place, n) for n in (*inside, *files))):
            os.chown(name, NOBODY, NOBODY, follow_symlinks=False)


def main() -> None:
    """Become somebody, then the program."""
    folders, *command = sys.argv[1:]
    reached = folders.split(os.pathsep)
    given_away = os.stat(reached[0]).st_uid == NOBODY
    if (given_away or not _enter_namespace()) and os.geteuid() == 0:
        _become_nobody(reached)
    for folder in reached:
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            sys.exit(UNREACHABLE.format(what=folder))
    try:
        os.execv(command[0], command)
    except PermissionError:
        sys.exit(UNREACHABLE.format(what=command[0]))


if __name__ == "__main__":
    main()
