"""Contents of editions made by hand, for those who write files of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from saima.core.editions.document import FORM, canonical_json
from saima.core.editions.plain import plain_scheme, plain_standings, plain_world
from saima.core.editions.reading import placed_again
from saima.core.indicators import Direction, Indicator
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.races import Race
from saima.core.schemes import GroupRules, Scheme, Section
from saima.core.subjects import Subject
from saima.core.tests.exact import D, F
from saima.core.tests.made import (
    JUNE,
    REVENUE,
    item,
    monthly,
    race,
    scheme,
    target,
)
from saima.core.units_of_measure import UNITS

COST = Indicator("cost", "成本", UNITS["万元"], direction=Direction.LOWER)
LIGHTS = LightTable(
    LightMeasure.SCORE,
    (
        Band("领先", Light.GREEN, Interval(F(90), None, True, False)),
        Band("追赶", Light.YELLOW, Interval(F(50), F(90), True, False)),
        Band("落后", Light.RED, Interval(None, F(50), False, False)),
    ),
)
SIGNS = ("=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1")


def usual(names: Mapping[str, str] = {}) -> Race:
    """Four units: two behind each other, one that has not reported, one with losses."""
    called = {"A": "甲公司", "B": "乙公司", "C": "丙公司", "D": "丁公司", **names}
    subjects = [Subject(code, name, group="A") for code, name in called.items()]
    subjects[1] = replace(subjects[1], sample=True)
    plan = [target(code, "1200") for code in called]
    plan += [target(code, "-600", "cost") for code in called]
    figures = [
        monthly("A", ["110"] * 6),
        monthly("B", ["90.5"] * 6),
        monthly("C", ["90"] * 5),
        monthly("D", ["20"] * 6),
        *(monthly(code, ["-50"] * 6, "cost") for code in called),
    ]
    rules = scheme(item(weight="60"), item("cost", "40"), standing_lights=LIGHTS)
    return race(subjects, plan, figures, rules, (REVENUE, COST))


def content_of(
    running: Race, month: Month = JUNE, *, before: Scheme | None = None, **more: object
) -> dict[str, Any]:
    """The edition of a month, perhaps with the ranking by the rules before."""
    schemes = [running.scheme, *([before] if before else [])]
    timings = ["amended", "at_opening"] if before else ["at_opening"]
    content = {
        "form": FORM,
        "race": {
            "slug": "r",
            "name": "甲集团赛马",
            "year": month.year,
            "root": {"code": "g", "name": "甲集团"},
        },
        "month": str(month),
        "number": 3,
        "reason": "",
        "record": {
            "event": 77,
            "digest": "ab" * 32,
            "at": "2026-11-26T08:00:00.000000+00:00",
        },
        "world": plain_world(running, month),
        "previous": {"A": 2, "B": 1},
        "absent": [{"code": "z", "name": "戊公司", "group": "A", "why": "closed"}],
        "rankings": [
            _ranking(replace(running, scheme=one), month, timing)
            for one, timing in zip(schemes, timings, strict=True)
        ],
        **more,
    }
    return json.loads(canonical_json(content))  # type: ignore[no-any-return]


def _ranking(running: Race, month: Month, timing: str) -> dict[str, Any]:
    placed = placed_again(running, month, {"A": 2, "B": 1})
    rules = {
        "version": 2 if timing == "amended" else 1,
        "since": str(month),
        "published_at": "2026-05-20T08:00:00.000000+00:00",
        "timing": timing,
        "text": "",
        "digest": "cd" * 32,
    }
    return {
        "rules": rules,
        "scheme": plain_scheme(running.scheme),
        "standings": plain_standings(placed),
    }


def wide(units: int, indicators: int) -> Race:
    """Many units with many indicators, in one group."""
    kinds = tuple(
        Indicator(f"i{n}", f"指标{n}", UNITS["万元"]) for n in range(indicators)
    )
    weight = D(100) / indicators if 100 % indicators == 0 else D("1")
    items = tuple(item(kind.code, f"{weight:f}") for kind in kinds)
    subjects = [Subject(f"u{n}", f"第{n}公司", group="A") for n in range(units)]
    plan = [target(s.code, "1200", kind.code) for s in subjects for kind in kinds]
    figures = [
        monthly(s.code, [f"{(n * 7 + k * 13) % 150}.5"] * 6, kind.code)
        for n, s in enumerate(subjects)
        for k, kind in enumerate(kinds)
    ]
    total = sum((one.weight for one in items), D(0))
    rules = scheme(standing_lights=LIGHTS)
    tree = GroupRules("A", Section("A", total, items))
    return race(subjects, plan, figures, replace(rules, groups=(tree,)), kinds)
