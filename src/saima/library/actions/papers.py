"""Taking a paper in: its bytes are kept, and the worker reads it."""

from __future__ import annotations

import hashlib
import re

from django.db import connection, transaction
from django.utils import timezone

from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.library.actions.jobs import read_paper
from saima.library.models import Paper, PaperState
from saima.people.models import OrgUnit

MOST_BYTES = 20 * 1024 * 1024
LOCK = 73_060_000  # the advisory locks of libraries, by root
# Signs that show nothing, or turn the way in which a name is read.
_UNSHOWN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


class AlreadyHere(Refused):
    """The very bytes are in the library: which paper it is."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            words("this very file is here already, as “{name}”", name=paper.name),
            words("open that one"),
        )
        self.paper = paper


@transaction.atomic
def receive(root: OrgUnit, name: str, content: bytes, *, by: Who) -> Paper:
    """Keep a paper that was sent; it is read as soon as the worker comes to it."""
    must_have_a_size(len(content))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, root.pk])
    digest = hashlib.sha256(content).digest()
    for known in Paper.objects.filter(root=root, digest=digest).defer("content"):
        raise AlreadyHere(known)
    paper = Paper.objects.create(
        root=root,
        person_id=by.person,
        at=timezone.now(),
        name=plain_name(name),
        size=len(content),
        digest=digest,
        content=content,
    )
    details = {"number": paper.pk, "bytes": len(content)}
    record(Deed("paper.receive", by, about(paper), root.pk, details))
    read_paper.enqueue(paper.pk)
    return paper


def must_have_a_size(size: int) -> None:
    """Refuse what is no paper, before it is read."""
    if not size:
        raise Refused(
            words("there is nothing in the file"), words("choose the paper again")
        )
    if size > MOST_BYTES:
        raise Refused(
            words("the file is larger than {limit} MB", limit=MOST_BYTES // 1024**2),
            words("split it, or send its text alone"),
        )


def plain_name(name: str) -> str:
    """A file's own name: without folders, and without signs that do not show."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(
        sign for sign in _UNSHOWN.sub("", last) if not "\ud800" <= sign <= "\udfff"
    ).strip(" .")
    if len(shown) <= 255:
        return shown or "—"
    stem, dot, ending = shown.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
    return shown[: 255 - len(kept)] + kept


@transaction.atomic
def read_again(paper: Paper, *, by: Who) -> None:
    """Have a paper read anew; what was read and decided before stays beside it."""
    waiting = Paper.objects.filter(pk=paper.pk).exclude(state=PaperState.WAITING)
    if not waiting.update(state=PaperState.WAITING):
        raise Refused(
            words("the paper waits for being read already"),
            words("load the page again in a moment"),
        )
    record(Deed("paper.reread", by, about(paper), paper.root_id, {"number": paper.pk}))
    read_paper.enqueue(paper.pk)


def about(paper: Paper) -> str:
    """How the journal names a paper."""
    return f"library.paper:{paper.pk}"
