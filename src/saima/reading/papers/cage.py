"""What a process that reads strangers' files takes from itself before it begins.

On Linux the kernel holds it: no sockets and no other programs (seccomp), nothing of the
disk but one folder and the programs themselves (Landlock), no more memory and time than
told. Elsewhere only what `resource` has, and Python's own sockets.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import socket
import sys
from typing import NamedTuple, NoReturn

NO_NEW_PRIVILEGES = 38
SET_SECCOMP, FILTER = 22, 2
LOAD, EQUAL, MORE, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, DENY = 0x7FFF0000, 0x00050000 | 1  # EPERM
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
AF_UNIX = 1


class Calls(NamedTuple):
    """The numbers of system calls on one kind of processor."""

    architecture: int
    socket: int
    socketpair: int
    programs: tuple[int, ...]  # execve, execveat, kill
    others: tuple[int, ...]  # ptrace, process_vm_*, mount, bpf, io_uring


# fmt: off
CALLS = {
    "x86_64": Calls(0xC000003E, 41, 53, (59, 322, 62), (101, 310, 311, 165, 321, 425)),
    "aarch64": Calls(0xC00000B7, 198, 199, (221, 281, 129), (117, 270, 271, 40, 280, 425)),
}
# fmt: on
OLD_NUMBERS = 0x40000000  # of x86-64: the same calls by other numbers

LANDLOCK = (444, 445, 446)  # create, add, restrict; the same everywhere
EXECUTE, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
EVERYTHING = (1 << 13) - 1  # these, removing, and making of all kinds
PATH_BENEATH = 1
LOOK = EXECUTE | READ | LIST
# Besides Python's own folders. Not the rest of /etc, /proc, /home or /var.
LOOKED_AT = (
    *("/usr", "/lib", "/lib64", "/bin", "/sys/devices/system"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/localtime"),
    *("/etc/passwd", "/etc/nsswitch.conf", "/proc/self", "/proc/cpuinfo"),
    *("/proc/meminfo", "/proc/stat", "/dev/urandom"),
)
FILE_ONLY = EXECUTE | WRITE | READ  # what can be said of a file


class Held(NamedTuple):
    """What is held by the kernel here."""

    network: bool
    disk: bool


class Bounds(NamedTuple):
    """What one child may take."""

    address_space: int
    file_bytes: int
    programs: bool  # whether it may start others, which LibreOffice needs


def shut(folder: str, bounds: Bounds) -> Held:
    """Give up what reading a file does not need; for good."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.file_bytes, bounds.file_bytes))
    if sys.platform == "linux":
        space = (bounds.address_space, bounds.address_space)
        resource.setrlimit(resource.RLIMIT_AS, space)
    # LibreOffice keeps a socket where it likes, and ends where that is refused.
    disk = not bounds.programs and _forbid_the_disk_outside(folder)
    network = _forbid_calls(programs=bounds.programs)
    if not network:
        _forbid_pythons_sockets()
    return Held(network, disk)


def may_take(seconds: int) -> None:
    """Allow so many more seconds of processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _libc() -> ctypes.CDLL | None:
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    return ctypes.CDLL(None, use_errno=True)


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("start", ctypes.POINTER(_Instruction))]


def _forbid_calls(*, programs: bool) -> bool:
    """Let the kernel refuse sockets, and other programs unless they are needed."""
    libc, calls = _libc(), CALLS.get(platform.machine())
    if libc is None or calls is None:
        return False
    lines = _instructions(calls, programs=programs)
    code = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    program = _Program(len(lines), code)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0) == 0)


def _instructions(calls: Calls, *, programs: bool) -> list[tuple[int, int, int, int]]:
    """Write the filter: each test of a number is followed by what happens then."""
    refused = calls.others
    if not programs:
        refused = (*refused, *calls.programs, calls.socket, calls.socketpair)
    lines = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, calls.architecture),
        (RETURN, 0, 0, DENY),
        (LOAD, 0, 0, NUMBER_AT),
        (MORE, 0, 1, OLD_NUMBERS),
        (RETURN, 0, 0, DENY),
    ]
    for number in refused:
        lines += [(EQUAL, 0, 1, number), (RETURN, 0, 0, DENY)]
    lines += [
        (EQUAL, 0, 3, calls.socket),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (EQUAL, 1, 0, AF_UNIX),
        (RETURN, 0, 0, DENY),
        (RETURN, 0, 0, ALLOW),
    ]
    return lines


class _Ruleset(ctypes.Structure):
    _fields_ = [("handled", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("place", ctypes.c_int32)]


def _forbid_the_disk_outside(folder: str) -> bool:
    """Let the kernel refuse whatever is no program's own and not in one folder."""
    libc = _libc()
    if libc is None:
        return False
    create, add, restrict = LANDLOCK
    rules = _Ruleset(EVERYTHING)
    held = libc.syscall(create, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if held < 0:
        return False
    python = (sys.base_prefix, sys.prefix, *sys.path)
    allowed = {path: LOOK for path in (*LOOKED_AT, *python) if os.path.exists(path)}
    for path, rights in {**allowed, "/dev/null": FILE_ONLY, folder: EVERYTHING}.items():
        place = os.open(path, os.O_PATH)
        fitting = rights if os.path.isdir(path) else rights & FILE_ONLY
        rule = _Beneath(fitting, place)
        libc.syscall(add, held, PATH_BENEATH, ctypes.byref(rule), 0)
        os.close(place)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done = libc.syscall(restrict, held, 0) == 0
    os.close(held)
    return bool(done)


def _forbid_pythons_sockets() -> None:
    """Take sockets from Python; what is not Python could still open some."""

    def refused(*_: object, **__: object) -> NoReturn:
        raise PermissionError("no network here")

    for name in ("socket", "create_connection", "socketpair", "fromfd"):
        setattr(socket, name, refused)
