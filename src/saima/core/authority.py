"""Which post may do which verb to which unit: the one table of permissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from saima.core.words import words


class PostKind(StrEnum):
    """What a person answers for (岗位)."""

    PLANNER = "planner"
    REPORTER = "reporter"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


POST_WORDS = {
    PostKind.PLANNER: words("planner"),
    PostKind.REPORTER: words("reporter"),
    PostKind.APPROVER: words("approver"),
    PostKind.SUPERVISOR: words("supervisor"),
    PostKind.LEADER: words("leader"),
    PostKind.AUDITOR: words("auditor"),
    PostKind.SYSTEM_ADMIN: words("system administrator"),
    PostKind.SECURITY_ADMIN: words("security administrator"),
    PostKind.AUDIT_ADMIN: words("audit administrator"),
}
ADMINISTRATORS = frozenset(
    {PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN}
)
# Whose work is with figures; administrators keep the house and see none of them.
FIGURES = frozenset(PostKind) - ADMINISTRATORS


class Verb(StrEnum):
    """What is done with a page or by a form."""

    SEE_UNITS = "see_units"
    CHANGE_UNITS = "change_units"
    SEE_PERSONS = "see_persons"
    CHANGE_PERSONS = "change_persons"
    GRANT_POSTS = "grant_posts"
    READ_JOURNAL = "read_journal"
    SEE_PLAN = "see_plan"
    CHANGE_PLAN = "change_plan"
    SEE_SUBMISSION = "see_submission"
    FILL = "fill"
    APPROVE = "approve"
    ACCEPT = "accept"
    SEE_RACE = "see_race"
    SEE_PLACES = "see_places"
    WRITE_RULES = "write_rules"
    AGREE_TO_RULES = "agree_to_rules"
    COMPUTE_EDITION = "compute_edition"
    PUBLISH_EDITION = "publish_edition"
    READ_PAPERS = "read_papers"
    ADD_PAPER = "add_paper"
    DECIDE_STATEMENTS = "decide_statements"


_P = PostKind
ALLOWED: Mapping[Verb, frozenset[PostKind]] = {
    Verb.SEE_UNITS: frozenset(PostKind),
    Verb.CHANGE_UNITS: frozenset({_P.SYSTEM_ADMIN}),
    Verb.SEE_PERSONS: ADMINISTRATORS,
    Verb.CHANGE_PERSONS: frozenset({_P.SYSTEM_ADMIN}),
    Verb.GRANT_POSTS: frozenset({_P.SECURITY_ADMIN}),
    Verb.READ_JOURNAL: frozenset({_P.AUDIT_ADMIN, _P.AUDITOR}),
    Verb.SEE_PLAN: FIGURES,
    Verb.CHANGE_PLAN: frozenset({_P.PLANNER}),
    Verb.SEE_SUBMISSION: FIGURES,
    Verb.FILL: frozenset({_P.REPORTER}),
    Verb.APPROVE: frozenset({_P.APPROVER}),
    Verb.ACCEPT: frozenset({_P.PLANNER}),
    # Before publication a place among others is nobody's but the group's.
    Verb.SEE_RACE: frozenset({_P.PLANNER, _P.SUPERVISOR, _P.LEADER, _P.AUDITOR}),
    # What was published is seen by everybody in the group who works with figures.
    Verb.SEE_PLACES: FIGURES,
    Verb.WRITE_RULES: frozenset({_P.PLANNER}),
    Verb.AGREE_TO_RULES: frozenset({_P.PLANNER, _P.SUPERVISOR, _P.LEADER}),
    Verb.COMPUTE_EDITION: frozenset({_P.PLANNER}),
    Verb.PUBLISH_EDITION: frozenset({_P.PLANNER, _P.LEADER}),
    # A paper may speak of every unit of the group; what is taken from it goes further.
    Verb.READ_PAPERS: frozenset({_P.PLANNER, _P.SUPERVISOR, _P.LEADER, _P.AUDITOR}),
    Verb.ADD_PAPER: frozenset({_P.PLANNER}),
    Verb.DECIDE_STATEMENTS: frozenset({_P.PLANNER}),
}
# What is done for a whole group: a post at its head allows it, one below does not.
AT_THE_HEAD = frozenset(
    {
        Verb.ACCEPT,
        Verb.SEE_RACE,
        Verb.WRITE_RULES,
        Verb.AGREE_TO_RULES,
        Verb.COMPUTE_EDITION,
        Verb.PUBLISH_EDITION,
        Verb.READ_PAPERS,
        Verb.ADD_PAPER,
        Verb.DECIDE_STATEMENTS,
    }
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post at a unit and for all below it, between two days, both included.

    `deputizes` names the person in whose stead it is held.
    """

    kind: PostKind
    unit: str
    opened: date
    closed: date | None = None
    deputizes: str | None = None

    def held(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.opened <= day and (self.closed is None or day <= self.closed)


def may(posts: Iterable[Post], verb: Verb, lineage: Sequence[str], day: date) -> bool:
    """Whether one of the posts allows a verb to a unit.

    `lineage` is the unit and all above it: a post holds for its whole subtree.
    """
    return any(allows(post, verb, lineage, day) for post in posts)


def allows(post: Post, verb: Verb, lineage: Sequence[str], day: date) -> bool:
    """Whether this very post allows a verb to a unit, whose root `lineage` ends with."""
    reached = lineage[-1:] if verb in AT_THE_HEAD else lineage
    return post.kind in ALLOWED[verb] and post.unit in reached and post.held(day)


def sees_units(posts: Iterable[Post], day: date) -> frozenset[str]:
    """The units at the head of the subtrees whose figures may be seen."""
    return frozenset(p.unit for p in posts if p.kind in FIGURES and p.held(day))


def combines_administrators(kinds: Collection[PostKind]) -> bool:
    """Whether these posts would make one person two of the three administrators."""
    return len(ADMINISTRATORS & set(kinds)) > 1
