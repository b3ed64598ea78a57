"""What each command needs, in order; and the lines that show how far it is."""

import contextlib
import fcntl
import io
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from set_up import browser, environments, pages, trouble
from set_up.places import LOG, STAMPS


class Step(NamedTuple):
    """Something that is done once."""

    title: str
    ready: Callable[[], bool]
    make: Callable[[], None]


def packages(lock: str) -> Step:
    """The environment with what the lock lists."""
    ready = partial(environments.packages_ready, lock)
    return Step("Python packages", ready, partial(environments.make_packages, lock))


ITSELF = Step("Saima itself", environments.itself_ready, environments.make_itself)
CORE = Step(
    "Packages to test the core", environments.core_ready, environments.make_core
)
PAGES = (
    Step("Browser libraries", browser.ready, browser.make),
    Step("Translations", pages.translations_ready, pages.make_translations),
    Step("Static files", pages.static_ready, pages.make_static),
)
GOALS = {
    "core": (CORE,),
    "lint": (packages("dev"), ITSELF),
    "demo": (packages("run"), ITSELF, *PAGES),
    "test": (packages("dev"), ITSELF, *PAGES),
}


def reach(goal: str) -> int:
    """Do what is not done yet; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may know no "…"
    try:
        _do(GOALS[goal])
    except trouble.SetUpError as problem:
        return _say(str(problem))
    except OSError as error:
        return _say(str(trouble.of_error(error)))
    except KeyboardInterrupt:
        _say("Stopped. The same command goes on from here.")
        return 130
    return 0


def _do(steps: tuple[Step, ...]) -> None:
    """Take the steps that are not done, one set-up at a time."""
    if all(step.ready() for step in steps):
        return
    with _alone():
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text("", "utf-8")
        for number, step in enumerate(steps, start=1):
            if not step.ready():
                _take(step, f"[{number}/{len(steps)}]")


def _take(step: Step, place: str) -> None:
    print(f"{place} {step.title} … ", end="", flush=True)
    started = time.monotonic()
    try:
        step.make()
    except BaseException:
        print("not done", flush=True)  # ends the line; what follows says why
        raise
    print(f"{time.monotonic() - started:.0f} s", flush=True)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock: two set-ups at once would undo each other's work."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work here; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say(line: str) -> int:
    """One line on stderr; the exit code."""
    print(line, file=sys.stderr, flush=True)
    return 1
