"""The whole of a scheme as the form shows it, in the order in which it is written."""

from __future__ import annotations

from saima.core.honors.lists import PLAN_WORDS
from saima.core.honors.streaks import STREAK_WORDS
from saima.core.lights import LIGHT_WORDS, Light, LightMeasure
from saima.core.progress import CONVENTION_WORDS, LowerForm
from saima.core.scheme_words import (
    LIGHT_MEASURE_WORDS,
    LOWER_FORM_WORDS,
    RANK_ON_WORDS,
    TIES_WORDS,
)
from saima.core.schemes import (
    MEASURE_WORDS,
    Edge,
    Measure,
    Peers,
    PlanKept,
    RankOn,
    StreakKind,
    Together,
)
from saima.core.standings import Ties
from saima.core.words import words
from saima.races.forms.curve_shapes import CURVE
from saima.races.forms.shapes import (
    NAME,
    Box,
    Choices,
    Items,
    Kind,
    Named,
    Part,
    Rows,
    Shape,
    Texts,
    Use,
    choice,
    number,
    yes,
)

PEERS: Choices = (
    (Peers.PLACES.value, words("places, scores and lights")),
    (Peers.VALUES.value, words("targets, figures and working too")),
)
LIGHTS: Choices = tuple((one.value, LIGHT_WORDS[one]) for one in Light)
EDGES: Choices = (
    (Edge.ALL.value, words("all of them are listed")),
    (Edge.NONE.value, words("none of them is listed")),
)
PRAISED_PLAN: Choices = tuple(
    (one.value, PLAN_WORDS[one]) for one in (PlanKept.EXCEEDED, PlanKept.KEPT)
)
MISSED_PLAN: Choices = ((PlanKept.MISSED.value, PLAN_WORDS[PlanKept.MISSED]),)
STREAKS: Choices = tuple((one.value, STREAK_WORDS[one]) for one in StreakKind)
PLAN, NO_CONDITION = words("Plan to date"), words("no such condition")
TOGETHER: Choices = (
    (Together.ALL.value, words("each of them is kept")),
    (Together.WEIGHTED.value, words("together by their weights")),
)
MEASURES: Choices = tuple((one.value, MEASURE_WORDS[one]) for one in Measure)
LOWER_FORMS: Choices = tuple((one.value, LOWER_FORM_WORDS[one]) for one in LowerForm)
CONVENTIONS: Choices = tuple(
    (key.value, said) for key, said in CONVENTION_WORDS.items()
)

BAND: Shape = (
    choice("light", words("Light"), LIGHTS),
    Box("name", words("Printed as")),
    number("from", words("From (included)")),
    number("above", words("Above (not included)")),
    number("to", words("To (included)")),
    number("below", words("To below")),
)
LIGHT_TABLE: Shape = (
    NAME,
    choice(
        "measure",
        words("Looks at"),
        tuple((one.value, LIGHT_MEASURE_WORDS[one]) for one in LightMeasure),
    ),
    Box("source", words("Source")),
    Rows("bands", BAND),
)
RED: Shape = (
    number("top", words("Among the first so many")),
    Texts("lights", words("Its light is one of"), LIGHTS),
    number("score_from", words("Score at least")),
    Box("plan", PLAN, Kind.CHOICE, PRAISED_PLAN, blank=NO_CONDITION),
    choice("edge", words("Where several share the last place"), EDGES, Edge.ALL.value),
)
BLACK: Shape = (
    number("bottom", words("Among the last so many")),
    Texts("lights", words("Its light is one of"), LIGHTS),
    number("score_below", words("Score below")),
    Box("plan", PLAN, Kind.CHOICE, MISSED_PLAN, blank=NO_CONDITION),
    choice("edge", words("Where several share the last place"), EDGES, Edge.NONE.value),
    number(
        "least",
        words("No list where fewer run than"),
        hint=words("if empty: 5"),
    ),
    yes("missing", words("Who did not report is listed")),
)
STREAK: Shape = (
    choice("kind", words("What is told"), STREAKS),
    Texts("indicators", words("Over which indicators")),
    choice("together", words("How they count"), TOGETHER, Together.ALL.value),
)
ITEM: Shape = (
    Box("indicator", words("Indicator"), Kind.INDICATOR),
    number("weight", words("Weight")),
    choice("measure", words("What is scored"), MEASURES, Measure.ACHIEVEMENT.value),
    choice(
        "lower_form",
        words("Where less is better"),
        LOWER_FORMS,
        LowerForm.LINEAR.value,
    ),
    CURVE,
    Part(
        "zero_target",
        (
            number("met", words("Zero was kept")),
            number("better", words("Better than zero")),
            number("worse", words("Worse than zero")),
        ),
    ),
)
KNOT: Shape = (
    Box("name", words("Name of the section")),
    number("weight", words("Weight")),
    Items("items"),
)
LISTS = Part("lists", (Part("red", RED), Part("black", BLACK)))
GROUP: Shape = (
    Box("name", words("Name of this group")),
    LISTS,
    Rows("streaks", STREAK),
    Items("items"),
)
SCHEME: Shape = (
    Box("name", words("Name of the race")),
    number("year", words("Year")),
    Box("source", words("Where the numbers come from"), Kind.LONG),
    yes("sample", words("Invented for an example")),
    choice("convention", words("Schedule convention"), CONVENTIONS),
    number(
        "decimals", words("Decimals of points and scores"), hint=words("if empty: 2")
    ),
    choice(
        "rank_on",
        words("Places"),
        tuple((one.value, RANK_ON_WORDS[one]) for one in RankOn),
        RankOn.PRINTED.value,
    ),
    choice(
        "ties",
        words("Ties"),
        tuple((one.value, TIES_WORDS[one]) for one in Ties),
        Ties.COMPETITION.value,
    ),
    Texts("tie_break", words("Equal scores are decided by"), ordered=True),
    Part(
        "missing",
        (
            number(
                "deduct",
                words("Points taken for a missing report"),
                hint=words("if empty: none"),
            ),
        ),
    ),
    choice("peers", words("Units see of each other"), PEERS, Peers.PLACES.value),
    Part(
        "lights",
        (Use("items", {"own": LIGHT_TABLE}), Use("standings", {"own": LIGHT_TABLE})),
    ),
    LISTS,
    Rows("streaks", STREAK),
    Named("curves", CURVE),
    Rows("groups", GROUP),
)
