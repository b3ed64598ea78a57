"""What changes the library: sending papers, deciding about what they state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from saima.core.authority import Verb
from saima.core.refusal import Refused
from saima.core.words import Words, words
from saima.library.actions.deciding import Ruling, accept_sure, decide
from saima.library.actions.papers import (
    AlreadyHere,
    must_have_a_size,
    plain_name,
    read_again,
    receive,
)
from saima.library.forms import form_of
from saima.library.models import Paper, Verdict
from saima.library.suggesting import Desk, suggestion
from saima.library.views.asking import (
    paper_asked,
    place_of,
    root_asked,
    statement_asked,
)
from saima.library.views.pages import Unkept, paper_page, papers_page, statement_page
from saima.people.asking import Asked
from saima.people.models import OrgUnit

MOST_FILES = 50  # in one post


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a file that was sent: kept, here already, or refused."""

    name: str
    paper: Paper | None = None
    text: Words | None = None
    next_step: Words | None = None


@require_POST
def upload(request: Asked, unit: str) -> HttpResponse:
    """Take papers in; of one that is refused the others know nothing."""
    root = root_asked(request, unit)
    files = request.FILES.getlist("papers")
    sent = [_taken(request, root, file) for file in files[:MOST_FILES]]
    sent += [_one_too_many(file) for file in files[MOST_FILES:]]
    if not files:
        no = words("no file was chosen"), words("choose one or more papers")
        sent = [Sent("", None, *no)]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"sent": [_told(one) for one in sent]})
    if all(one.text is None for one in sent):
        return redirect("library:papers", unit=unit)
    return papers_page(request, root, sent, status=409)


def _taken(request: Asked, root: OrgUnit, file: Any) -> Sent:
    by = request.actor.who(Verb.ADD_PAPER, root)
    name = file.name or ""
    try:
        must_have_a_size(file.size or 0)
        paper = receive(root, name, file.read(), by=by)
    except AlreadyHere as here:
        return Sent(name, here.paper, here.text, here.next_step)
    except Refused as no:
        return Sent(name, None, no.text, no.next_step)
    return Sent(paper.name, paper)


def _one_too_many(file: Any) -> Sent:
    no = words("at most {count} files are taken at once", count=MOST_FILES)
    return Sent(plain_name(file.name or ""), None, no, words("send it again by itself"))


def _told(one: Sent) -> dict[str, object]:
    said = {
        "name": one.name,
        "message": one.text.say(gettext) if one.text else "",
        "next": one.next_step.say(gettext) if one.next_step else "",
    }
    return said | {"paper": one.paper.pk if one.paper else 0}


@require_POST
def again(request: Asked, unit: str, paper: int) -> HttpResponse:
    """Have a paper read anew."""
    row = paper_asked(request, unit, paper)
    try:
        read_again(row, by=request.actor.who(Verb.ADD_PAPER, row.root))
    except Refused as no:
        return paper_page(request, row, no)
    return redirect("library:paper", unit=unit, paper=paper)


@require_POST
def sure(request: Asked, unit: str, paper: int) -> HttpResponse:
    """Accept all statements that the page showed as sure."""
    row = paper_asked(request, unit, paper)
    # All in one field: of fields Django takes a thousand.
    told = ",".join(request.POST.getlist("statement")).split(",")
    numbers = [_number(text) for text in told if text]
    by = request.actor.who(Verb.DECIDE_STATEMENTS, row.root)
    try:
        accept_sure(row, numbers, by=by)
    except Refused as no:
        return paper_page(request, row, no)
    return redirect("library:paper", unit=unit, paper=paper)


@require_POST
def accept(request: Asked, unit: str, paper: int, statement: int) -> HttpResponse:
    """Accept a statement as what was chosen for it."""
    row = paper_asked(request, unit, paper)
    said = statement_asked(row, statement)
    desk = Desk(row.root)
    meant = suggestion(said, desk, said.reading.organization)
    form = form_of(said, desk, meant, request.POST)
    if not form.is_valid():
        return statement_page(request, row, said, form)
    remark = form.cleaned_data["words"]
    ruling = Ruling(said, Verdict.ACCEPTED, _seen(request), form.taking(), remark)
    try:
        decide(row, [ruling], by=request.actor.who(Verb.DECIDE_STATEMENTS, row.root))
    except Refused as no:
        return statement_page(request, row, said, form, no)
    return redirect(place_of(row, said))


@require_POST
def refuse(request: Asked, unit: str, paper: int, statement: int) -> HttpResponse:
    """Leave a statement aside, with a reason if there is one to be told."""
    return _ruled(request, unit, paper, statement, Verdict.REFUSED)


@require_POST
def withdraw(request: Asked, unit: str, paper: int, statement: int) -> HttpResponse:
    """Take a decision back."""
    return _ruled(request, unit, paper, statement, Verdict.WITHDRAWN)


def _ruled(
    request: Asked, unit: str, paper: int, statement: int, verdict: Verdict
) -> HttpResponse:
    row = paper_asked(request, unit, paper)
    said = statement_asked(row, statement)
    remark = request.POST.get("words", "").replace("\x00", "")
    ruling = Ruling(said, verdict, _seen(request), None, remark)
    try:
        decide(row, [ruling], by=request.actor.who(Verb.DECIDE_STATEMENTS, row.root))
    except Refused as no:
        return paper_page(request, row, no, Unkept(said, remark))
    return redirect(place_of(row, said))


def _seen(request: Asked) -> int:
    return _number(request.POST.get("seen", "0"))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
