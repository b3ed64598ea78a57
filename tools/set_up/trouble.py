"""What went wrong, in one line with the next step."""

import errno
import os
import re
import shutil
from pathlib import Path

from set_up.places import LOG, ROOT, short

NEEDED_MB = 700
AGAIN = "then run the same command again"


class SetUpError(Exception):
    """One line for the person at the keyboard."""


NO_SPACE = re.compile(
    r"No space left on device|ENOSPC|\[Errno 28\]|Disk quota exceeded|EDQUOT"
    r"|No usable temporary directory"
)
NO_PERMISSION = re.compile(
    r"Permission denied|EACCES|EPERM|Operation not permitted|Read-only file system|EROFS"
)
WRONG_CONTENT = re.compile(r"DO NOT MATCH THE HASHES|EINTEGRITY")
NO_REGISTRY = re.compile(
    r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError"
    r"|Connection refused|Connection reset|Network is unreachable|No route to host"
    r"|name resolution|Max retries exceeded|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED"
    r"|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH"
    r"|ERR_SOCKET_TIMEOUT|UNABLE_TO_|SELF_SIGNED_CERT|FETCH_ERROR"
    r"|\b(?:403|407|50[0-4]) (?:Client|Server|Forbidden|Proxy|Bad|Service|Gateway|Internal)"
    r"|npm (?:error|ERR!) code E(?:401|403|407|50\d)"
)
NOT_THERE = re.compile(
    r"No matching distribution found for ([\w.\-]+==[\w.]+)|notarget .*?for (\S+@\S+?)\.?\s"
    r"|'?(\S+@\S+?)'? is not in this registry"
)


def of_output(what: str, output: str, *, registry: str = "") -> SetUpError:
    """What a command that failed has printed, in one line."""
    if NO_SPACE.search(output):
        return no_space()
    if WRONG_CONTENT.search(output):
        return SetUpError(
            f"{what}: a package from the registry is not the one that was locked (its "
            f"hash differs), so nothing was installed: check the mirror, {AGAIN}{_log()}"
        )
    if registry and NO_REGISTRY.search(output):
        return SetUpError(f"{what}: {registry}, {AGAIN}{_log()}")
    if missing := NOT_THERE.search(output):
        name = next(filter(None, missing.groups()))
        return SetUpError(
            f"{what}: the registry has no {name} for this machine and Python: "
            f"check the mirror, {AGAIN}{_log()}"
        )
    if NO_PERMISSION.search(output):
        return no_permission(_path_in(output))
    if min(map(_free, _written_to())) == 0:
        return no_space()  # a tool that did not get so far as to say it
    return SetUpError(f"{what} failed: {_telling_line(output)}{_log()}")


def of_error(error: OSError) -> SetUpError:
    """What the system has refused, in one line."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_space()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_permission(str(error.filename or ROOT))
    return SetUpError(f"{error.strerror}: {error.filename or ROOT}")


def no_space() -> SetUpError:
    """The disk is full; which one is worked out here, since nobody else says it."""
    free, place = min((_free(place), str(place)) for place in _written_to())
    return SetUpError(
        f"No space left: {free} MB free on the disk of {place}, and the set-up needs "
        f"about {NEEDED_MB} MB: free some, {AGAIN}{_log()}"
    )


def no_permission(path: str) -> SetUpError:
    """Somebody else's file or folder."""
    return SetUpError(
        f"No permission to write {path or ROOT}: make it yours (chown), remove it, or "
        f"use a clone in a folder of your own, {AGAIN}{_log()}"
    )


def _written_to() -> list[Path]:
    """Every place that the set-up and its tools write to."""
    home = os.path.expanduser("~")
    temporary = os.environ.get("TMPDIR", "/tmp")
    return [_existing(str(place)) for place in (ROOT, LOG, home, temporary)]


def _existing(path: str) -> Path:
    """The path, or the nearest folder above it that is there and may be looked at."""
    return Path(path) if os.path.exists(path) else _existing(os.path.dirname(path))


def _free(path: Path) -> int:
    """Free megabytes on the path's disk."""
    return shutil.disk_usage(path).free // 1_000_000


def _path_in(output: str) -> str:
    """The path that a refusal names, if it names one."""
    named = re.search(r"(?:denied|permitted|file system)[^'\n]*'([^'\n]+)'", output)
    return named.group(1) if named else ""


def _telling_line(output: str) -> str:
    """The last line that says error, or else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"error", line, re.IGNORECASE)]
    return (errors or lines or ["it said nothing"])[-1][:300].rstrip(".")


def _log() -> str:
    """Where the whole story is."""
    return f". Log: {short(LOG)}" if LOG.exists() else "."
