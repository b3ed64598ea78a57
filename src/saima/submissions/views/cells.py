"""Typing into a unit's month: cell by cell by script, or the whole form without one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from saima.core.authority import Verb
from saima.core.filling import Entry
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.words import words
from saima.people.asking import Asked
from saima.people.models import OrgUnit
from saima.submissions.actions.filling import Change, Outcome, Saved, fill
from saima.submissions.lines import ShownLine, left_in, lines_of, printed
from saima.submissions.models import Submission
from saima.submissions.monthly import form_of
from saima.submissions.views.asking import begun, unit_asked, who_asks
from saima.submissions.views.month import month_page

MOST = 500
COLUMNS = ("value", "note", "items", "confirmed")


@require_POST
def cells(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Keep some changes; what became of each is told in JSON."""
    row = unit_asked(request, unit)
    try:
        changes = _changes(request.body)
        submission = begun(request, row, month)
        saved = fill(submission, changes, by=who_asks(request, Verb.FILL, row))
    except Refused as no:
        said = {"message": no.text.say(gettext), "next": no.next_step.say(gettext)}
        return JsonResponse(said, status=409)
    return JsonResponse(_answer(row, month, submission, saved))


def _changes(body: bytes) -> list[Change]:
    """What was posted; a post of another shape is refused."""
    wrong = Refused(words("what was sent cannot be read"), words("load the page again"))
    try:
        posted = json.loads(body)["changes"]
        changes = [_change(one) for one in posted]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise wrong from fault
    if not 0 < len(changes) <= MOST:
        raise wrong
    return changes


def _change(one: dict[str, object]) -> Change:
    """One change; TypeError where it is of another shape."""
    line, column, text, seen = (one[n] for n in ("line", "column", "text", "seen"))
    shapes = isinstance(line, str) and isinstance(text, str) and isinstance(seen, int)
    if not shapes or column not in COLUMNS:
        raise TypeError(one)
    return Change(_key(str(line)), str(column), str(text), int(str(seen)))


def _key(line: str) -> tuple[str, str]:
    """The codes of a line; those of subjects may hold a stroke themselves."""
    subject, _, indicator = line.rpartition("/")
    return subject, indicator


def _answer(
    unit: OrgUnit, month: Month, submission: Submission, saved: Iterable[Saved]
) -> dict[str, object]:
    """What the grid is told: each change, and the value whose mark it turned."""
    form = form_of(unit, month)
    shown = {line.line.key: line for line in lines_of(form, submission, locked=False)}
    told: list[dict[str, object]] = []
    values: set[tuple[str, str]] = set()
    touched: dict[tuple[str, str], int] = {}
    for one in saved:
        told.append(_cell(one, shown.get(one.change.key)))
        if one.change.column == "value":
            values.add(one.change.key)
        if one.outcome is Outcome.SAVED:
            touched[one.change.key] = one.seen
    for key, seen in touched.items():
        line = shown.get(key)
        if key not in values and line is not None:
            told.append({**_value(line), "seen": seen})
    return {"cells": told, "left": left_in(shown.values())}


def _value(line: ShownLine) -> dict[str, object]:
    """The cell of a value with its mark."""
    cell: dict[str, object] = {
        "line": line.key,
        "column": "value",
        "text": line.value,
        "seen": line.seen,
        "state": line.state or "saved",
    }
    return cell | _said(line)


def _said(line: ShownLine) -> dict[str, object]:
    if line.message is None or line.next is None:
        return {}
    return {"message": line.message.say(gettext), "next": line.next.say(gettext)}


def _cell(one: Saved, line: ShownLine | None) -> dict[str, object]:
    change = one.change
    cell: dict[str, object] = {
        "line": "/".join(change.key),
        "column": change.column,
        "text": _text(one.entry, change.column),
        "seen": one.seen,
        "state": one.outcome.value,
    }
    if one.text is not None and one.next_step is not None:
        cell |= {
            "message": one.text.say(gettext),
            "next": one.next_step.say(gettext),
        }
    if one.outcome is Outcome.CONFLICT:
        theirs = {"text": _text(one.entry, change.column), "by": one.by}
        return cell | {"theirs": theirs}
    if (
        one.outcome is Outcome.SAVED
        and change.column == "value"
        and line
        and line.state
    ):
        return cell | {"state": line.state} | _said(line)
    return cell


def _text(entry: Entry | None, column: str) -> str:
    """What the server has, as it shows it."""
    if entry is None:
        return ""
    return {
        "value": printed(entry.value),
        "note": entry.note,
        "items": "\n".join(entry.items),
        "confirmed": "1" if entry.confirmed else "",
    }[column]


@require_POST
def save(request: Asked, unit: str, month: Month) -> HttpResponse:
    """Keep the whole form, where no script runs."""
    row = unit_asked(request, unit)
    try:
        submission = begun(request, row, month)
        changes = list(_posted(request, row, month, submission))
        saved = fill(submission, changes, by=who_asks(request, Verb.FILL, row))
    except Refused as no:
        return month_page(request, row, month, no)
    wrong = [one for one in saved if one.text is not None and one.next_step is not None]
    if wrong:
        first = wrong[0]
        assert first.text is not None
        assert first.next_step is not None
        problem = Refused(
            words(
                "{count} entries were not saved; the first: {why}",
                count=len(wrong),
                why=first.text,
            ),
            first.next_step,
        )
        return month_page(request, row, month, problem)
    return redirect("submissions:month", unit=unit, month=month)


def _posted(
    request: Asked, unit: OrgUnit, month: Month, submission: Submission
) -> Iterator[Change]:
    """What differs from what is there, against what the form had shown."""
    for line in lines_of(form_of(unit, month), submission, locked=False):
        key, posted = line.line.key, request.POST
        if f"value:{line.key}" not in posted:
            continue
        text = posted.get(f"seen:{line.key}", "")
        seen = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        now = {column: _text(line.entry, column) for column in COLUMNS}
        confirmed = "1" if posted.get(f"confirmed:{line.key}") else ""
        typed = {
            "value": posted.get(f"value:{line.key}", ""),
            "note": posted.get(f"note:{line.key}", ""),
            "items": posted.get(f"items:{line.key}", now["items"]),
            "confirmed": confirmed if line.state or line.confirmed else "",
        }
        for column in COLUMNS:
            plain = typed[column].replace("\r\n", "\n").strip()
            if plain != now[column].strip():
                yield Change(key, column, plain, seen)
