"""Rules: put forward by one, agreed to by two others, and public from that moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saima.core.authority import PostKind
from saima.core.editions.document import digest_of
from saima.core.editions.rules import Timing
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.actions import Deed, record
from saima.journal.models import Event
from saima.people.models import OrgUnit, Person, Post
from saima.people.queries import this_month, today
from saima.races.actions import rules as actions
from saima.races.actions.editions import compute, publish
from saima.races.actions.rules import Grounds, assent, put_forward, save_draft
from saima.races.models import Assent, Proposal, Race, Rules
from saima.races.queries.published import places_under
from saima.races.queries.rules import public_rules, rulings
from saima.races.tests.conftest import SCHEME, reader_of
from saima.races.tests.running import (
    CHANGED,
    NEXT,
    drafted,
    hire,
    opened,
    proposed,
    ruled,
    who,
)

JANUARY = Month(NEXT.year, 1)
WORDS = Grounds(JANUARY, "会议决定", "办字1号")


@pytest.fixture
def race(everything: None) -> Race:
    """A race of the year in which the next month lies."""
    return opened(NEXT.year)


def no(text: str) -> Any:
    """A refusal that says this."""
    return pytest.raises(Refused, match=text)


# --- What the actions refuse --------------------------------------------------------


def test_the_second_yes_publishes_and_the_first_does_not(race: Race) -> None:
    proposal = proposed(race)
    assert assent(proposal, "", agrees=True, by=who("supervisor")) is None
    assert [] == public_rules(race)
    made = assent(proposal, "", agrees=True, by=who("leader"))
    assert made is not None
    assert [made] == public_rules(race)
    assert (proposal.text, proposal.since) == (made.text, made.since)


def test_of_two_who_write_at_once_the_second_is_told(race: Race) -> None:
    seen = race.seen
    save_draft(race, "name: 一", seen, by=who("planner"))
    with no("somebody else has changed the draft"):
        save_draft(race, "name: 二", seen, by=who("planner"))
    race.refresh_from_db()
    assert "name: 一" == race.draft


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * (actions.LONGEST + 1)])
def test_a_text_that_cannot_be_kept_is_no_draft(race: Race, text: str) -> None:
    with no("cannot be understood|longer than"):
        save_draft(race, text, race.seen, by=who("planner"))
    save_draft(race, "x" * actions.LONGEST, race.seen, by=who("planner"))  # the control


def test_a_draft_that_was_changed_since_is_not_put_forward(race: Race) -> None:
    race = drafted(race, SCHEME)
    seen = race.seen
    save_draft(race, race.draft + "# 又改\n", seen, by=who("planner"))
    with no("somebody else has changed the draft"):
        put_forward(race, Grounds(JANUARY, seen=seen), by=who("planner"))
    assert put_forward(race, Grounds(JANUARY, seen=seen + 1), by=who("planner"))


def test_whoever_wrote_at_the_draft_does_not_agree_to_it(race: Race) -> None:
    race = drafted(race, SCHEME)
    save_draft(race, race.draft + "# 领导改\n", race.seen, by=who("leader"))
    proposal = put_forward(race, Grounds(JANUARY), by=who("planner"))
    with no("wrote at this draft"):
        assent(proposal, "", agrees=True, by=who("leader"))
    assert assent(proposal, "", agrees=True, by=who("supervisor")) is None


UNSOUND = {
    "no rules at all": "",
    "an unknown indicator": SCHEME.replace("indicator: 事故", "indicator: 利润"),
    "weights that make no hundred": SCHEME.replace("weight: 60", "weight: 50"),
    "another year": SCHEME.replace("year: 2022", "year: 2020"),
    "a group without rules": SCHEME.replace("name: 二组", "name: 三组"),
}


@pytest.mark.parametrize("text", UNSOUND.values(), ids=UNSOUND)
def test_what_is_not_in_order_is_not_put_forward(race: Race, text: str) -> None:
    drafted(race, text)
    with no("to be settled"):
        put_forward(race, WORDS, by=who("planner"))
    drafted(race, SCHEME)
    assert put_forward(race, WORDS, by=who("planner"))  # the control


GROUNDS = {
    "lies outside": Grounds(Month(NEXT.year + 1, 1), "会议决定", "办字1号"),
    "needs its reason": Grounds(JANUARY, " ", "办字1号"),
    "needs its reason and": Grounds(JANUARY, "会议决定", ""),
    "longer than": Grounds(JANUARY, "长" * 501, "办字1号"),
    "longer": Grounds(JANUARY, "会议决定", "长" * 201),
    "cannot be understood": Grounds(JANUARY, "会议\x00决定", "办字1号"),
}


@pytest.mark.parametrize("text", GROUNDS)
def test_a_change_needs_its_grounds(race: Race, text: str) -> None:
    ruled(race)
    drafted(race, CHANGED)
    with no(text):
        put_forward(race, GROUNDS[text], by=who("planner"))
    grounds = Grounds(JANUARY, "长" * 500, "长" * 200)
    assert put_forward(race, grounds, by=who("planner"))  # the control


def test_rules_that_are_public_are_not_put_forward_again(race: Race) -> None:
    ruled(race)
    with no("public already"):
        put_forward(race, WORDS, by=who("planner"))
    drafted(race, CHANGED)
    assert 2 == put_forward(race, WORDS, by=who("planner")).number  # the control


def test_nobody_agrees_to_their_own_or_twice(race: Race) -> None:
    proposal = proposed(race)
    with no("does not agree to them"):
        assent(proposal, "", agrees=True, by=who("planner"))
    assent(proposal, "", agrees=True, by=who("supervisor"))
    with no("said your word"):
        assent(proposal, "", agrees=True, by=who("supervisor"))
    assert assent(proposal, "", agrees=True, by=who("leader"))  # the control


def deputize(one: str, other: str, days: int | None) -> None:
    """Let one stand in for the other: still, or until some days ago."""
    persons = {
        name: Person.objects.get(accounts__username=name) for name in (one, other)
    }
    Post.objects.create(
        person=persons[one],
        kind=PostKind.PLANNER.value,
        unit=OrgUnit.objects.get(code="g"),
        opened=today() - timedelta(days=40),
        closed=None if days is None else today() - timedelta(days=days),
        deputizes=persons[other],
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("leader", "planner"), ("planner", "leader"), ("leader", "supervisor")],
)
@pytest.mark.parametrize("days", [None, 0, 1])
def test_whoever_stands_in_is_no_second_pair_of_eyes(
    race: Race, one: str, other: str, days: int | None
) -> None:
    """Until today it counts; what was over before the rules were put forward does not."""
    deputize(one, other, days)
    proposal = proposed(race)
    assent(proposal, "", agrees=True, by=who("supervisor"))
    if days == 1:
        assert assent(proposal, "", agrees=True, by=who("leader"))  # the control
        return
    with no("stands in for the other"):
        assent(proposal, "", agrees=True, by=who("leader"))
    hire("third")
    assert assent(proposal, "", agrees=True, by=who("third"))  # the control


def test_a_refusal_needs_words_and_ends_a_proposal(race: Race) -> None:
    proposal = proposed(race)
    with no("a refusal needs words"):
        assent(proposal, "  ", agrees=False, by=who("supervisor"))
    assert assent(proposal, "权重不妥", agrees=False, by=who("supervisor")) is None
    with no("no longer open"):
        assent(proposal, "", agrees=True, by=who("leader"))
    assert ruled(race)  # the control: put forward anew


def test_a_newer_proposal_takes_the_place_of_an_older_one(race: Race) -> None:
    older = proposed(race)
    assent(older, "", agrees=True, by=who("supervisor"))
    drafted(race, CHANGED)
    newer = proposed(race)
    with no("no longer open"):
        assent(older, "", agrees=True, by=who("leader"))
    assent(newer, "", agrees=True, by=who("supervisor"))
    assert assent(newer, "", agrees=True, by=who("leader"))  # the control
    hire("third")
    with no("no longer open"):
        assent(newer, "", agrees=True, by=who("third"))


# --- What the database refuses by itself --------------------------------------------


def assenting(proposal: Proposal, username: str, **other: Any) -> Assent:
    """A yes as the application would write it, or another one."""
    by = who(username)
    told = {
        "proposal": proposal,
        "root_id": proposal.root_id,
        "person_id": by.person,
        "post": by.post,
        "agrees": True,
    }
    return Assent(**told | other)


def publishing(proposal: Proposal, **other: Any) -> Rules:
    """Rules as the application would write them, or other ones."""
    told = {
        "race_id": proposal.race_id,
        "root_id": proposal.root_id,
        "proposal": proposal,
        "number": 1,
        "since": proposal.since,
        "text": proposal.text,
        "reason": proposal.reason,
        "paper": proposal.paper,
        "normal_form": "{}",
        "content_digest": digest_of(b"{}"),
    }
    return Rules(**told | other)


def written(row: Any, username: str = "leader") -> Event:
    """Write a row by hand, past all actions."""
    with transaction.atomic():
        return record(Deed("by.hand", who(username), "", row.root_id), [row])


@pytest.fixture
def agreed(race: Race) -> Proposal:
    """Rules to which two others said yes by hand, so that none were published."""
    proposal = proposed(race)
    for name in ("supervisor", "leader"):
        written(assenting(proposal, name), name)
    return proposal


def test_rules_by_hand_pass_where_two_agreed(agreed: Proposal) -> None:
    """The control of all that follow."""
    written(publishing(agreed))
    assert 1 == Rules.objects.filter(proposal=agreed).count()


def other_group() -> OrgUnit:
    """A unit that is no head of this race."""
    return OrgUnit.objects.get(code="a")


OTHER_RULES = {
    "another text": lambda: {"text": "name: 别的"},
    "another month": lambda: {"since": Month(NEXT.year, 12)},
    "another number": lambda: {"number": 2},
    "another reason": lambda: {"reason": "别的"},
    "another paper": lambda: {"paper": "别的"},
    "another group": lambda: {"root_id": other_group().pk},
    "another sense than its digest": lambda: {"normal_form": '{"a":1}'},
}


@pytest.mark.parametrize("other", OTHER_RULES.values(), ids=OTHER_RULES)
def test_rules_by_hand_are_those_that_were_put_forward(
    agreed: Proposal, other: Any
) -> None:
    with pytest.raises(IntegrityError):
        written(publishing(agreed, **other()))


def test_rules_by_hand_bear_the_moment_of_their_event(
    agreed: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def earlier(self: Rules, event: int, line: int, at: Any) -> None:
        super(Rules, self).place(event, line, at)
        self.at = at - timedelta(days=40)

    with monkeypatch.context() as patched:
        patched.setattr(Rules, "place", earlier)
        with pytest.raises(IntegrityError, match="two others agreed"):
            written(publishing(agreed))
    written(publishing(agreed))  # the control


@pytest.mark.parametrize("said", [[], [("supervisor", True)], "no"])
def test_rules_by_hand_need_two_who_agree_and_nobody_against(
    race: Race, said: Any
) -> None:
    hire("third")
    if said == "no":
        said = [("supervisor", True), ("leader", True), ("third", False)]
    proposal = proposed(race)
    for name, agrees in said:
        written(assenting(proposal, name, agrees=agrees), name)
    with pytest.raises(IntegrityError, match="two others agreed"):
        written(publishing(proposal))


def test_older_proposals_are_not_published_by_hand(agreed: Proposal) -> None:
    drafted(agreed.race, CHANGED)
    proposed(agreed.race)
    with pytest.raises(IntegrityError, match="two others agreed"):
        written(publishing(agreed))


def test_an_assent_by_hand_is_anothers(race: Race) -> None:
    proposal = proposed(race)
    with pytest.raises(IntegrityError, match="four eyes"):
        written(assenting(proposal, "planner"), "planner")
    with pytest.raises(IntegrityError, match="names who did it"):
        written(assenting(proposal, "supervisor"), "leader")
    row = assenting(proposal, "supervisor", root_id=other_group().pk)
    with pytest.raises(IntegrityError, match="group of its race"):
        written(row, "supervisor")
    written(assenting(proposal, "supervisor"), "supervisor")  # the control
    with pytest.raises(IntegrityError, match="races_assent_once"):
        written(assenting(proposal, "supervisor"), "supervisor")


@pytest.mark.parametrize("days", [None, 0, 1])
@pytest.mark.parametrize("other", ["planner", "supervisor"])
def test_an_assent_by_hand_is_not_a_deputys(
    race: Race, other: str, days: int | None
) -> None:
    deputize("leader", other, days)
    proposal = proposed(race)
    written(assenting(proposal, "supervisor"), "supervisor")
    if days == 1:
        written(assenting(proposal, "leader"))  # the control
        return
    with pytest.raises(IntegrityError, match="four eyes"):
        written(assenting(proposal, "leader"))


def test_no_assent_comes_after_the_rules_are_public(race: Race) -> None:
    hire("third")
    proposal = proposed(race)
    assent(proposal, "", agrees=True, by=who("supervisor"))
    assert assent(proposal, "", agrees=True, by=who("leader"))
    with pytest.raises(IntegrityError, match="public already"):
        written(assenting(proposal, "third"), "third")


# --- How rules come to a month ------------------------------------------------------


def test_rules_of_now_are_in_time_for_the_next_month_alone(everything: None) -> None:
    for year in {this_month().year, NEXT.year}:
        made = ruled(opened(year, f"run-{year}"))
        for month, timing in (
            (this_month(), Timing.AFTERWARDS),
            (NEXT, Timing.AT_OPENING),
        ):
            if month >= made.since:
                (held,) = rulings([made], month)
                assert (made, timing) == (held.rules, held.timing)


def test_an_amendment_publishes_both_rankings(everything: None) -> None:
    """The sample's rules are of now: moved back, they were there when March opened."""
    race = Race.objects.get(slug="jia-2022")
    first, march = Rules.objects.get(race=race), Month(2022, 3)
    early = first.at.replace(year=2022, month=1, day=1)
    drafted(race, CHANGED)
    rules = ruled(race)
    with pytest.MonkeyPatch.context() as patched:
        known = public_rules

        def as_if(row: Race) -> list[Rules]:
            found = known(row)
            found[0].at = early
            return found

        patched.setattr("saima.races.queries.content.public_rules", as_if)
        made = publish(
            compute(race, march, "办法修订", by=who("planner")), by=who("leader")
        )
    assert (1, 2) == (first.number, rules.number)
    amended, before = (places_under(made, ranking) for ranking in (0, 1))
    assert len(amended) == len(before) == 5
    scores = [{one["code"]: one["score"] for one in told} for told in (amended, before)]
    assert scores[0] != scores[1]
    for name in ("planner", "b-reporter"):
        page = reader_of("en", name).get("/editions/jia-2022/2022-03/").content.decode()
        table = page[page.index('id="before"') :]
        assert all(one["score"] is None or one["score"] in table for one in before)
        league = reader_of("en", name).get("/races/jia-2022/2022-03/").content.decode()
        assert "rules amended after the month had opened" in league
        assert "#before" in league
        assert all(one["score"] is None or one["score"] in league for one in amended)
