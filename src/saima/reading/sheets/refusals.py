"""Why a file is refused, said once and turned into a finding at the door."""

from __future__ import annotations

from saima.core.findings import Finding, Place, error
from saima.core.words import Words, words

SAVE_AGAIN = words("Open it in Excel or WPS, save it as .xlsx and put it back")
COPY_AGAIN = words("Copy it again from where it came from, in full")


class RefusalError(Exception):
    """A file cannot be read as a table."""

    def __init__(
        self,
        code: str,
        text: Words,
        *,
        next_step: Words,
        sheet: str | None = None,
        cell: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(code, str(text))
        self.code = code
        self.text = text
        self.next_step = next_step
        self.inner = (sheet, cell, line)

    def finding(self, file: str) -> Finding:
        """Say it as an error of a file."""
        return error(self.code, Place(file, *self.inner), self.text, self.next_step)


def truncated() -> RefusalError:
    """Refuse a file whose end is not there."""
    text = words("The file is cut short: its end is not there")
    return RefusalError("truncated", text, next_step=COPY_AGAIN)


def damaged() -> RefusalError:
    """Refuse a file whose inside contradicts itself."""
    text = words("The file is damaged inside")
    return RefusalError("damaged", text, next_step=SAVE_AGAIN)


def encrypted() -> RefusalError:
    """Refuse a file that opens with a password only."""
    step = words("Take the password off in Excel or WPS, save it and put it back")
    return RefusalError("encrypted", words("The file has a password"), next_step=step)


def macro() -> RefusalError:
    """Refuse a workbook that carries programs."""
    text = words("The workbook carries macros")
    step = words("Save it as .xlsx, which has no macros, and put that back")
    return RefusalError("macro", text, next_step=step)


def empty() -> RefusalError:
    """Refuse a file that holds nothing."""
    step = words("Put the table in, or take the file away")
    return RefusalError("empty", words("There is nothing in the file"), next_step=step)


def too_large(limit: int) -> RefusalError:
    """Refuse a file of more bytes than its kind may have."""
    text = words("The file is larger than {limit} MiB", limit=limit // (1024 * 1024))
    step = words("Split it into smaller files")
    return RefusalError("too_large", text, next_step=step)


def too_many_cells(limit: int) -> RefusalError:
    """Refuse a file of more cells than its kind may have."""
    text = words("There are more than {limit} filled cells", limit=f"{limit:,}")
    step = words("Split it into smaller files")
    return RefusalError("too_many_cells", text, next_step=step)


def unknown_kind(kind: Words, next_step: Words) -> RefusalError:
    """Refuse a file that is something else than a table."""
    text = words("This is {kind}, not a table", kind=kind)
    return RefusalError("unknown_kind", text, next_step=next_step)
