"""Pictures of paper: png, jpg, tiff, bmp, webp, gif; a tiff may hold several pages."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from saima.reading.papers.files import limits
from saima.reading.papers.files.drafts import Draft
from saima.reading.papers.files.extracted import Extracted, FileKind
from saima.reading.papers.files.layout import Paragraphs
from saima.reading.papers.files.refusals import (
    damaged,
    too_large_picture,
    too_many_pages,
)
from saima.reading.papers.files.scans import lines_of, say_what_is_doubtful

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")


def read_picture(data: bytes, file: str, tell: Callable[[int], None]) -> Extracted:
    """Read a picture; `tell` is called before each page."""
    picture = _opened(data)
    draft = Draft(file, FileKind.PICTURE)
    paragraphs = Paragraphs(draft)
    pages = 0
    for frame in ImageSequence.Iterator(picture):
        pages += 1
        if pages > limits.MAX_SCANNED_PAGES:
            raise too_many_pages(pages, limits.MAX_SCANNED_PAGES)
        tell(pages)
        draft.page()
        paragraphs.write(lines_of(_upright(frame)))
        if picture.format == "GIF":
            break  # what moves is no paper
    paragraphs.end()
    say_what_is_doubtful(draft, range(1, pages + 1))
    return draft.finished()


def _opened(data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise too_large_picture() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise damaged() from None
    if picture.width * picture.height > limits.MAX_PIXELS:
        raise too_large_picture()
    return picture


def _upright(frame: Image.Image) -> Image.Image:
    """Decode a page as it was meant to be looked at, on white ground."""
    if frame.width * frame.height > limits.MAX_PIXELS:
        raise too_large_picture()
    try:
        frame.load()
        turned = ImageOps.exif_transpose(frame)
        if turned.mode in ("RGBA", "LA", "P", "PA"):
            ground = Image.new("RGBA", turned.size, "white")
            return Image.alpha_composite(ground, turned.convert("RGBA")).convert("RGB")
        return turned.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError):
        raise damaged() from None
