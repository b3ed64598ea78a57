"""Standings as a table for a terminal, and an explanation as indented sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tabulate import tabulate

from saima.core.explain import UNRANKED_WORDS, Explanation, reason_words
from saima.core.lights import Band, Light
from saima.core.numbers import grouped, plain_text
from saima.core.periods import Month, month_words
from saima.core.positions import Status
from saima.core.progress import CONVENTION_WORDS
from saima.core.races import Race, Standing, Unranked
from saima.core.scoring import Scored
from saima.core.words import Translate, words

SAMPLE = words("sample")
COLORS = {
    Light.GREEN: "32",
    Light.NOTICE: "36",
    Light.YELLOW: "33",
    Light.ORANGE: "38;5;208",
    Light.RED: "31",
}
STATUS_WORDS = {
    Status.OK: words("reported"),
    Status.MISSING: words("not reported"),
    Status.NOT_APPLICABLE: words("not applicable"),
    Status.NO_TARGET: words("no target"),
    Status.ZERO_TARGET: words("target is zero"),
}
HEADINGS = [
    words("Place"),
    words("Move"),
    words("Unit"),
    words("Score"),
    words("Light"),
]

Paint = Callable[[Band], str]


def painted(band: Band) -> str:
    """A light for a terminal that shows colors: a dot of its color and its name."""
    return f"\033[{COLORS[band.light]}m●\033[0m {band.name}"


def unpainted(band: Band) -> str:
    """A light for a file or a pipe: its name alone."""
    return band.name


def standings_text(
    race: Race,
    month: Month,
    standings: Sequence[Standing],
    say: Translate,
    paint: Paint = unpainted,
) -> str:
    """The league tables of a month, group by group, with who could not be ranked."""
    parts = [_title(race, month, say)]
    for rules in race.scheme.groups:
        found = [s for s in standings if s.group == rules.name]
        parts += ["", f"【{rules.name}】", *_group(race, found, say, paint)]
    return "\n".join(parts)


def _title(race: Race, month: Month, say: Translate) -> str:
    title = words(
        "{scheme} · {month} · schedule {convention}",
        scheme=race.scheme.name,
        month=month_words(month),
        convention=CONVENTION_WORDS[race.scheme.convention],
    ).say(say)
    lines = [title]
    if race.scheme.source:
        lines.append(words("Source: {source}", source=race.scheme.source).say(say))
    return "\n".join(lines)


def _group(
    race: Race, standings: Sequence[Standing], say: Translate, paint: Paint
) -> Iterator[str]:
    ranked = [s for s in standings if s.rank is not None]
    if ranked:
        headings = [heading.say(say) for heading in HEADINGS]
        indicators = [s.position.indicator.name for s in ranked[0].items]
        yield tabulate(
            [_row(race, standing, say, paint) for standing in ranked],
            [*headings, *indicators],
            tablefmt="simple",
            disable_numparse=True,
            colalign=["right", "right", "left", "right", "left"]
            + ["right"] * len(indicators),
        )
    for standing in standings:
        if standing.unranked is not None:
            yield _unranked(standing, standing.unranked, say)


def _row(race: Race, standing: Standing, say: Translate, paint: Paint) -> list[str]:
    decimals = race.scheme.decimals
    score = "" if standing.score is None else grouped(standing.score, decimals)
    return [
        str(standing.rank),
        movement_text(standing.movement),
        named(standing, say),
        score,
        "" if standing.light is None else paint(standing.light),
        *(_points(scored, say, decimals) for scored in standing.items),
    ]


def named(standing: Standing, say: Translate) -> str:
    """An entrant's name, marked where it was invented for an example."""
    mark = f"（{say(SAMPLE.text)}）" if standing.entrant.sample else ""
    return standing.entrant.name + mark


def movement_text(movement: int | None) -> str:
    """Places gained or lost since the month before; a dash where there are none."""
    if movement is None:
        return "–"
    if movement == 0:
        return "="
    return f"↑{movement}" if movement > 0 else f"↓{-movement}"


def _points(scored: Scored, say: Translate, decimals: int) -> str:
    if scored.points is None:
        return STATUS_WORDS[scored.status].say(say)
    return grouped(scored.points, decimals)


def _unranked(standing: Standing, reason: Unranked, say: Translate) -> str:
    lines = [f"  – {named(standing, say)}: {UNRANKED_WORDS[reason].say(say)}"]
    for scored in standing.items:
        if scored.points is None and scored.status is not Status.NOT_APPLICABLE:
            about = reason_words(scored).say(say)
            lines.append(f"      {scored.position.indicator.name}: {about}")
    if standing.deduction:
        deducted = words(
            "Deducted apart for the missing report: {points} points.",
            points=plain_text(standing.deduction),
        )
        lines.append(f"      {deducted.say(say)}")
    return "\n".join(lines)


def explanation_text(explanation: Explanation, say: Translate) -> str:
    """A standing's working, an indicator after the other."""
    standing = explanation.standing
    lines = [f"{named(standing, say)} · {standing.group}"]
    for item in explanation.items:
        scored = item.scored
        light = "" if scored.light is None else f" · {scored.light.name}"
        lines += ["", f"{scored.position.indicator.name}{light}"]
        lines += [f"  {step.say(say)}" for step in item.steps]
    lines += ["", *(step.say(say) for step in explanation.total)]
    return "\n".join(lines)
