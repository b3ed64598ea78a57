"""What `saima demo` loads, and the accounts that it prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from saima.core.authority import ADMINISTRATORS, PostKind
from saima.core.refusal import Refused
from saima.core.words import Translate
from saima.journal.actions import MACHINE
from saima.library.actions.papers import AlreadyHere, receive
from saima.people import scope
from saima.people.actions.cast import TITLES
from saima.people.models import Account, OrgUnit
from saima.races.actions.loading import FolderRefused, load_folder
from saima.races.models import Race
from saima.site.cli.serve import ServingError

PAPERS = "papers"  # among the samples, a folder for the libraries: no race
PRINTED = 6  # accounts of the first group; the file has all of them
# And of what follows: who plans in another group, and who keeps the house.
SHOWN = tuple(TITLES[kind] for kind in (PostKind.PLANNER, *sorted(ADMINISTRATORS)))


def accounts_file() -> Path:
    """Where the accounts of the cast are written down, for their owner alone."""
    return Path(settings.DATA) / "demo-accounts.txt"


def load(say: Translate) -> None:
    """Load every folder of samples that is not in the record yet."""
    with scope.of_everything():
        known = set(Race.objects.values_list("slug", flat=True))
    if OrgUnit.objects.exists() and not accounts_file().exists():
        raise ServingError(
            "the database holds an organisation of its own: run `saima serve`, or set "
            "SAIMA_DATA to another folder for the demo."
        )
    if not OrgUnit.objects.exists():
        # What is written there opens nothing in a database that is new.
        accounts_file().unlink(missing_ok=True)
    for folder in folders(Path(settings.SAIMA_RACES)):
        if folder.name in known:
            continue
        try:
            with transaction.atomic():
                loaded = load_folder(folder, by=MACHINE)
                # Before it is committed: a password told nowhere is of no use.
                _write_down(loaded.passwords)
        except Refused as refused:
            _print_refusal(refused, say)
    with scope.of_everything():
        receive_papers(Path(settings.SAIMA_RACES) / PAPERS)


def receive_papers(folder: Path) -> None:
    """Put each sample paper into the library of its race's group, else of the first; once."""
    roots = {
        race.slug: race.root
        for race in Race.objects.select_related("root").order_by("pk")
    }
    if not roots or not folder.is_dir():
        return
    first = next(iter(roots.values()))
    for path in sorted(folder.iterdir()):
        if path.suffix == ".md" or not path.is_file():
            continue
        try:
            receive(
                roots.get(path.stem, first), path.name, path.read_bytes(), by=MACHINE
            )
        except AlreadyHere:
            continue  # since an earlier start


def folders(above: Path) -> list[Path]:
    """The folders of races with anything in them, the largest first: its accounts go by post."""
    if not above.is_dir():
        return []
    there = [
        p
        for p in above.iterdir()
        if p.name[0] != "." and p.name != PAPERS and p.is_dir()
    ]
    sizes = {folder: _size(folder) for folder in there}
    filled = [folder for folder in there if sizes[folder]]
    return sorted(filled, key=lambda folder: (-sizes[folder], folder.name))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _print_refusal(refused: Refused, say: Translate) -> None:
    text, next_step = refused.text.say(say), refused.next_step.say(say)
    print(f"saima demo: {text}; {next_step}", file=sys.stderr)
    if isinstance(refused, FolderRefused):
        for finding in refused.findings:
            print(f"  {finding.say(say)}", file=sys.stderr)


def _write_down(passwords: Mapping[str, str]) -> None:
    """Add accounts to the file, which only its owner may read."""
    names = Account.objects.filter(username__in=passwords).select_related("person")
    lines = [
        f"{account.username}\t{passwords[account.username]}\t{account.person.name}\n"
        for account in sorted(names, key=lambda a: list(passwords).index(a.username))
    ]
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with open(os.open(accounts_file(), flags, 0o600), "a", encoding="utf-8") as file:
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())


def print_accounts() -> None:
    """Print the accounts that one begins with, and where all of them stand."""
    if not accounts_file().exists():
        return  # there was nothing to load
    rows = [
        line.split("\t")
        for line in accounts_file().read_text("utf-8").splitlines()
        if line.count("\t") == 2
    ]
    first, rest = rows[:PRINTED], rows[PRINTED:]
    shown = [*first, *(row for row in rest if row[2].startswith(SHOWN))]
    wide = max((len(row[0]) for row in shown), default=0)
    print("Accounts of the demo, by post (示例):")
    for username, password, name in shown:
        print(f"  {username:{wide}}  {password}  {name}")
    print(f"All {len(rows)} accounts: {accounts_file()}")
