"""What each address takes that changes something, in order, so that it has its effect."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.authorization.world import MONTH, PASSWORD, SCHEME, World

from saima.core.filling import Entry
from saima.core.words import untranslated
from saima.people.queries import this_month, today
from saima.plans.models import Draft, Target
from saima.races.models import Race
from saima.submissions.models import Cell, Move
from saima.submissions.monthly import form_of
from saima.writing.month_workbook import month_workbook

Body = dict[str, Any] | str
LINE = ("a0", "revenue-a")


def _cells(world: World) -> Body:
    """The figure of the published month, another one, with its reason."""
    cell = Cell.objects.get(subject__code="a0", indicator__code=LINE[1])
    texts = {"value": "1", "note": "更正", "confirmed": "1"}
    changes = [
        {"line": "/".join(LINE), "column": column, "text": text, "seen": cell.seen}
        for column, text in texts.items()
    ]
    return json.dumps({"changes": changes})


def _round(world: World) -> Body:
    moves = Move.objects.filter(submission=world.units["a0"].submission)
    return {"round": str(moves.order_by("-number")[0].round), "words": "数字有误"}


def _plan(world: World) -> Body:
    """What is promised for the months to come, otherwise shared out."""
    draft = Draft.objects.filter(subject__code="a0").first()
    target = Target.objects.filter(subject__code="a0").latest("version")
    seen = draft.seen if draft else target.event_id
    one = {"subject": "a0", "indicator": LINE[1], "seen": seen}
    months = (("11", "2"), ("12", "0"))
    changes = [{**one, "column": column, "text": text} for column, text in months]
    return json.dumps({"changes": changes})


def _meaning(world: World) -> Body:
    target = Target.objects.filter(subject__code="a0").latest("version")
    return {"bound": "at_least", "floor": "1", "stretch": "", "seen": target.event_id}


def _workbook(world: World) -> Body:
    form = form_of(world.units["a0"].row, MONTH)
    entries = [Entry(line.key, Decimal(1)) for line in form.lines]
    return {"workbook": _file(month_workbook(form, entries, untranslated))}


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("book.xlsx", content)


def _draft(world: World) -> Body:
    race = Race.objects.get(slug="race-a")
    text = SCHEME.format(group="a").replace("cap: 120%", "cap: 90%")
    return {"seen": str(race.seen), "text": f"{text}# {race.seen}\n"}


def _filled(world: World) -> Body:
    """The draft by its form, with another name."""
    race = Race.objects.get(slug="race-a")
    text = SCHEME.format(group="a")
    return {"seen": str(race.seen), "base": text, "name": f"第{race.seen}稿"}


def _proposal(world: World) -> Body:
    return {**GROUNDS, "seen": str(Race.objects.get(slug="race-a").seen)}


def _beginning(world: World) -> Body:
    seen = str(Race.objects.get(slug="race-a").seen)
    return {"seen": seen, "preset": "mianyang-lists", "replace": "yes"}


def _entrants(world: World) -> Body:
    groups = {f"group:{u.subject.pk}": "" for u in world.units.values()}
    return {"month": str(this_month().next()), **groups}


def said(**fields: str) -> Callable[[World], Body]:
    """A form that is always the same."""
    return lambda world: dict(fields)


LATER = (today() + timedelta(days=30)).isoformat()
NOW = str(this_month())
GROUNDS = {"month": str(MONTH), "reason": "修订", "paper": "办字2号"}
# Every address that takes anything, with what it takes.
DUTY = {"indicators": "revenue-a", "basis": "in_period", "since": NOW}
INDICATOR = {
    "unit_of_measure": "元",
    "kind": "amount",
    "direction": "lower",
    "roll_up": "sum",
    "decimals": "0",
}
BODIES: dict[str, Callable[[World], Body]] = {
    "plans:mean": _meaning,
    "plans:cells": _plan,
    "plans:upload": lambda world: {"file": _file(b"no workbook")},
    "plans:load": said(seen="x"),
    "plans:adopt": said(since=f"{MONTH.year}-11", reason="调整", paper="办字1号"),
    "plans:take_up": said(seen="0"),
    "plans:discard": said(),
    "plans:add_indicator": said(**INDICATOR, code="n1", name="新指标"),
    "plans:mend_words": said(name="营收", definition="另一解释"),
    "plans:ask_names": said(listed="1"),
    "plans:add_subject": said(kind="project", code="p1", name="新项目", unit="a0"),
    "plans:add_elimination": said(**DUTY, seller="a0", buyer="a1"),
    "plans:add_duties": said(**{**DUTY, "indicators": "n1"}),
    "plans:end_duty": said(last=NOW),
    "plans:close_subject": said(last=NOW),
    "plans:new_version": said(**INDICATOR, since=f"{int(NOW[:4]) + 2}-01"),
    "set_language": said(language="en", next="/"),
    "people:sign_in": said(username="a-planner", password="wrong"),
    "people:first_password": said(username="a-planner", old="x", new="y", again="y"),
    "people:password": said(old=PASSWORD, new="x", again="x"),
    "people:set_up": said(code="x", group_code="x", group_name="x"),
    "people:told": said(),
    "people:add_unit": said(code="n1", name="新公司", parent="a", opened="2025-01"),
    # Under a new unit: below another one its working would be seen there as well.
    "people:move_unit": said(unit="a0", parent="n1", since=NOW, reason="重组"),
    "people:group_unit": said(unit="a0", grouping="板块", label="甲", since=NOW),
    "people:add_person": said(staff_number="n1", name="新人", username="new"),
    "people:add_account": said(person="a-leader", username="second"),
    "people:release": said(),
    "people:grant_post": said(person="a-auditor", kind="leader", unit="a"),
    "people:end_post": said(last=LATER),
    "submissions:deadline": said(month=NOW, day=LATER, reason="顺延"),
    "submissions:extend": said(unit="a0", month=NOW, day=LATER, reason="顺延"),
    "submissions:reopen": said(words="数字有误"),
    "submissions:cells": _cells,
    "submissions:save": said(**{"value:a0/revenue-a": "1"}),
    "submissions:upload": _workbook,
    "submissions:load": said(seen="x"),
    "submissions:submit": said(),
    "submissions:send_back": said(round="9", words="退回"),
    "submissions:return_to_unit": said(round="9", words="退回"),
    "submissions:approve": _round,
    "submissions:accept": _round,
    "races:opened": said(slug="race-n", name="新赛马", year="2026", unit="a"),
    "races:entered": _entrants,
    "races:begin_draft": _beginning,
    "races:save_draft": _draft,
    "races:fill": _filled,
    "races:dry_run": said(month=str(MONTH)),
    "races:propose": _proposal,
    "races:assent": said(agrees="yes", words="同意"),
    "races:compute": said(reason="更正"),
    "races:publish": said(),
    "library:upload": lambda world: {"papers": _file(b"a paper")},
    "library:accept": said(
        seen="0",
        kind="target",
        subject="a0",
        indicator=LINE[1],
        bound="at_least",
        amount="2",
        last=f"{MONTH.year}-12",
    ),
    "library:withdraw": said(seen="0"),
    "library:refuse": said(seen="0", words="不用"),
    "library:sure": said(statement="1"),
    "library:again": said(),
    # Last: who is locked out and what is closed is asked nothing more.
    "people:sign_out": said(),
    "people:reset": said(),
    "people:switch": said(active="0"),
    "people:close_unit": said(unit="a1", last="2025-12"),
}
