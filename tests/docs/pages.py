"""The pages of the documentation: their blocks, links and tables, and what they run.

A block that begins with ```csv units.csv is a file of the reader's folder. A block that
begins with ```console holds commands after a dollar sign, each with what it prints; a
line … stands for any lines left out, and … at a line's end for the rest of the line.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
AT_THE_ROOT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = [*(ROOT / name for name in AT_THE_ROOT), *sorted(DOCS.rglob("*.md"))]

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = ".venv/bin/saima"


class Block(NamedTuple):
    """A fenced block: its language, the file it is, and its text."""

    language: str
    file: str
    text: str


class Call(NamedTuple):
    """A command and what the page says it prints."""

    command: str
    printed: str


def short(page: Path) -> str:
    """The page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


def reference(name: str) -> str:
    """A page of the reference."""
    return (DOCS / "reference" / name).read_text("utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(*match) for match in BLOCK.findall(text)]


def calls(block: Block) -> Iterator[Call]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield Call(command, printed)


def runs_anything(page: Path) -> bool:
    """Whether the page shows a command with its output."""
    return any(block.language == "console" for block in blocks(page.read_text("utf-8")))


def take(block: Block, folder: Path) -> Iterator[tuple[Call, str]]:
    """Write the block's file, or run its commands; each call with what it printed."""
    if block.file:
        target = folder / block.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, "utf-8")
    if block.language == "console":
        for call in calls(block):
            yield call, printed_by(call.command, folder)


def printed_by(command: str, folder: Path) -> str:
    """Run a command as the page shows it: the samples' at the root, else in the folder."""
    program, *rest = shlex.split(command)
    if program != COMMAND:
        raise ValueError(f"a console block may only call {COMMAND}: {command}")
    done = subprocess.run(
        [sys.executable, "-m", "saima", *rest],
        cwd=ROOT if "examples/" in command else folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.stdout


def agrees(shown: str, printed: str) -> bool:
    """Whether what was printed is what the page shows, its … filled in."""
    return re.fullmatch(_pattern(shown), _tidy(printed)) is not None


def _pattern(shown: str) -> str:
    parts = []
    for line in _tidy(shown).splitlines():
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        elif line.endswith("…"):
            parts.append(re.escape(line[:-1].rstrip()) + r".*\n")
        else:
            parts.append(re.escape(line) + r"\n")
    return "".join(parts)


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines)
