"""Run a tool: its output goes to the log, its failure into one line."""

import contextlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from set_up import trouble
from set_up.places import LOG, ROOT

Command = list[str | Path]

# These would make Python or pip look or write elsewhere than in the environment.
LEADING_ASTRAY = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_TARGET",
    "PIP_USER",
    "DJANGO_SETTINGS_MODULE",
)


def run(
    what: str,
    command: Command,
    *,
    registry: str = "",
    env: Mapping[str, str] | None = None,
) -> None:
    """Run the command to its end; `registry` says what to check if it is offline."""
    words = [str(word) for word in command]
    try:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=clean_environment() | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise trouble.of_error(error) from error
    with process:
        output = _recorded(words, process)
    if process.returncode:
        raise trouble.of_output(what, output, registry=registry)


def clean_environment() -> dict[str, str]:
    """The environment without what would lead a tool astray."""
    kept = {k: v for k, v in os.environ.items() if k not in LEADING_ASTRAY}
    return kept | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _recorded(words: list[str], process: subprocess.Popen[str]) -> str:
    """Everything the process prints; the log has it too, as far as the disk allows."""
    assert process.stdout
    lines: list[str] = [f"$ {' '.join(words)}\n"]
    # A full disk must not hide what the tool says about it: pip's own message decides.
    with contextlib.suppress(OSError):
        LOG.parent.mkdir(parents=True, exist_ok=True)
    lines.extend(process.stdout)
    with contextlib.suppress(OSError), LOG.open("a", encoding="utf-8") as log:
        log.writelines(lines)
    return "".join(lines)
