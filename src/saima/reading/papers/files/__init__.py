"""Files become text: what they show, and apart from it what they hide."""

from saima.reading.papers.files.extracted import Extracted, FileKind, Hidden, Why
from saima.reading.papers.files.reading import text_of

__all__ = ["Extracted", "FileKind", "Hidden", "Why", "text_of"]
