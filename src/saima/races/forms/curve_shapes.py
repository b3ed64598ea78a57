"""The kinds of curve, each with its numbers as plain fields."""

from __future__ import annotations

from saima.core.curves.kinds import PartSteps
from saima.core.intake.curves import CurveKind
from saima.core.words import Words, words
from saima.races.forms.shapes import (
    POINTS,
    SHARE,
    Rows,
    Shape,
    Use,
    choice,
    number,
    yes,
)

CURVE_WORDS: dict[CurveKind, Words] = {
    CurveKind.LINEAR: words("in proportion"),
    CurveKind.STEPS: words("so many points per step"),
    CurveKind.RATE_BANDS: words("so much per percentage point, by bands"),
    CurveKind.THRESHOLD: words("nothing up to a threshold"),
    CurveKind.LADDER: words("fixed points from each level on"),
    CurveKind.EFFICACY: words("efficacy coefficient: five standard values"),
    CurveKind.POINTS: words("a line through points"),
    CurveKind.PIECES: words("bands one by one"),
}
THE_WEIGHT = words("if empty: the weight")
PART_STEPS = (
    (PartSteps.WHOLE.value, words("only full steps count")),
    (PartSteps.LINEAR.value, words("part of a step counts in part")),
)
LINEAR: Shape = (
    number("floor", words("Smallest value that counts"), hint=words("if empty: 0")),
    number("cap", words("Largest value that counts"), hint=words("if empty: no limit")),
    yes("full_at_cap", words("Full weight only at the largest value")),
)
STEPS: Shape = (
    number("base", words("Points at the base"), hint=THE_WEIGHT),
    number("at", words("Base value"), hint=words("if empty: 100%")),
    number("per", words("Width of a step"), hint=SHARE),
    number("add", words("Added per step above"), hint=words("if empty: 1")),
    number("max_add", words("At most added"), hint=words("if empty: none is added")),
    number("deduct", words("Taken per step below"), hint=words("if empty: 1")),
    number("max_deduct", words("At most taken"), hint=words("if empty: none is taken")),
    choice("part_steps", words("Part of a step"), PART_STEPS, PartSteps.WHOLE.value),
)
RATE_BANDS: Shape = (
    number("base", words("Points at 100%"), hint=THE_WEIGHT),
    Rows(
        "above",
        (
            number("upto", words("Up to"), hint=words("the last one: empty")),
            number("per_point", words("Points for each percentage point")),
        ),
    ),
    number(
        "below",
        words("Taken for each percentage point short"),
        hint=words("if empty: 0"),
    ),
    number("limit", words("At most added or taken")),
)
THRESHOLD: Shape = (
    number("zero_below", words("No points up to"), hint=SHARE),
    number("full_at", words("Full weight from"), hint=words("if empty: 100%")),
)
LADDER: Shape = (
    Rows(
        "levels",
        (
            number("at_least", words("At least")),
            number("at_most", words("At most (less is better)")),
            POINTS,
        ),
    ),
    number("otherwise", words("Points short of all levels"), hint=words("if empty: 0")),
)
EFFICACY: Shape = (
    number("excellent", words("Excellent")),
    number("good", words("Good")),
    number("average", words("Average")),
    number("low", words("Low")),
    number("poor", words("Poor")),
)
THROUGH: Shape = (Rows("through", (number("x", words("Value")), POINTS)),)
PIECES: Shape = (
    Rows(
        "bands",
        (
            number("from", words("From (included)")),
            number("below", words("To below")),
            POINTS,
            number("to_points", words("rising to"), hint=words("if empty: level")),
        ),
    ),
)
CURVES: dict[str, Shape] = {
    CurveKind.LINEAR: LINEAR,
    CurveKind.STEPS: STEPS,
    CurveKind.RATE_BANDS: RATE_BANDS,
    CurveKind.THRESHOLD: THRESHOLD,
    CurveKind.LADDER: LADDER,
    CurveKind.EFFICACY: EFFICACY,
    CurveKind.POINTS: THROUGH,
    CurveKind.PIECES: PIECES,
}
CURVE = Use("curve", CURVES, said="kind")
