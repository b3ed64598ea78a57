"""Posts and what they allow: a table, a subtree and two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

from saima.core.authority import (
    ADMINISTRATORS,
    ALLOWED,
    AT_THE_HEAD,
    FIGURES,
    POST_WORDS,
    Post,
    PostKind,
    Verb,
    allows,
    combines_administrators,
    may,
    sees_units,
)

DAY = date(2022, 5, 31)
LINEAGE = ("shop", "company", "group")  # the unit and all above it
WRITING = {
    Verb.CHANGE_UNITS,
    Verb.CHANGE_PERSONS,
    Verb.GRANT_POSTS,
    Verb.CHANGE_PLAN,
    Verb.FILL,
    Verb.APPROVE,
    Verb.ACCEPT,
    Verb.WRITE_RULES,
    Verb.COMPUTE_EDITION,
}
# What a second person does with what a first one has written; of figures none is.
LOOKING_AGAIN = {Verb.AGREE_TO_RULES, Verb.PUBLISH_EDITION}
SEEING_FIGURES = {Verb.SEE_PLAN, Verb.SEE_SUBMISSION, Verb.SEE_RACE}


def post(kind: PostKind, unit: str = "company") -> Post:
    return Post(kind, unit, DAY)


def verbs_of(kind: PostKind, unit: str = "group") -> set[Verb]:
    return {verb for verb in Verb if may([post(kind, unit)], verb, LINEAGE, DAY)}


def test_every_verb_has_its_row_and_every_post_its_words() -> None:
    assert set(Verb) == set(ALLOWED)
    assert all(ALLOWED.values())
    assert set(PostKind) == set(POST_WORDS)


@pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
def test_administrators_see_no_figures_and_write_none(kind: PostKind) -> None:
    figures = SEEING_FIGURES | {Verb.CHANGE_PLAN, Verb.FILL, Verb.APPROVE, Verb.ACCEPT}
    assert set() == verbs_of(kind) & figures
    assert frozenset() == sees_units([post(kind)], DAY)
    assert frozenset({"company"}) == sees_units([post(PostKind.REPORTER)], DAY)


def test_who_watches_never_writes() -> None:
    watching = (PostKind.SUPERVISOR, PostKind.LEADER, PostKind.AUDITOR)
    for kind in watching:
        assert SEEING_FIGURES <= verbs_of(kind)
        assert set() == verbs_of(kind) & WRITING
    assert {Verb.FILL} == verbs_of(PostKind.REPORTER) & WRITING


def test_every_deed_belongs_to_one_kind_of_post() -> None:
    """So that two posts are needed wherever two people are."""
    assert all(len(ALLOWED[verb]) == 1 for verb in WRITING)


def test_a_place_among_others_is_a_units_to_see_when_it_is_published() -> None:
    at_a_unit = verbs_of(PostKind.REPORTER) | verbs_of(PostKind.APPROVER)
    assert Verb.SEE_RACE not in at_a_unit
    assert Verb.SEE_PLACES in at_a_unit
    assert Verb.SEE_RACE in verbs_of(PostKind.PLANNER)
    assert Verb.SEE_RACE not in verbs_of(PostKind.PLANNER, "company")


def test_who_writes_rules_or_computes_finds_another_to_look_again() -> None:
    for verb in LOOKING_AGAIN:
        assert len(ALLOWED[verb]) > 1
        assert not ALLOWED[verb] & ADMINISTRATORS
        assert PostKind.AUDITOR not in ALLOWED[verb]


@pytest.mark.parametrize(
    ("unit", "holds"),
    [("shop", True), ("company", True), ("group", True), ("sister", False)],
)
def test_a_post_holds_for_its_subtree(unit: str, holds: bool) -> None:
    held = [post(PostKind.REPORTER, unit)]
    assert holds is may(held, Verb.FILL, LINEAGE, DAY)


def test_a_post_does_not_reach_upward() -> None:
    held = [post(PostKind.REPORTER, "company")]
    assert not may(held, Verb.FILL, ("group",), DAY)
    assert may(held, Verb.FILL, ("company", "group"), DAY)


def test_what_is_done_for_a_group_is_done_at_its_head() -> None:
    head, below = post(PostKind.PLANNER, "group"), post(PostKind.PLANNER, "company")
    of_rules = {Verb.WRITE_RULES, Verb.COMPUTE_EDITION, *LOOKING_AGAIN}
    of_papers = {Verb.READ_PAPERS, Verb.ADD_PAPER, Verb.DECIDE_STATEMENTS}
    assert {Verb.ACCEPT, Verb.SEE_RACE, *of_rules, *of_papers} == AT_THE_HEAD
    assert may([head], Verb.ACCEPT, LINEAGE, DAY)
    assert not may([below], Verb.ACCEPT, LINEAGE, DAY)
    assert may([below], Verb.CHANGE_PLAN, LINEAGE, DAY)
    assert may([below], Verb.ACCEPT, ("shop", "company"), DAY)  # there it is the head
    assert not allows(below, Verb.ACCEPT, (), DAY)


def test_a_post_is_held_from_its_first_day_to_its_last() -> None:
    held = replace(post(PostKind.PLANNER), closed=DAY + timedelta(days=1))
    days = [DAY + timedelta(days=n) for n in (-1, 0, 1, 2)]
    allowed = [may([held], Verb.CHANGE_PLAN, LINEAGE, day) for day in days]
    assert [False, True, True, False] == allowed
    assert allowed == [bool(sees_units([held], day)) for day in days]


def test_no_post_allows_nothing() -> None:
    assert not any(may([], verb, LINEAGE, DAY) for verb in Verb)


def test_no_two_administrators_are_one_person() -> None:
    for two in combinations(sorted(ADMINISTRATORS), 2):
        assert combines_administrators(two)
    for one in ADMINISTRATORS:
        assert not combines_administrators([one, one, *FIGURES])
