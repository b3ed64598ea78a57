"""`saima restore FILE`: a backup back into an empty database, with proof."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from saima.core.words import words
from saima.site.cli.language import language_of, translator
from saima.site.cli.owner import as_owner


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether another database may be set aside."""
    parser.add_argument("file", type=Path, help="a file that saima backup made")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="set the database that is there aside, under another name",
    )


def run(options: argparse.Namespace) -> int:
    """Restore it, and say what came back."""
    return as_owner("restore", lambda: _bring_back(options.file, options.replace))


def _bring_back(file: Path, replace: bool) -> None:
    say = translator(language_of(None))
    # What knows models can be imported only now that Django is set up.
    restoring = import_module("saima.site.backups.restoring")
    done = restoring.restore(file, replace=replace)
    kept = done.manifest
    told = words(
        "Restored from {file}, made {at}: {rows} rows. The journal ends at {number},"
        " {digest}, and every row of the ledger is as it was written.",
        file=str(file),
        at=kept.made_at,
        rows=sum(kept.counts.values()),
        number=kept.head,
        digest=kept.head_digest,
    )
    print(told.say(say))
    if done.set_aside:
        aside = words(
            "The database that was there before is kept as {name}.", name=done.set_aside
        )
        print(aside.say(say))
