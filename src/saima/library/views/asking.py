"""What every page of the library begins with: whose papers, and who may what."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from saima.core.authority import Verb
from saima.library.models import Paper, Reading, Statement
from saima.library.queries import paper_of
from saima.people.asking import Asked
from saima.people.models import OrgUnit


def root_asked(request: Asked, code: str) -> OrgUnit:
    """The group of an address: papers are those of a whole group."""
    tree = request.actor.tree
    unit = tree.of_code(code)
    if unit is None or tree.root_of(unit.pk).pk != unit.pk:
        raise Http404
    return unit


def paper_asked(request: Asked, unit: str, number: int) -> Paper:
    """The paper of an address."""
    found = paper_of(root_asked(request, unit), number)
    if found is None:
        raise Http404
    return found


def statement_asked(paper: Paper, number: int) -> Statement:
    """The statement of an address."""
    rows = Statement.objects.filter(paper=paper, pk=number).select_related("reading")
    for row in rows.defer("reading__folded", "reading__grams"):
        return row
    raise Http404


def reading_asked(request: Asked, paper: Paper) -> Reading | None:
    """The reading that an address names, else the newest."""
    number = request.GET.get("reading", "")
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        return paper.reading
    rows = Reading.objects.filter(paper=paper, number=int(number))
    return rows.defer("folded", "grams").first() or paper.reading


def place_of(paper: Paper, said: Statement) -> str:
    """The address of a statement's card: on the page of its own reading."""
    path = reverse("library:paper", args=(paper.root.code, paper.pk))
    newest = said.reading_id == paper.reading_id
    reading = "" if newest else f"?reading={said.reading.number}"
    return f"{path}{reading}#c{said.pk}"


def decides(request: Asked, root: OrgUnit) -> bool:
    """Whether somebody may decide about what papers state."""
    return request.actor.may(Verb.DECIDE_STATEMENTS, root)
