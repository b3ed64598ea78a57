"""How well and how fast papers are read: python benchmarks/reading.py [--write]

Reads the labelled documents beside the project (../shared/documents, where they are) and the
project's own (tests/papers), each in its plain text, and lets the scorer that comes with the
former judge. Nothing is tuned on tests/papers/unseen. `--write` puts the tables into
docs/reference/reading.md.
"""

import importlib.util
import json
import resource
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from saima.reading.papers.labelled import labelled_text
from saima.reading.papers.paper import read_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "documents"
PAGE = ROOT / "docs" / "reference" / "reading.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
OWN = ROOT / "tests" / "papers"
SETS = (
    ("the seventeen labelled documents", SHARED),
    ("our own, seen while the reader was made", OWN),
    ("our own, looked at after the reader had been scored on them", OWN / "kept"),
    ("our own, never looked at", OWN / "unseen"),
)
COLUMNS = (
    "F1",
    "kind",
    "entity",
    "indicator",
    "period",
    "tasks F1",
    "clean",
    "spam",
    "org",
    "kind of paper",
    "date",
    "traps",
)


def main(arguments: list[str]) -> int:
    """Print the tables; write them into the page where asked."""
    if not SHARED.is_dir():
        print(
            "the labelled documents are not here: ../shared/documents", file=sys.stderr
        )
        return 2
    scorer = _scorer()
    parts = [
        table
        for name, folder in SETS
        if folder.is_dir()
        for table in _scored(scorer, name, folder)
    ]
    text = "\n".join([*parts, *_speed()])
    print(text)
    if "--write" in arguments:
        page = PAGE.read_text("utf-8")
        head, rest = page.split(BEGIN)
        PAGE.write_text(
            head + BEGIN + "\n\n" + text + "\n" + END + rest.split(END)[1], "utf-8"
        )
    return 0


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _scored(scorer: ModuleType, name: str, folder: Path) -> list[str]:
    """One table: a row for each document, and one for all."""
    total = scorer.Tally()
    rows = []
    for gold_file in sorted(folder.glob("*.json")):
        gold = json.loads(gold_file.read_text("utf-8"))
        if "quantities" not in gold:
            continue
        read = json.loads(
            labelled_text(gold_file.with_suffix(".txt").read_text("utf-8"))
        )
        tally = scorer.score_doc(gold, read, read["clean_text"], [])
        total.update(tally)
        rows.append(_row(gold_file.stem, scorer.report(tally)))
    head = f"| {name} | " + " | ".join(COLUMNS) + " |"
    return [
        head,
        "|---|" + "---:|" * len(COLUMNS),
        *rows,
        _row("**all**", scorer.report(total)),
        "",
    ]


def _row(name: str, report: dict[str, Any]) -> str:
    quantities, tasks, clean, meta = (
        report[part] for part in ("quantities", "tasks", "cleaning", "meta")
    )
    shares = [
        quantities["f1"], quantities["kind"], quantities["entity"], quantities["indicator"], quantities["period_end"],
        tasks["f1"], clean["must_survive_found"], clean["spam_gone"],
        meta["organisation"], meta["document_kind"], meta["date"],
    ]  # fmt: skip
    cells = ["–" if share is None else f"{share:.3f}" for share in shares]
    return (
        f"| {name} | "
        + " | ".join(cells)
        + f" | {quantities['traps_hit']} of {quantities['traps']} |"
    )


def _speed() -> list[str]:
    """The largest document once warm; a thousand of its size, in this one process."""
    largest = max(SHARED.glob("*.txt"), key=lambda path: path.stat().st_size)
    text = largest.read_text("utf-8")
    read_text(text)
    once = min(_timed(text) for _ in range(5))
    before = _peak()
    begun = time.perf_counter()
    for _ in range(1000):
        read_text(text)
    thousand = time.perf_counter() - begun
    return [
        f"The largest document ({largest.stat().st_size:,} bytes of text) is read in {1000 * once:.0f} ms (the shortest of five), "
        f"a thousand of its size in {thousand:.0f} s by one process, whose peak of memory was {before:.0f} MiB before and "
        f"{_peak():.0f} MiB after. Python {sys.version.split()[0]}.",
    ]


def _timed(text: str) -> float:
    begun = time.perf_counter()
    read_text(text)
    return time.perf_counter() - begun


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
