"""What changes the plan: typing, spreading, throwing away, adopting."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from saima.core.refusal import Refused
from saima.core.versions import Decision
from saima.core.words import words
from saima.people.asking import Asked
from saima.plans.actions import drafts, proposals
from saima.plans.actions.adopt import adopt
from saima.plans.actions.drafts import Change, Outcome, Saved, Spreading
from saima.plans.forms.planning import MeaningForm
from saima.plans.views.asking import as_json, planner_asked, unit_asked
from saima.plans.views.pages import adopt_form, history_page, place_asked, plan_page

MOST = 500  # changes in one post
LONGEST = 200  # signs of one cell


@require_POST
@as_json
def cells(request: Asked, unit: str, year: int) -> HttpResponse:
    """Keep what the grid sends: changes of cells, or a year to be spread."""
    root, by = planner_asked(request, unit, year)
    sent = _sent(request)
    if "phase" in sent:
        saved = drafts.phase(root, year, _spreading(sent["phase"]), by=by)
    else:
        saved = drafts.change(root, year, _changes(sent.get("changes")), by=by)
    return JsonResponse({"cells": [_cell(one) for one in saved]})


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What a post holds; neither its size nor its depth is the sender's to choose."""
    try:
        sent = json.loads(request.body)
    except RequestDataTooBig as large:
        raise Refused(
            words("too much was sent at once"),
            words("change fewer cells at a time; the others are not saved yet"),
        ) from large
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise _not_understood()
    return sent


def _not_understood() -> Refused:
    return Refused(
        words("the page has sent what cannot be understood"),
        words("load the page again"),
    )


def _changes(sent: Any) -> list[Change]:
    if not isinstance(sent, list) or not 0 < len(sent) <= MOST:
        raise _not_understood()
    return [
        Change(_key(one), _text(one, "column"), _text(one, "text"), _seen(one))
        for one in sent
    ]


def _spreading(sent: Any) -> Spreading:
    return Spreading(_key(sent), _text(sent, "template"), _seen(sent))


def _key(sent: Any) -> tuple[str, str]:
    return _text(sent, "subject"), _text(sent, "indicator")


def _text(sent: Any, name: str) -> str:
    text = sent.get(name) if isinstance(sent, dict) else None
    if not isinstance(text, str) or len(text) > LONGEST or _unprintable(text):
        raise _not_understood()
    return text


def _unprintable(text: str) -> bool:
    """Whether no table could keep it: the zero sign, or half of a pair."""
    return any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)


def _seen(sent: Any) -> int:
    seen = sent.get("seen")
    if not isinstance(seen, int) or isinstance(seen, bool):
        raise _not_understood()
    return seen


def _cell(one: Saved) -> dict[str, Any]:
    subject, indicator = one.change.key
    cell: dict[str, Any] = {
        "subject": subject,
        "indicator": indicator,
        "column": one.change.column,
        "text": one.shown,
        "seen": one.seen,
        "state": one.outcome.value,
    }
    if one.text is not None and one.next_step is not None:
        cell["message"] = one.text.say(gettext)
        cell["next"] = one.next_step.say(gettext)
    if one.outcome is Outcome.CONFLICT:
        cell["theirs"] = {"text": one.shown, "by": one.by}
    return cell


@require_POST
def discard(request: Asked, unit: str, year: int) -> HttpResponse:
    """Throw all drafts of a year away."""
    try:
        root, by = planner_asked(request, unit, year)
        drafts.discard(root, year, by=by)
    except Refused as no:
        return plan_page(request, unit_asked(request, unit, year), year, refused=no)
    return redirect("plans:grid", unit=unit, year=year)


@require_POST
def adopt_drafts(request: Asked, unit: str, year: int) -> HttpResponse:
    """Put all drafts of a year in force."""
    row = unit_asked(request, unit, year)
    form = adopt_form(row, year, request.POST)
    try:
        root, by = planner_asked(request, unit, year)
        if not form.is_valid():
            return plan_page(request, row, year, form=form)
        adopt(root, year, Decision(**form.cleaned_data), by=by)
    except Refused as no:
        return plan_page(request, row, year, refused=no, form=form)
    return redirect("plans:grid", unit=unit, year=year)


@require_POST
def mean(
    request: Asked, unit: str, year: int, subject: str, indicator: str
) -> HttpResponse:
    """Say what a target means: its bound, floor and stretch, or that it does not apply."""
    row = unit_asked(request, unit, year)
    place = place_asked(row, year, subject, indicator)
    form = MeaningForm(request.POST)
    try:
        root, by = planner_asked(request, unit, year)
        if not form.is_valid():
            return history_page(request, row, place, form=form)
        changes = _meant((subject, indicator), form.cleaned_data)
        drafts.mean(root, year, changes, by=by)
    except Refused as no:
        return history_page(request, row, place, refused=no, form=form)
    return redirect(
        "plans:history", unit=unit, year=year, subject=subject, indicator=indicator
    )


def _meant(key: tuple[str, str], given: dict[str, Any]) -> list[Change]:
    names = () if given["na"] else ("bound", "floor", "stretch")
    texts = {"na": "1" if given["na"] else "", **{name: given[name] for name in names}}
    return [Change(key, name, text, given["seen"]) for name, text in texts.items()]


@require_POST
def take_up(request: Asked, unit: str, year: int, proposal: int) -> HttpResponse:
    """Take a target that a paper states into the draft."""
    row = unit_asked(request, unit, year)
    text = request.POST.get("seen", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
    try:
        root, by = planner_asked(request, unit, year)
        proposals.take_up(root, year, proposal, seen=seen, by=by)
    except Refused as no:
        return plan_page(request, row, year, refused=no)
    return redirect("plans:grid", unit=unit, year=year)
