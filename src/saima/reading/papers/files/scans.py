"""Pictures of pages, where the extra for reading them is installed."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from saima.core.findings import Finding, Place, error, note
from saima.core.words import words
from saima.reading.papers.files import limits
from saima.reading.papers.files.drafts import Draft

if TYPE_CHECKING:
    from PIL.Image import Image

    from saima.reading.papers.files.layout import Line

INSTALL = words("Install the extra ocr on the server, or put a file with text here")


def can_recognize() -> bool:
    """Whether pictures can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def lines_of(picture: Image) -> list[Line]:
    """Read one picture."""
    # Loading the models takes a second, which only a picture must pay.
    module = importlib.import_module("saima.reading.papers.files.recognition")
    lines: list[Line] = module.recognized(picture)
    return lines


def unread_pages(file: str, pages: Sequence[int], *, whole: bool) -> Finding:
    """Say which pages are pictures that cannot be read here."""
    text = words(
        "These pages are pictures, which cannot be read here: {pages}",
        pages=_listed(pages),
    )
    make = error if whole else note
    return make("picture_page", Place(file), text, INSTALL)


def say_what_is_doubtful(draft: Draft, scanned: Iterable[int]) -> None:
    """Say which pages were read from pictures, and how many characters are unsure."""
    pages = list(scanned)
    if not pages:
        return
    text = words("These pages were read from pictures: {pages}", pages=_listed(pages))
    draft.note("recognized", text, words("Compare figures with the original"))
    if draft.doubtful:
        text = words("{count} characters are doubtful", count=len(draft.doubtful))
        step = words("They are marked; compare them with the original")
        draft.note("doubtful_characters", text, step)


def _listed(pages: Sequence[int]) -> str:
    shown = ", ".join(str(page) for page in pages[: limits.PLACES_NAMED])
    return shown + (" …" if len(pages) > limits.PLACES_NAMED else "")
