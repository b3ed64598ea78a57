"""The steps of a submission: the table, what it leads to, and whose eyes are four."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.authority import Verb
from saima.core.tests.drawn import tried
from saima.core.words import Words
from saima.core.workflow import (
    DEPUTY,
    DEPUTY_OF_A_HAND,
    FILLABLE,
    HAND_IN_THEIR_STEAD,
    IN_THEIR_STEAD,
    MOVES,
    SAME_HAND,
    SAME_PERSON,
    STATE_WORDS,
    STEP_WORDS,
    State,
    Step,
    after,
    bars_acceptance,
    bars_approval,
    fold,
    move,
    steps_from,
)

SUBMIT, APPROVE, ACCEPT, SEND_BACK, REOPEN = Step


def test_all_states_and_steps_have_words() -> None:
    assert set(State) == set(STATE_WORDS)
    assert set(Step) == set(STEP_WORDS)


def test_a_step_from_a_state_leads_to_one_state() -> None:
    assert len({(m.before, m.step) for m in MOVES}) == len(MOVES)
    assert set(State) == {State.OPEN} | {m.after for m in MOVES}


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], State.OPEN),
        ([SUBMIT], State.SUBMITTED),
        ([SUBMIT, SEND_BACK], State.SENT_BACK),
        ([SUBMIT, SEND_BACK, SUBMIT, APPROVE], State.APPROVED),
        ([SUBMIT, APPROVE, ACCEPT], State.ACCEPTED),
        ([SUBMIT, APPROVE, SEND_BACK], State.SENT_BACK),
        ([SUBMIT, APPROVE, REOPEN], State.CORRECTING),
        ([SUBMIT, APPROVE, ACCEPT, REOPEN, SUBMIT], State.SUBMITTED),
    ],
)
def test_where_steps_lead(steps: list[Step], state: State) -> None:
    assert state is fold(steps)


@pytest.mark.parametrize(
    "steps",
    [
        [APPROVE],
        [SUBMIT, SUBMIT],
        [SUBMIT, ACCEPT],
        [SUBMIT, REOPEN],
        [SUBMIT, SEND_BACK, APPROVE],
        [SUBMIT, APPROVE, APPROVE],
        [SUBMIT, APPROVE, ACCEPT, SEND_BACK],
    ],
)
def test_steps_that_do_not_fit(steps: list[Step]) -> None:
    before = fold(steps[:-1])
    assert after(before, steps[-1]) is None
    with pytest.raises(ValueError, match="does not fit"):
        fold(steps)


@tried(60)
@given(st.lists(st.integers(0, 9), max_size=12))
def test_what_is_offered_fits(choices: list[int]) -> None:
    """No state is a dead end, and nothing counts that no other looked at."""
    taken: list[Step] = []
    for choice in choices:
        offered = steps_from(fold(taken))
        assert offered
        taken.append(offered[choice % len(offered)])
    if fold(taken) is State.ACCEPTED:
        assert [SUBMIT, APPROVE, ACCEPT] == taken[-3:]


def test_who_takes_which_step() -> None:
    verbs = {(m.before, m.step): m.verb for m in MOVES}
    assert Verb.APPROVE is verbs[State.SUBMITTED, SEND_BACK]
    assert Verb.ACCEPT is verbs[State.APPROVED, SEND_BACK]
    assert {Verb.FILL} == {m.verb for m in MOVES if m.before in FILLABLE}
    assert {SEND_BACK, REOPEN} == {m.step for m in MOVES if m.needs_words}
    assert move(State.OPEN, APPROVE) is None


DEPUTIES = {"deputy": ["author"], "author": ["chief"]}


@pytest.mark.parametrize(
    ("approver", "why"),
    [
        ("other", None),
        ("author", SAME_PERSON),
        ("submitter", SAME_PERSON),
        ("deputy", DEPUTY),
        ("chief", IN_THEIR_STEAD),
    ],
)
def test_who_may_not_approve(approver: str, why: Words | None) -> None:
    assert why == bars_approval(approver, {"author", "submitter"}, DEPUTIES)


def test_a_deputy_may_approve_what_others_wrote() -> None:
    assert bars_approval("deputy", {"submitter"}, DEPUTIES) is None
    assert bars_approval("author", {"chief"}, DEPUTIES) is DEPUTY


@pytest.mark.parametrize(
    ("accepter", "why"),
    [
        ("other", None),
        ("author", SAME_HAND),
        ("approver", SAME_HAND),
        ("deputy", DEPUTY_OF_A_HAND),
        ("chief", HAND_IN_THEIR_STEAD),
    ],
)
def test_who_may_not_accept(accepter: str, why: Words | None) -> None:
    assert why == bars_acceptance(accepter, {"author", "approver"}, DEPUTIES)
