"""A race of a year that has months behind and before it, and who acts in it."""

from __future__ import annotations

from collections.abc import Sequence

from saima.core.authority import PostKind
from saima.core.periods import Month
from saima.journal.actions import MACHINE, Who
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.models import Account, OrgUnit, Person
from saima.people.queries import this_month
from saima.plans.models import Subject
from saima.races.actions.opening import NewRace, enter, open_race
from saima.races.actions.rules import Grounds, assent, put_forward, save_draft
from saima.races.models import Proposal, Race, Rules
from saima.races.tests.conftest import SCHEME
from saima.submissions.actions.filling import Change, fill
from saima.submissions.actions.steps import approve, reopen, submit
from saima.submissions.models import Cell, Move, Submission

NEXT = this_month().next()
GROUPS = {"a": "一组", "b": "一组", "c": "一组", "d": "一组", "e": "二组"}
CHANGED = SCHEME.replace("weight: 60", "weight: 70").replace("weight: 40", "weight: 30")


def who(username: str) -> Who:
    """Somebody, in the post that the name tells."""
    account = Account.objects.get(username=username)
    return Who(account.pk, account.person_id, username.rpartition("-")[2])


def hire(name: str, kind: PostKind = PostKind.PLANNER) -> Person:
    """One more person at the head of the group."""
    person = add_person(f"n-{name}", f"示例{name}", by=MACHINE)
    add_account(person, name, by=MACHINE, password="a password for tests alone")
    grant_post(person, kind, OrgUnit.objects.get(code="g"), by=MACHINE)
    return person


def opened(year: int, slug: str = "run") -> Race:
    """A race of the group with everybody in it, whose rules are still a draft."""
    root = OrgUnit.objects.get(code="g")
    planner = who("planner")
    race = open_race(root, NewRace(slug, "试跑", year), by=planner)
    subjects = {s: GROUPS[s.code] for s in Subject.objects.filter(code__in=GROUPS)}
    enter(race, subjects, Month(year, 1), by=planner)
    return drafted(race, SCHEME)


def drafted(race: Race, text: str) -> Race:
    """The race with another draft."""
    text = text.replace("year: 2022", f"year: {race.year}")
    race.refresh_from_db()
    return save_draft(race, text, race.seen, by=who("planner"))


def proposed(race: Race, since: Month | None = None) -> Proposal:
    """The draft put forward by the planner."""
    grounds = Grounds(since or Month(race.year, 1), "会议决定", "办字1号")
    return put_forward(race, grounds, by=who("planner"))


def ruled(race: Race, since: Month | None = None, others: Sequence[str] = ()) -> Rules:
    """The draft made public by two others."""
    proposal = proposed(race, since)
    first, second = others or ("supervisor", "leader")
    assent(proposal, "", agrees=True, by=who(first))
    rules = assent(proposal, "", agrees=True, by=who(second))
    assert rules is not None
    return rules


def corrected(month: Month, value: str, code: str = "a") -> None:
    """A unit's revenue of a month, reported anew and approved."""
    redone(month, value, code)
    made = Submission.objects.get(unit__code=code, month=month)
    newest = Move.objects.filter(submission=made).order_by("-number")[0]
    approve(made, newest.round, by=who(f"{code}-approver"))


def redone(month: Month, value: str, code: str = "a") -> None:
    """A unit's revenue of a month, reported anew and not yet approved."""
    by = who(f"{code}-reporter")
    made = Submission.objects.get(unit__code=code, month=month)
    reopen(made, "数字有误", by=by)
    key = (code, "revenue")
    for column, text in (("value", value), ("note", "更正"), ("confirmed", "1")):
        cell = Cell.objects.get(
            submission=made, subject__code=code, indicator__code="revenue"
        )
        fill(made, [Change(key, column, text, cell.seen)], by=by)
    submit(made, by=by)
