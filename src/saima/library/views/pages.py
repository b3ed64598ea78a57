"""The pages on which papers are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from saima.core.authority import Verb
from saima.core.refusal import Refused
from saima.library import reader
from saima.library.forms import NumberForm, TaskForm, form_of
from saima.library.grams import SHORTEST, folded
from saima.library.marking import hidden_texts, marked, places, reasons
from saima.library.models import UNREAD, Paper, Reading, Statement
from saima.library.queries import (
    counts_of,
    hits,
    papers_of,
    search,
    tasks_of,
)
from saima.library.shown import card_of, cards_of, tally
from saima.library.suggesting import Desk, suggestion
from saima.library.views.asking import (
    decides,
    paper_asked,
    place_of,
    reading_asked,
    root_asked,
    statement_asked,
)
from saima.library.wording import said_again
from saima.people.asking import Asked
from saima.people.models import OrgUnit

ON_A_PAGE = 50
MOST_STATES = 100


@require_safe
def index(request: Asked) -> HttpResponse:
    """Whose papers may be read; of one group alone, its papers."""
    heads = request.actor.units_for(Verb.READ_PAPERS)
    if len(heads) == 1:
        return redirect("library:papers", unit=heads[0].code)
    return render(request, "library/index.html", {"heads": heads})


@require_safe
def papers(request: Asked, unit: str) -> HttpResponse:
    """The papers of a group, or those in which some words stand."""
    return papers_page(request, root_asked(request, unit))


def papers_page(
    request: Asked, root: OrgUnit, sent: list[Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The list, perhaps with what became of the files that were just sent."""
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    short = bool(wanted) and len(folded(wanted)) < SHORTEST
    found = search(root, wanted) if wanted and not short else papers_of(root)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(shown)
    page = {
        "unit": root,
        "wanted": wanted,
        "short": short,
        "page": shown,
        "hits": hits(rows, wanted) if wanted and not short else None,
        "rows": rows,
        "counts": counts_of(rows),
        "adds": request.actor.may(Verb.ADD_PAPER, root),
        "sent": sent or [],
        "waiting": any(row.state in UNREAD for row in rows),
    }
    return render(request, "library/papers.html", page, status=status)


@require_safe
def states(request: Asked, unit: str) -> HttpResponse:
    """How far some papers are, for a page that waits for them."""
    root = root_asked(request, unit)
    asked = request.GET.get("of", "").split(",")[:MOST_STATES]
    numbers = [int(n) for n in asked if n.isascii() and n.isdigit() and len(n) < 19]
    rows = Paper.objects.filter(root=root, pk__in=numbers)
    return JsonResponse({"states": dict(rows.values_list("pk", "state"))})


@require_safe
def tasks(request: Asked, unit: str) -> HttpResponse:
    """What is to be done by accepted statements."""
    root = root_asked(request, unit)
    page = {"unit": root, "tasks": tasks_of(root)}
    return render(request, "library/tasks.html", page)


@require_safe
def paper(request: Asked, unit: str, paper: int) -> HttpResponse:
    """A paper, with what it states beside it."""
    return paper_page(request, paper_asked(request, unit, paper))


@dataclass(frozen=True, slots=True)
class Unkept:
    """What was typed beside a statement and could not be kept."""

    statement: Statement
    words: str


def paper_page(
    request: Asked,
    row: Paper,
    refused: Refused | None = None,
    unkept: Unkept | None = None,
) -> HttpResponse:
    """The page, perhaps with what was just refused."""
    reading = unkept.statement.reading if unkept else reading_asked(request, row)
    page: dict[str, Any] = {
        "unit": row.root,
        "paper": row,
        "reading": reading,
        "refused": refused,
        "unkept": unkept,
        "decides": decides(request, row.root),
        "unread": row.state in UNREAD,
    }
    if reading is not None:
        page |= _read(row, reading)
    status = 409 if refused else 200
    return render(request, "library/paper.html", page, status=status)


def _read(row: Paper, reading: Reading) -> dict[str, Any]:
    cards = cards_of(row, reading)
    repaired = places(reading)
    newest = reading.pk == row.reading_id
    return {
        "cards": cards,
        "tally": tally(cards),
        "sure": [card.statement.pk for card in cards if card.sure],
        "text": marked(reading, [card.statement for card in cards]),
        "reasons": reasons(repaired),
        "hidden": hidden_texts(reading),
        "findings": [_finding(one) for one in reading.findings],
        "newest": newest,
        "unreadable": not (reading.text or reading.repairs),
        "older_reader": newest and reading.reader != reader.version(),
        "readings": row.readings.order_by("number").values_list("number", flat=True),
    }


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    text, step = (said_again(one[name]).say(gettext) for name in ("text", "next"))
    return {"severity": one["severity"], "text": text, "next": step, **one["place"]}


@require_safe
def file(request: Asked, unit: str, paper: int) -> HttpResponse:
    """The file as it was sent, to be kept and never to be shown in the browser."""
    row = paper_asked(request, unit, paper)
    content = Paper.objects.values_list("content", flat=True).get(pk=row.pk)
    answer = HttpResponse(bytes(content), content_type="application/octet-stream")
    header = content_disposition_header(as_attachment=True, filename=row.name)
    answer.headers["Content-Disposition"] = header or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def statement(request: Asked, unit: str, paper: int, statement: int) -> HttpResponse:
    """A statement, to be accepted as something else than suggested."""
    row = paper_asked(request, unit, paper)
    return statement_page(request, row, statement_asked(row, statement))


def statement_page(
    request: Asked,
    row: Paper,
    said: Statement,
    form: NumberForm | TaskForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """What is asked about a statement."""
    desk = Desk(row.root)
    meant = suggestion(said, desk, said.reading.organization)
    page = {
        "unit": row.root,
        "paper": row,
        "said": said,
        "suggestion": meant,
        "card": card_of(said, row, meant),
        "place": place_of(row, said),
        "posted": form is not None,
        "form": form or form_of(said, desk, meant),
        "decides": decides(request, row.root),
        "refused": refused,
    }
    status = 409 if refused else 400 if form is not None else 200
    return render(request, "library/statement.html", page, status=status)
