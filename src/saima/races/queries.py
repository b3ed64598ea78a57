"""The one door to where races come from: today the folders below SAIMA_RACES."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.conf import settings

from saima.core.findings import Finding, Place, Severity, error
from saima.core.intake.trees import Leaf, MapNode
from saima.core.periods import Month
from saima.core.races import Race, Standing, standings_at
from saima.core.subjects import Subject
from saima.core.words import words
from saima.reading.folders import SCHEME_NAMES, read_folder
from saima.reading.trees import read_tree

Fingerprint = tuple[tuple[str, int, int, int], ...]  # name, size, mtime, ctime
TRIES = 5  # to read a folder that is being written


@dataclass(frozen=True, eq=False)
class Listing:
    """A race that is listed, or the findings for which it was refused."""

    slug: str
    race: Race | None
    findings: tuple[Finding, ...] = ()
    called: str = ""  # the name in a scheme that was not accepted
    worked_out: dict[Month, tuple[Standing, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it: by its scheme, else by its folder."""
        return self.race.scheme.name if self.race else self.called or self.slug

    @property
    def refused(self) -> bool:
        """Whether something in its files is wrong."""
        return self.race is None and any(
            finding.severity is Severity.ERROR for finding in self.findings
        )

    @property
    def asked(self) -> bool:
        """Whether nothing is wrong, but something must be confirmed first."""
        return self.race is None and not self.refused

    @property
    def sample(self) -> bool:
        """Whether its scheme says that it holds invented figures (示例)."""
        return self.race is not None and self.race.scheme.sample

    @property
    def latest(self) -> Month | None:
        """The last month for which anything was reported."""
        return self.race.months[-1] if self.race and self.race.months else None

    @cached_property
    def entrants(self) -> tuple[Subject, ...]:
        """All who run, group by group."""
        subjects = tuple(self.race.subjects) if self.race else ()
        return tuple(subject for subject in subjects if subject.group is not None)

    def entrant(self, code: str) -> Subject | None:
        """Who runs under this code in any month."""
        return next((s for s in self.entrants if s.code == code), None)


_read: dict[Path, tuple[Fingerprint, Listing]] = {}
_reading = threading.Lock()


def races() -> tuple[Listing, ...]:
    """Every race there is, the latest year first; what changed is read anew."""
    found = [_listing(folder) for folder in _folders(settings.SAIMA_RACES)]
    return tuple(sorted(found, key=_order))


def race_named(slug: str) -> Listing | None:
    """The race of this name, which must be one of those that are listed."""
    folders = {folder.name: folder for folder in _folders(settings.SAIMA_RACES)}
    return _listing(folders[slug]) if slug in folders else None


def standings_of(listing: Listing, month: Month) -> tuple[Standing, ...]:
    """The standings of a race at a month's end, worked out once."""
    if listing.race is None:
        return ()
    known = listing.worked_out
    if month not in known:
        known[month] = standings_at(listing.race, month)
    return known[month]


def _order(listing: Listing) -> tuple[int, str]:
    year = listing.race.year if listing.race else 0
    return -year, listing.name


def _folders(above: Path) -> list[Path]:
    """The folders that may hold a race: not hidden, not empty."""
    try:
        return sorted(p for p in above.iterdir() if p.name[0] != "." and _filled(p))
    except OSError:
        return []


def _filled(folder: Path) -> bool:
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError:
        return True  # it is there; that it cannot be read is said on its page


def _listing(folder: Path) -> Listing:
    """What the folder holds, read again only when one of its files changed."""
    with _reading:
        try:
            known = _read.get(folder)
            if known is None or known[0] != _seen(folder):
                known = _read[folder] = _read_steady(folder)
        except OSError as problem:
            return _unreadable(folder.name, problem)
        return known[1]


def _read_steady(folder: Path) -> tuple[Fingerprint, Listing]:
    """Read a folder until nothing changed meanwhile: never some old and some new."""
    for _ in range(TRIES):
        seen, here = _seen(folder), folder.resolve()
        intake = read_folder(here)
        called = "" if intake.race else _called(here)
        listing = Listing(folder.name, intake.race, intake.findings, called)
        if _seen(folder) == seen:
            break
    return seen, listing


def _called(folder: Path) -> str:
    """The name that a scheme gives its race, where it can be read that far."""
    for path in (folder / name for name in SCHEME_NAMES):
        tree = read_tree(path, path.name)[0] if path.is_file() else None
        name = tree.nodes.get("name") if isinstance(tree, MapNode) else None
        if isinstance(name, Leaf):
            return name.text
    return ""


def _seen(folder: Path) -> Fingerprint:
    """What tells one state of a folder from another; hidden files are no matter."""
    here = folder.resolve()
    return (
        (str(here), 0, 0, 0),
        *(told for path in sorted(here.iterdir()) if (told := _told(path))),
    )


def _told(path: Path) -> tuple[str, int, int, int] | None:
    if path.name.startswith("."):
        return None
    try:
        state = path.stat()
    except FileNotFoundError:
        return None  # it went while the folder was looked at
    return path.name, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _unreadable(slug: str, problem: OSError) -> Listing:
    finding = error(
        "folder",
        Place(slug),
        words("the folder cannot be read: {fault}", fault=str(problem.strerror)),
        words("look at its owner and permissions"),
    )
    return Listing(slug, None, (finding,))
