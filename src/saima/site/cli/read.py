"""`saima read FILE… --out DIR`: papers in, what they say out, one JSON file for each."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from saima.core.findings import Finding, Place, error
from saima.core.words import Translate, words
from saima.reading.papers.files import Extracted
from saima.reading.papers.files.limits import MAX_BYTES
from saima.reading.papers.guarded import Reader, Whole
from saima.site.cli.language import CHINESE, ENGLISH, language_of, translator
from saima.site.cli.race import MARKS

DONE, REFUSED, MISUSED = 0, 1, 2
PROCESSES = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="+", type=Path, help="the papers")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="where the JSON goes"
    )
    parser.add_argument(
        "--lang", choices=[CHINESE, ENGLISH], help="the language of the findings"
    )


def run(options: argparse.Namespace) -> int:
    """Read every file; what is found goes to the standard error."""
    say = translator(language_of(options.lang))
    if twice := _named_twice(options.files):
        text = words("Two files would give the same {name}.json", name=twice)
        print(text.say(say), file=sys.stderr)
        return MISUSED
    options.out.mkdir(parents=True, exist_ok=True)
    refused = False
    for path, whole in _read(options.files):
        refused |= whole.extracted.refused
        _print(whole.extracted.findings, say)
        if whole.labelled is not None:
            target = options.out / f"{path.stem}.json"
            target.write_text(whole.labelled, "utf-8")
    return REFUSED if refused else DONE


def _named_twice(files: Sequence[Path]) -> str | None:
    counted = Counter(path.stem for path in files)
    return next((name for name, count in counted.items() if count > 1), None)


def _read(files: Sequence[Path]) -> Iterator[tuple[Path, Whole]]:
    """Read them by two processes at once; the answers come in the order given."""
    with ExitStack() as stack:
        free: SimpleQueue[Reader] = SimpleQueue()
        for _ in range(min(PROCESSES, len(files))):
            free.put(stack.enter_context(Reader()))
        pool = stack.enter_context(ThreadPoolExecutor(PROCESSES))

        def one(path: Path) -> Whole:
            reader = free.get()
            try:
                return _one(reader, path)
            finally:
                free.put(reader)

        yield from zip(files, pool.map(one, files), strict=True)


def _one(reader: Reader, path: Path) -> Whole:
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError:
        text = words("The file cannot be opened")
        step = words("Look whether it is there and whether you may read it")
        found = error("unreadable", Place(str(path)), text, step)
        return Whole(Extracted(None, findings=(found,)), None)
    return reader.read_whole(data, str(path))


def _print(findings: Sequence[Finding], say: Translate) -> None:
    for finding in findings:
        mark = MARKS[finding.severity].say(say)
        print(f"[{mark}] {finding.say(say)}", file=sys.stderr)
