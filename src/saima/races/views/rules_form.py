"""The rules by a form: the same draft as the text, field by field."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import Verb
from saima.core.findings import Finding
from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.asking import Asked
from saima.races.actions import rules as actions
from saima.races.forms.filling import Laid, begun, filled, laid_out
from saima.races.forms.known import known_to
from saima.races.forms.posted import Raw, do, tree_of
from saima.races.models import Race
from saima.races.queries.drafts import SHOWN_AS
from saima.races.views.found import of_a_race
from saima.races.views.rules import draft_page, number_in
from saima.reading.trees import Refusal

SAVE = "save"


@require_safe
@of_a_race(Verb.SEE_RACE)
def form(request: Asked, row: Race) -> HttpResponse:
    """The draft as a form."""
    return _page(request, row)


@require_POST
@of_a_race(Verb.WRITE_RULES)
def fill(request: Asked, row: Race) -> HttpResponse:
    """Add or take out a line, or keep what was typed in the text of the draft."""
    text = request.POST.get("base", "").replace("\r\n", "\n")
    raw: Raw = {}
    try:
        raw = tree_of(dict(request.POST.lists()))
        deed = request.POST.get("do", SAVE)
        if deed != SAVE:
            do(raw, deed)
            return _page(request, row, (text, raw))
        made = filled(text, raw, SHOWN_AS).result()
        by = request.actor.who(Verb.WRITE_RULES, row.root)
        actions.save_draft(row, made, number_in(request, "seen"), by=by)
    except Refusal:
        return _page(request, row, (text, raw), _unreadable())
    except Refused as no:
        return _page(request, row, (text, raw), no)
    return redirect("races:form", slug=row.slug)


def _page(
    request: Asked,
    row: Race,
    typed: tuple[str, Raw] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    base, raw = typed or begun(row, _groups(row))
    page = draft_page(request, row, refused=refused, text=base)
    page |= {"base": base, "seen": request.POST.get("seen", row.seen), "by_form": True}
    page["typed"] = typed is not None
    page["stale"] = str(page["seen"]) != str(row.seen)
    findings = page["found"].findings if row.draft.strip() else ()
    try:
        page["laid"] = _laid(row, base, raw, findings)
    except Refusal as refusal:
        page["unreadable"] = refusal.finding
    status = 409 if refused else 200
    return render(request, "races/form.html", page, status=status)


def _laid(row: Race, base: str, raw: Raw, findings: tuple[Finding, ...]) -> Laid:
    return laid_out(filled(base, raw, SHOWN_AS), findings, known_to(row))


def _groups(row: Race) -> list[str]:
    """The groups in which somebody was entered."""
    entered = row.entrants.exclude(group="").order_by("group")
    return [*dict.fromkeys(entered.values_list("group", flat=True))]


def _unreadable() -> Refused:
    return Refused(
        words("the text of the draft cannot be read as a form"),
        words("mend it in the text"),
    )
