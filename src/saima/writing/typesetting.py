"""A PDF is set in a process of its own, which gives back its memory when it ends.

Typst keeps the last ten documents that it laid out: for wide tables gigabytes, which
a server that sets one a month must not hold for a year.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

# For archives: every font inside, every text to be searched, and no sign missing.
STANDARD: Final = "a-2u"
LONGEST = 120  # seconds
FAILED = 1
_at_once = threading.BoundedSemaphore(2)


class Unset(RuntimeError):  # noqa: N818 - it says what became of the document
    """What typst says of a document that it could not set."""


def families() -> list[str]:
    """The fonts that are installed."""
    return typst.Fonts(include_embedded_fonts=False).families()


def set_pdf(layout: Path, data: Mapping[str, Any], *, tagged: bool) -> bytes:
    """Set a layout with its data; raises `Unset` with what is the matter."""
    asked = {"layout": str(layout), "data": json.dumps(data), "tagged": tagged}
    with _at_once:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    if done.returncode:
        raise Unset(done.stderr.decode(errors="replace"))
    return done.stdout


def main() -> int:
    """Set what is asked for on standard input, in the process that is for it alone."""
    asked = json.load(sys.stdin.buffer)
    try:
        made = typst.compile(
            Path(asked["layout"]).read_bytes(),
            font_paths=typst.Fonts(include_embedded_fonts=False),
            sys_inputs={"data": asked["data"]},
            timestamp=0,  # the document says its date itself
            pdf_standards=STANDARD,
            pdf_tags=asked["tagged"],
        )
    except typst.TypstError as problem:
        sys.stderr.buffer.write(problem.message.encode())
        return FAILED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
