"""`saima backup FILE`: the whole database at one moment, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from saima.core.words import words
from saima.site.backups.taking import take
from saima.site.cli.language import language_of, translator
from saima.site.cli.owner import as_owner


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, help="a file that is not there yet")


def run(options: argparse.Namespace) -> int:
    """Keep it, and say what was kept."""
    return as_owner("backup", lambda: _keep(options.file))


def _keep(file: Path) -> None:
    kept = take(file)
    told = words(
        "Kept in {file}: {rows} rows in {tables} tables. The journal ends at {number},"
        " {digest}",
        file=str(file),
        rows=sum(kept.counts.values()),
        tables=len(kept.counts),
        number=kept.head,
        digest=kept.head_digest,
    )
    print(told.say(translator(language_of(None))))
