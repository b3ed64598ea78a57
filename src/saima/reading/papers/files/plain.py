"""Text files."""

from saima.reading.papers.files.drafts import Draft
from saima.reading.papers.files.encodings import decoded, findings_of
from saima.reading.papers.files.extracted import Extracted, FileKind


def read_plain(data: bytes, file: str) -> Extracted:
    """Read a text file; its characters stay as they stand."""
    found = decoded(data)
    draft = Draft(file, FileKind.TEXT)
    draft.write(found.text)
    return draft.finished(more=findings_of(found, file))
