"""Who may use which address: every route stands here, or it cannot be served."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saima.core.authority import Verb


class Door(StrEnum):
    """How far an address stands open."""

    PUBLIC = "public"  # to anybody
    SIGNED_IN = "signed_in"  # to whoever has signed in
    POST = "post"  # to whoever holds a post that allows the verb


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route asks for.

    `unit` is the part of the address that names the unit it is about: it must lie in
    the scope of whoever asks, else there is no such page.
    """

    door: Door
    verb: Verb | None = None
    unit: str = ""


PUBLIC = Rule(Door.PUBLIC)
SIGNED_IN = Rule(Door.SIGNED_IN)


def post(verb: Verb, unit: str = "") -> Rule:
    """Ask for a post that allows a verb."""
    return Rule(Door.POST, verb, unit)


POLICY: dict[str, Rule] = {
    "set_language": PUBLIC,
    "people:sign_in": PUBLIC,
    "people:set_up": PUBLIC,
    "people:sign_out": SIGNED_IN,
    "people:first_password": PUBLIC,
    "people:password": SIGNED_IN,
    "people:told": SIGNED_IN,
    "people:units": post(Verb.SEE_UNITS),
    "people:add_unit": post(Verb.CHANGE_UNITS),
    "people:move_unit": post(Verb.CHANGE_UNITS),
    "people:close_unit": post(Verb.CHANGE_UNITS),
    "people:group_unit": post(Verb.CHANGE_UNITS),
    "people:persons": post(Verb.SEE_PERSONS),
    "people:add_person": post(Verb.CHANGE_PERSONS),
    "people:add_account": post(Verb.CHANGE_PERSONS),
    "people:reset": post(Verb.CHANGE_PERSONS),
    "people:switch": post(Verb.CHANGE_PERSONS),
    "people:release": post(Verb.GRANT_POSTS),
    "people:grant_post": post(Verb.GRANT_POSTS),
    "people:end_post": post(Verb.GRANT_POSTS),
    "journal:events": post(Verb.READ_JOURNAL),
    "submissions:home": SIGNED_IN,
    "submissions:board": post(Verb.SEE_SUBMISSION),
    "submissions:deadline": post(Verb.ACCEPT, "unit"),
    "submissions:extend": post(Verb.ACCEPT, "unit"),
    "submissions:month": post(Verb.SEE_SUBMISSION, "unit"),
    "submissions:cells": post(Verb.FILL, "unit"),
    "submissions:save": post(Verb.FILL, "unit"),
    "submissions:submit": post(Verb.FILL, "unit"),
    "submissions:approve": post(Verb.APPROVE, "unit"),
    "submissions:send_back": post(Verb.APPROVE, "unit"),
    "submissions:accept": post(Verb.ACCEPT, "unit"),
    "submissions:return_to_unit": post(Verb.ACCEPT, "unit"),
    "submissions:reopen": post(Verb.FILL, "unit"),
    "submissions:workbook": post(Verb.SEE_SUBMISSION, "unit"),
    "submissions:upload": post(Verb.FILL, "unit"),
    "submissions:trial": post(Verb.SEE_SUBMISSION, "unit"),
    "submissions:annotated": post(Verb.SEE_SUBMISSION, "unit"),
    "submissions:load": post(Verb.FILL, "unit"),
    "plans:index": post(Verb.SEE_PLAN),
    "plans:catalog": post(Verb.SEE_PLAN, "unit"),
    "plans:add_indicator": post(Verb.CHANGE_PLAN, "unit"),
    "plans:indicator": post(Verb.SEE_PLAN, "unit"),
    "plans:new_version": post(Verb.CHANGE_PLAN, "unit"),
    "plans:mend_words": post(Verb.CHANGE_PLAN, "unit"),
    "plans:ask_names": post(Verb.CHANGE_PLAN, "unit"),
    "plans:subjects": post(Verb.SEE_PLAN, "unit"),
    "plans:add_subject": post(Verb.CHANGE_PLAN, "unit"),
    "plans:add_elimination": post(Verb.CHANGE_PLAN, "unit"),
    "plans:subject": post(Verb.SEE_PLAN, "unit"),
    "plans:close_subject": post(Verb.CHANGE_PLAN, "unit"),
    "plans:add_duties": post(Verb.CHANGE_PLAN, "unit"),
    "plans:end_duty": post(Verb.CHANGE_PLAN, "unit"),
    "plans:pledge": post(Verb.SEE_PLAN, "unit"),
    "plans:grid": post(Verb.SEE_PLAN, "unit"),
    "plans:workbook": post(Verb.SEE_PLAN, "unit"),
    "plans:find": post(Verb.SEE_PLAN, "unit"),
    "plans:history": post(Verb.SEE_PLAN, "unit"),
    "plans:cells": post(Verb.CHANGE_PLAN, "unit"),
    "plans:discard": post(Verb.CHANGE_PLAN, "unit"),
    "plans:adopt": post(Verb.CHANGE_PLAN, "unit"),
    "plans:take_up": post(Verb.CHANGE_PLAN, "unit"),
    "plans:mean": post(Verb.CHANGE_PLAN, "unit"),
    "plans:upload": post(Verb.CHANGE_PLAN, "unit"),
    "plans:trial": post(Verb.CHANGE_PLAN, "unit"),
    "plans:load": post(Verb.CHANGE_PLAN, "unit"),
    "races:index": post(Verb.SEE_PLACES),
    "races:latest": post(Verb.SEE_PLACES),
    "races:scheme": post(Verb.SEE_PLACES),
    "races:league": post(Verb.SEE_PLACES),
    "races:entrant": post(Verb.SEE_PLACES),
    "races:archive": post(Verb.SEE_PLACES),
    "races:month_editions": post(Verb.SEE_PLACES),
    "races:edition": post(Verb.SEE_PLACES),
    "races:seen_pdf": post(Verb.SEE_PLACES),
    "races:seen_workbook": post(Verb.SEE_PLACES),
    "races:compare": post(Verb.SEE_PLACES),
    "races:now": post(Verb.SEE_RACE),
    "races:now_entrant": post(Verb.SEE_RACE),
    "races:edition_file": post(Verb.SEE_RACE),
    "races:edition_workbook": post(Verb.SEE_RACE),
    "races:edition_pdf": post(Verb.SEE_RACE),
    "races:verifier": post(Verb.SEE_PLACES),
    "races:preview": post(Verb.SEE_RACE),
    "races:compute": post(Verb.COMPUTE_EDITION),
    "races:publish": post(Verb.PUBLISH_EDITION),
    "races:drafting": post(Verb.SEE_RACE),
    "races:dry_run": post(Verb.SEE_RACE),
    "races:proposal": post(Verb.SEE_RACE),
    "races:new": post(Verb.WRITE_RULES),
    "races:opened": post(Verb.WRITE_RULES),
    "races:entrants": post(Verb.SEE_RACE),
    "races:entered": post(Verb.WRITE_RULES),
    "races:form": post(Verb.SEE_RACE),
    "races:fill": post(Verb.WRITE_RULES),
    "races:save_draft": post(Verb.WRITE_RULES),
    "races:begin_draft": post(Verb.WRITE_RULES),
    "races:propose": post(Verb.WRITE_RULES),
    "races:assent": post(Verb.AGREE_TO_RULES),
    "library:index": post(Verb.READ_PAPERS),
    "library:papers": post(Verb.READ_PAPERS, "unit"),
    "library:states": post(Verb.READ_PAPERS, "unit"),
    "library:tasks": post(Verb.READ_PAPERS, "unit"),
    "library:paper": post(Verb.READ_PAPERS, "unit"),
    "library:file": post(Verb.READ_PAPERS, "unit"),
    "library:statement": post(Verb.READ_PAPERS, "unit"),
    "library:upload": post(Verb.ADD_PAPER, "unit"),
    "library:again": post(Verb.ADD_PAPER, "unit"),
    "library:sure": post(Verb.DECIDE_STATEMENTS, "unit"),
    "library:accept": post(Verb.DECIDE_STATEMENTS, "unit"),
    "library:refuse": post(Verb.DECIDE_STATEMENTS, "unit"),
    "library:withdraw": post(Verb.DECIDE_STATEMENTS, "unit"),
}
