"""The steps of a submission from one state to the next, as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from saima.core.authority import Verb
from saima.core.words import Words, words


class State(StrEnum):
    """Where a submission stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    CORRECTING = "correcting"  # the round approved before goes on counting


class Step(StrEnum):
    """What takes a submission from one state to the next."""

    SUBMIT = "submit"
    APPROVE = "approve"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    REOPEN = "reopen"


STATE_WORDS = {
    State.OPEN: words("being filled in"),
    State.SUBMITTED: words("waiting for approval"),
    State.SENT_BACK: words("sent back"),
    State.APPROVED: words("approved"),
    State.ACCEPTED: words("accepted by the office"),
    State.CORRECTING: words("being corrected"),
}
STEP_WORDS = {
    Step.SUBMIT: words("submit"),
    Step.APPROVE: words("approve"),
    Step.ACCEPT: words("accept"),
    Step.SEND_BACK: words("send back"),
    Step.REOPEN: words("correct"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the table: a step, from and to which state, by which verb."""

    before: State
    step: Step
    after: State
    verb: Verb
    needs_words: bool = False


MOVES = (
    Move(State.OPEN, Step.SUBMIT, State.SUBMITTED, Verb.FILL),
    Move(State.SENT_BACK, Step.SUBMIT, State.SUBMITTED, Verb.FILL),
    Move(State.CORRECTING, Step.SUBMIT, State.SUBMITTED, Verb.FILL),
    Move(State.SUBMITTED, Step.APPROVE, State.APPROVED, Verb.APPROVE),
    Move(State.SUBMITTED, Step.SEND_BACK, State.SENT_BACK, Verb.APPROVE, True),
    Move(State.APPROVED, Step.ACCEPT, State.ACCEPTED, Verb.ACCEPT),
    Move(State.APPROVED, Step.SEND_BACK, State.SENT_BACK, Verb.ACCEPT, True),
    Move(State.APPROVED, Step.REOPEN, State.CORRECTING, Verb.FILL, True),
    Move(State.ACCEPTED, Step.REOPEN, State.CORRECTING, Verb.FILL, True),
)
_TABLE: Mapping[tuple[State, Step], Move] = {(m.before, m.step): m for m in MOVES}
# The states in which lines may be typed into.
FILLABLE = frozenset({State.OPEN, State.SENT_BACK, State.CORRECTING})


def move(state: State, step: Step) -> Move | None:
    """The row of the table for a step from a state; None where it does not fit."""
    return _TABLE.get((state, step))


def after(state: State, step: Step) -> State | None:
    """The state after a step; None where it does not fit."""
    found = move(state, step)
    return found.after if found else None


def steps_from(state: State) -> tuple[Step, ...]:
    """The steps that fit a state, in the order of the table."""
    return tuple(found.step for found in MOVES if found.before is state)


def fold(steps: Iterable[Step]) -> State:
    """The state that steps lead to; ValueError where one does not fit."""
    state = State.OPEN
    for step in steps:
        following = after(state, step)
        if following is None:
            raise ValueError(f"{step} does not fit {state}")
        state = following
    return state


SAME_PERSON = words("who wrote or submitted a figure cannot approve it")
DEPUTY = words("who deputizes for a writer of these figures cannot approve them")
IN_THEIR_STEAD = words("these figures were written in your stead: another must approve")
SAME_HAND = words("who wrote, submitted or approved a month cannot accept it")
DEPUTY_OF_A_HAND = words(
    "who deputizes for a writer or approver of this month cannot accept it"
)
HAND_IN_THEIR_STEAD = words(
    "this month was written or approved in your stead: another must accept it"
)


def bars_approval(
    approver: str, authors: Collection[str], deputies: Mapping[str, Collection[str]]
) -> Words | None:
    """Why a person may not approve what others wrote; None where they may.

    `deputies` says for whom each person deputizes.
    """
    return _bar(approver, authors, deputies, (SAME_PERSON, DEPUTY, IN_THEIR_STEAD))


def bars_acceptance(
    accepter: str, hands: Collection[str], deputies: Mapping[str, Collection[str]]
) -> Words | None:
    """Why a person may not accept what others wrote and approved; None where they may."""
    said = (SAME_HAND, DEPUTY_OF_A_HAND, HAND_IN_THEIR_STEAD)
    return _bar(accepter, hands, deputies, said)


def _bar(
    looker: str,
    hands: Collection[str],
    deputies: Mapping[str, Collection[str]],
    said: tuple[Words, Words, Words],
) -> Words | None:
    """What ties whoever looks at something to those who had a hand in it."""
    itself, deputy, in_their_stead = said
    if looker in hands:
        return itself
    if set(deputies.get(looker, ())) & set(hands):
        return deputy
    if any(looker in deputies.get(hand, ()) for hand in hands):
        return in_their_stead
    return None
