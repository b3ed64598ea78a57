"""Why the database cannot be used, in words."""

from __future__ import annotations

from saima.core.words import Translate, Words, untranslated, words


class DatabaseRefused(RuntimeError):  # noqa: N818 - a refusal, with the next step
    """What is the matter with the database, and what to do next."""

    def __init__(self, reason: Words) -> None:
        super().__init__(str(reason))
        self.reason = reason


def told(problem: BaseException, say: Translate = untranslated) -> str:
    """A problem in the reader's language where it has words, else as it stands.

    Django and the driver put problems of their own around ours.
    """
    inner: BaseException | None = problem
    while inner is not None:
        if isinstance(inner, DatabaseRefused):
            return inner.reason.say(say)
        inner = inner.__cause__
    return " ".join(str(problem).split())


def unreachable(problem: Exception) -> DatabaseRefused:
    """What the driver says when it gets no connection, with the next step."""
    return DatabaseRefused(
        words(
            "The database cannot be reached ({reason}): run `saima migrate`, or look at"
            " DATABASE_URL.",
            reason=told(problem),
        )
    )
