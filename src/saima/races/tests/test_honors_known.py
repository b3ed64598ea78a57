"""What sums alone tell of a streak is what the positions tell."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from saima.core.honors.known import Known
from saima.core.honors.streaks import JUDGES, streaks_at
from saima.core.honors.verdicts import Outcome, with_target
from saima.core.periods import Month
from saima.core.races import Race, placed_at
from saima.core.schemes import StreakKind
from saima.core.tests.drawn import tried
from saima.facts.tests.drawn import months
from saima.races.tests.test_verifier_honors import honored_races


@tried(150)
@given(honored_races(), months())
def test_what_is_surely_kept_is_kept(race: Race, month: Month) -> None:
    look(race, month)


def test_sums_tell_something() -> None:
    """A positive control: much is surely kept, and much is left to the positions."""
    seen: Counter[bool] = Counter()

    @tried(100)
    @given(honored_races(), months())
    def draw(race: Race, month: Month) -> None:
        seen.update(look(race, month))

    draw()
    assert min(seen[True], seen[False]) > 20, seen


def look(race: Race, month: Month) -> Counter[bool]:
    """How often sums told of something that it was kept; each time they were right."""
    known, told = Known(race), Counter[bool]()
    for rules in race.scheme.groups:
        for entrant in race.entrants(rules.name, month):
            for item in rules.tree.items():
                position = known.position(entrant, item, month)
                for kind in StreakKind:
                    share = known.share(kind, month)
                    where = entrant.code, item.indicator, month.number
                    sure = known.surely_kept(*where, share)
                    told[sure] += 1
                    if sure:
                        verdict = JUDGES[kind](position, item.lower_form)
                        assert verdict is not None
                        assert verdict.outcome is Outcome.KEPT
                        assert with_target(position)
    return told


@tried(100)
@given(honored_races(), months())
def test_streaks_are_the_same_with_the_standings_given(
    race: Race, month: Month
) -> None:
    told = streaks_at(race, month, standings=placed_at(race, month))
    assert streaks_at(race, month) == told
