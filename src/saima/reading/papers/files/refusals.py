"""Why a paper's file is refused."""

from __future__ import annotations

from saima.core.words import Words, words
from saima.reading.papers.files import limits
from saima.reading.sheets.refusals import COPY_AGAIN, RefusalError

OTHER_FORM = words("Save it as .docx, .pdf or text and put that here")
SPLIT = words("Split it into smaller files")
OPEN_AND_SAVE = words("Open it in its own program, save it again and put it back")


def empty() -> RefusalError:
    """Refuse a file of no bytes."""
    return RefusalError(
        "empty", words("There is nothing in the file"), next_step=COPY_AGAIN
    )


def too_large(limit: int) -> RefusalError:
    """Refuse a file of too many bytes."""
    text = words("The file is larger than {limit} MiB", limit=limit // (1024 * 1024))
    return RefusalError("too_large", text, next_step=SPLIT)


def too_much_text() -> RefusalError:
    """Refuse a file of more text than any paper has."""
    count = f"{limits.MAX_CHARACTERS:,}"
    text = words("The file holds more than {count} characters", count=count)
    return RefusalError("too_much_text", text, next_step=SPLIT)


def too_many_pages(count: int, limit: int) -> RefusalError:
    """Refuse a file of more pages than are read at once."""
    text = words(
        "The file has {count} pages; at most {limit} are read", count=count, limit=limit
    )
    return RefusalError("too_many_pages", text, next_step=SPLIT)


def too_large_picture() -> RefusalError:
    """Refuse a picture of more points than a scanned page has."""
    count = limits.MAX_PIXELS // 1_000_000
    text = words("The picture has more than {count} million points", count=count)
    step = words("Scan the page at 300 dpi and put that here")
    return RefusalError("too_large_picture", text, next_step=step)


def not_read(kind: Words) -> RefusalError:
    """Refuse a file of a kind that has no door."""
    text = words("This is {kind}, which is not read", kind=kind)
    return RefusalError("not_read", text, next_step=OTHER_FORM)


def truncated() -> RefusalError:
    """Refuse a file whose end is not there."""
    text = words("The file is cut short: its end is not there")
    return RefusalError("truncated", text, next_step=COPY_AGAIN)


def damaged() -> RefusalError:
    """Refuse a file whose inside contradicts itself."""
    text = words("The file is damaged inside")
    return RefusalError("damaged", text, next_step=OPEN_AND_SAVE)


def encrypted() -> RefusalError:
    """Refuse a file that opens with a password only."""
    text = words("The file has a password")
    step = words("Take the password off in its own program, save it and put it back")
    return RefusalError("encrypted", text, next_step=step)


def zip_bomb() -> RefusalError:
    """Refuse an archive that would unpack to far more than a paper needs."""
    text = words("The file would unpack to far more than a paper needs")
    return RefusalError("zip_bomb", text, next_step=OPEN_AND_SAVE)


def entities() -> RefusalError:
    """Refuse an office file that declares XML entities."""
    text = words("The file declares XML entities, which office programs never do")
    return RefusalError("doctype", text, next_step=OPEN_AND_SAVE)


SAID_FOR_PAPERS = {
    "truncated": truncated,
    "damaged": damaged,
    "encrypted": encrypted,
    "zip_bomb": zip_bomb,
    "doctype": entities,
}


def said_for_papers(refusal: RefusalError) -> RefusalError:
    """Put what the door of workbooks says in the words that fit a paper."""
    make = SAID_FOR_PAPERS.get(refusal.code)
    return make() if make else refusal
