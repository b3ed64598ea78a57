"""What was kept up: 开门红, 双过半, 月月红, 半年红, 全年红, each kept, broken or unsaid.

No published text defines them. The definitions here are Saima's own, and are told in
docs/explanation/honors.md; a group chooses among them in its scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from saima.core.honors.known import Known
from saima.core.honors.verdicts import (
    Judge,
    Outcome,
    Unsaid,
    Verdict,
    all_kept,
    half,
    ratio_text,
    to_date,
    weighted,
    whole,
    with_target,
)
from saima.core.indicators import Indicator, RollUp
from saima.core.periods import Month, month_words
from saima.core.races import Race, Standing
from saima.core.schemes import GroupRules, Item, StreakKind, StreakRule, Together
from saima.core.subjects import Subject
from saima.core.words import Words, listed, words

# The month whose end decides; none where every month does.
DECIDED_IN = {
    StreakKind.OPENING: 3,
    StreakKind.DOUBLE_HALF: 6,
    StreakKind.HALF_YEAR: 6,
    StreakKind.FULL_YEAR: 12,
}
JUDGES: dict[StreakKind, Judge] = {
    StreakKind.OPENING: to_date,
    StreakKind.DOUBLE_HALF: half,
    StreakKind.EVERY_MONTH: to_date,
    StreakKind.HALF_YEAR: to_date,
    StreakKind.FULL_YEAR: whole,
}
Months = Mapping[Month, Race]


@dataclass(frozen=True, slots=True)
class Streak:
    """What an entrant kept up, or the month and indicator that decided otherwise."""

    entrant: Subject
    group: str
    rule: StreakRule
    month: Month  # the one that decided; the last one where all were kept
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Question:
    """Whether one entrant kept one streak, with the races of the months so far."""

    known: Mapping[Month, Known]
    now: Month
    rules: GroupRules
    rule: StreakRule
    entrant: Subject

    def decided(self, month: Month, verdict: Verdict | None) -> Streak:
        """The answer, and the month that gave it."""
        nothing = Verdict(Outcome.UNSAID, unsaid=Unsaid.NOTHING_DUE)
        return Streak(
            self.entrant, self.rules.name, self.rule, month, verdict or nothing
        )


def streaks_at(
    race: Race,
    month: Month,
    *,
    before: Months | None = None,
    standings: Sequence[Standing] = (),
) -> tuple[Streak, ...]:
    """The streaks of every entrant that can be asked for at a month's end.

    `before` are the races as they stood in earlier months, such as those of their
    editions: what was kept then stays kept. A month that is not among them is judged
    by the race of now. `standings` are those of the month, where they were made.
    """
    here = Known.with_standings(race, month, standings)
    known = {**{each: Known(was) for each, was in (before or {}).items()}, month: here}
    questions = (
        _Question(known, month, rules, rule, entrant)
        for rules in race.scheme.groups
        for entrant in race.entrants(rules.name, month)
        for rule in rules.streaks
    )
    answers = map(_answer, questions)
    return tuple(one for one in answers if one is not None)


def _answer(asked: _Question) -> Streak | None:
    """One streak of one entrant; None where its month is still to come."""
    decides = DECIDED_IN.get(asked.rule.kind)
    if decides is None:
        return _every_month(asked)
    month = Month(asked.now.year, decides)
    return None if month > asked.now else asked.decided(month, _at(asked, month))


def _every_month(asked: _Question) -> Streak:
    """The first month that was not kept decides, else the first that is unsaid."""
    unsaid: Streak | None = None
    last: Verdict | None = None
    for month in (Month(asked.now.year, n) for n in range(1, asked.now.number + 1)):
        found = _at(asked, month)
        if found is None or found.unsaid is Unsaid.NOT_OPEN:
            continue
        last = found
        if last.outcome is Outcome.BROKEN:
            return asked.decided(month, last)
        if last.outcome is Outcome.UNSAID and unsaid is None:
            unsaid = asked.decided(month, last)
    return unsaid or asked.decided(asked.now, last)


def _at(asked: _Question, month: Month) -> Verdict | None:
    """The verdict of one month; None where nothing was due in it."""
    known = asked.known.get(month, asked.known[asked.now])
    entrant = known.race.subjects.find(asked.entrant.code)
    if entrant is None or not entrant.open_in(month):
        return Verdict(Outcome.UNSAID, unsaid=Unsaid.NOT_OPEN)
    # Looked at one by one: the first that is broken spares the rest, of which in a
    # year of thirty indicators there are many.
    verdicts = _verdicts(asked, known, entrant, month)
    first = next(verdicts, None)
    if first is None:
        return None
    every = chain((first,), verdicts)
    if asked.rule.together is Together.WEIGHTED:
        return weighted([*every], asked.rules.tree)
    return all_kept(every)


def _verdicts(
    asked: _Question, known: Known, entrant: Subject, month: Month
) -> Iterator[Verdict]:
    """The verdict of each indicator that counts and of which one can be asked for."""
    kind, all_alike = asked.rule.kind, asked.rule.together is Together.ALL
    judge, share = JUDGES[kind], known.share(kind, month) if all_alike else None
    code, number = entrant.code, month.number
    for item in _items(asked, known.race):
        if known.surely_kept(code, item.indicator, number, share):
            yield Verdict(Outcome.KEPT, None, item.indicator)
            continue
        position = known.position(entrant, item, month)
        if asked.rule.indicators or with_target(position):
            verdict = judge(position, item.lower_form)
            if verdict is not None:
                yield verdict


def _items(asked: _Question, race: Race) -> Iterator[Item]:
    """The items that count: of the indicators named, else all, as the race knows them."""
    named = asked.rule.indicators
    for item in asked.rules.tree.items():
        if item.indicator in race.indicators and (not named or item.indicator in named):
            yield item


# --- In words -----------------------------------------------------------------------

STREAK_WORDS = {
    StreakKind.OPENING: words("a strong opening"),
    StreakKind.DOUBLE_HALF: words("half the target by mid-year"),
    StreakKind.EVERY_MONTH: words("the plan kept in every month"),
    StreakKind.HALF_YEAR: words("the plan kept at mid-year"),
    StreakKind.FULL_YEAR: words("the target of the year kept"),
}
PLAN_TO_DATE = words("the plan to date")
ASKED_WORDS = {
    StreakKind.OPENING: PLAN_TO_DATE,
    StreakKind.DOUBLE_HALF: words("half of the year's target"),
    StreakKind.EVERY_MONTH: PLAN_TO_DATE,
    StreakKind.HALF_YEAR: PLAN_TO_DATE,
    StreakKind.FULL_YEAR: words("the year's target"),
}
UNSAID_WORDS = {
    Unsaid.MISSING: words("not reported"),
    Unsaid.NO_TARGET: words("there is no target"),
    Unsaid.NOT_OPEN: words("it was not open then"),
    Unsaid.NOTHING_DUE: words("nothing was due"),
}


def streak_words(streak: Streak, indicators: Mapping[str, Indicator]) -> Words:
    """What became of a streak, with the month and the indicator that decided."""
    verdict, month = streak.verdict, month_words(streak.month)
    if verdict.outcome is Outcome.KEPT:
        return words("kept, to the end of {month}", month=month)
    if verdict.unsaid is not None and verdict.indicator is None:
        why = UNSAID_WORDS[verdict.unsaid]
        return words("cannot be said: {month}: {why}", month=month, why=why)
    what = _what(verdict, indicators)
    if verdict.unsaid is not None:
        return words(
            "cannot be said: {month}, {what}: {why}",
            month=month,
            what=what,
            why=UNSAID_WORDS[verdict.unsaid],
        )
    if verdict.ratio is None:
        return words("not kept: {month}, {what}", month=month, what=what)
    return words(
        "not kept: {month}, {what} at {ratio} of {asked}",
        month=month,
        what=what,
        ratio=ratio_text(verdict.ratio),
        asked=_asked(streak, indicators),
    )


def _asked(streak: Streak, indicators: Mapping[str, Indicator]) -> Words:
    """What was to be reached; a level has no half."""
    found = indicators.get(streak.verdict.indicator or "")
    level = found is not None and found.roll_up is RollUp.LAST
    halved = streak.rule.kind is StreakKind.DOUBLE_HALF
    return PLAN_TO_DATE if halved and level else ASKED_WORDS[streak.rule.kind]


def _what(verdict: Verdict, indicators: Mapping[str, Indicator]) -> str | Words:
    if verdict.indicator is None:
        return words("all indicators together")
    found = indicators.get(verdict.indicator)
    return verdict.indicator if found is None else found.name


def over_words(rule: StreakRule, indicators: Mapping[str, Indicator]) -> str | Words:
    """Over which indicators a streak goes."""
    if not rule.indicators:
        return words("all indicators with a target")
    return listed([indicators[code].name for code in rule.indicators])
