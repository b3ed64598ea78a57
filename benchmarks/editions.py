"""What it costs to compute, publish and read a ranking: 300 entrants, 30 indicators.

.venv/bin/python -m pytest -q -s benchmarks/editions.py
"""

from __future__ import annotations

import cProfile
import os
import pstats
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from benchmarks.five_years_world import Group
from django.db import transaction

from saima.core.authority import PostKind
from saima.core.editions.plain import plain_scheme
from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.targets import Bound
from saima.journal.actions import MACHINE, Deed, Who, record
from saima.people import scope
from saima.people.actions.persons import add_account, add_person
from saima.people.actions.posts import grant_post
from saima.people.models import OrgUnit
from saima.plans.models import Target
from saima.races.actions import editions
from saima.races.actions.opening import NewRace, enter, open_race
from saima.races.actions.rules import Grounds, assent, put_forward, save_draft
from saima.races.models import Race
from saima.races.queries.quick import places_now
from saima.races.queries.rules import public_rules, scheme_in
from saima.submissions.models import Figure, Submission

YEAR, UNITS, LINES, MONTHS = 2025, 300, 30, 12
MONTH = Month(YEAR, MONTHS)
HEAD = f"""
name: 大赛马
year: {YEAR}
convention: month
lights: {{items: 银川}}
groups:
"""
ITEM = (
    "      - {{indicator: 指标{n}, weight: {w}, curve: {{kind: linear, cap: 120%}}}}\n"
)
HONORS = """    lists:
      red: {top: 10, plan: kept}
      black: {bottom: 10, plan: missed, missing: yes}
    streaks:
      - {kind: opening}
      - {kind: double_half}
      - {kind: every_month}
      - {kind: half_year}
      - {kind: full_year}
"""
PROFILED = bool(os.environ.get("PROFILE"))


class Field(Group):
    """The group with a target for everything, and a race in which all run."""

    def _promise(self) -> None:
        rows = [
            Target(
                subject=subject,
                indicator=indicator,
                unit_id=subject.unit_id,
                year=YEAR,
                version=1,
                amount=Decimal(1200),
                bound=Bound.AT_LEAST.value,
                months=[Decimal(100)] * 12,
                since=Month(YEAR, 1),
            )
            for subject in self.subjects
            for indicator in self.indicators
        ]
        record(Deed("plan.adopt", MACHINE), rows)

    def appoint(self) -> None:
        """Who agrees with rules and publishes."""
        root = OrgUnit.objects.get(code="g")
        for kind in (PostKind.LEADER, PostKind.SUPERVISOR):
            person = add_person(kind.value, kind.value, by=MACHINE)
            self.accounts[kind], _ = add_account(
                person, kind.value, by=MACHINE, password="a password for this alone"
            )
            grant_post(person, kind, root, by=MACHINE)

    def race(self, slug: str, honors: str = "") -> Race:
        """A race in three groups under rules that two others agreed to."""
        root = OrgUnit.objects.get(code="g")
        weights = [4] * 10 + [3] * 20
        items = "".join(ITEM.format(n=n, w=w) for n, w in enumerate(weights))
        text = HEAD + "".join(
            f"  - name: 组{n}\n    items:\n{items}{honors}" for n in range(3)
        )
        planner = self.who(PostKind.PLANNER)
        race = open_race(root, NewRace(slug, "大赛马", YEAR), by=planner)
        groups = {s: f"组{n % 3}" for n, s in enumerate(self.subjects)}
        enter(race, groups, Month(YEAR, 1), by=planner)
        save_draft(race, text, race.seen, by=planner)
        proposal = put_forward(race, Grounds(Month(YEAR, 1)), by=planner)
        for kind in (PostKind.LEADER, PostKind.SUPERVISOR):
            assent(proposal, "", agrees=True, by=self.who(kind))
        assert plain_scheme(scheme_in(public_rules(race)[0]))
        return race

    def correct(self, month: Month) -> None:
        """The first unit's month with other figures, approved."""
        submission = Submission.objects.get(unit=self.units[0], month=month)
        figures = [
            Figure(
                submission=submission,
                unit_id=submission.unit_id,
                subject=self.subjects[0],
                indicator=indicator,
                month=month,
                round=2,
                basis=Basis.IN_PERIOD.value,
                value=Decimal(117),
                person_id=self.accounts[PostKind.REPORTER].person_id,
            )
            for indicator in self.indicators
        ]
        reopened = self._move(submission, 4, "reopen", PostKind.REPORTER)
        reopened.words = "更正"
        sent = self._move(submission, 5, "submit", PostKind.REPORTER)
        approved = self._move(submission, 6, "approve", PostKind.APPROVER)
        sent.round = approved.round = 2
        record(Deed("submission.reopen", MACHINE), [reopened])
        record(Deed("submission.submit", MACHINE), [*figures, sent])
        record(Deed("submission.approve", MACHINE), [approved])

    def who(self, kind: PostKind) -> Who:
        """Who acts."""
        account = self.accounts[kind]
        return Who(account.pk, account.person_id, kind.value)


def timed(name: str, deed: Callable[[], Any]) -> Any:
    """Do it, print how long it took and, if asked, where the time went."""
    profile = cProfile.Profile()
    start, own = time.perf_counter(), time.process_time()
    done = profile.runcall(deed) if PROFILED else deed()
    took, own = time.perf_counter() - start, time.process_time() - own
    # Without the database, and whatever else the machine does meanwhile.
    print(f"{name}: {took * 1000:.0f} ms, {own * 1000:.0f} of our own", flush=True)
    if PROFILED:
        pstats.Stats(profile).sort_stats(os.environ["PROFILE"]).print_stats(60)
    return done


@pytest.mark.timeout(1_800)
@pytest.mark.django_db(transaction=True)
def test_editions() -> None:
    """Measure a month of the race from its computing to its pages."""
    field = Field(UNITS, LINES, [YEAR])
    field.begin()
    with scope.of_everything():
        field.appoint()
        race, honored = field.race("big"), field.race("honored", HONORS)
    for number in range(1, MONTHS + 1):
        field.report((YEAR, number))
    print(f"\n{UNITS} entrants, {LINES} indicators, {field.figures()} figures")
    planner, leader = field.who(PostKind.PLANNER), field.who(PostKind.LEADER)
    before = Month(YEAR, MONTHS - 1)
    with scope.of_everything():
        for one, month in ((race, before), (race, MONTH), (honored, MONTH)):
            # Kept by all, which is the most that there is to look at.
            what = f"{month} with lists and streaks" if one is honored else str(month)
            made = timed(
                f"compute {what}",
                partial(editions.compute, one, month, "", by=planner),
            )
            print(f"an edition holds {len(made.body):,} bytes, compressed")
            timed(f"publish {what}", partial(editions.publish, made, by=leader))
        again = editions.compute(race, MONTH, "更正", by=planner)
    league, entrant = f"/races/big/{MONTH}/", f"/races/big/{MONTH}/u0/"
    base = f"/editions/big/{MONTH}"
    pages = {
        "league page": [f"planner {league}", f"reporter {league}"],
        "entrant page": [f"planner {entrant}", f"reporter {entrant}"],
        "preview": [f"planner {base}/preview/{again.number}/"],
        "now page": [f"planner {base}/now/"],
    }
    for name, asked in pages.items():
        for page in asked:
            for when in ("first", "warm"):
                status = timed(
                    f"{name}, {page.split()[0]}, {when}",
                    partial(field.get, page),
                )
                assert status == 200
    places_now(race, MONTH)  # the arrays are made, as at the first look of a day
    with scope.of_everything(), transaction.atomic():
        field.correct(MONTH)
    timed(
        "ranked again after one approval, with the database",
        lambda: places_now(race, MONTH),
    )
