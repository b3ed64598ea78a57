"""Standings for programs: exact texts for numbers, null where there is none."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from saima.core.periods import Month
from saima.core.races import standings_at
from saima.core.tests.papers import (
    FIGURES,
    SCHEME,
    TARGETS,
    Rows,
    changed,
    taken_in,
)
from saima.writing.standings_json import standings_json

LIT = {"measure": "score", "bands": [{"light": "green", "name": "绿灯"}]}


def document(number: int = 3, scheme: object = SCHEME, **tables: Rows) -> Any:
    race = taken_in(scheme, **tables).race  # type: ignore[arg-type]
    assert race is not None
    month = Month(2022, number)
    return json.loads(standings_json(race, month, standings_at(race, month)))


def first_item(**tables: Rows) -> Any:
    """The item of 甲公司's 营收."""
    (entrant,) = (s for s in document(**tables)["standings"] if s["unit"] == "甲公司")
    return entrant["items"][0]


def test_chinese_stays_readable() -> None:
    race = taken_in().race
    assert race is not None
    month = Month(2022, 3)
    assert "甲公司" in standings_json(race, month, standings_at(race, month))


def test_ratios_are_fractions_of_one_and_leads_are_points() -> None:
    item = first_item(targets=changed(TARGETS, C2="900"))
    assert "0.366667" == item["completion"]
    assert "1.466667" == item["achievement"]
    assert "11.6667" == item["lead_pp"]


def test_amounts_are_exact() -> None:
    item = first_item(figures=changed(FIGURES, D2="100.12345678"))
    assert "330.12345678" == item["actual_to_date"]
    assert Decimal(300) == Decimal(item["plan_to_date"])


def test_amounts_have_no_exponent_and_zero_no_sign() -> None:
    zeros = changed(FIGURES, D2="-0", E2="0", F2="0.00")
    assert Decimal(0) == Decimal(first_item(figures=zeros)["actual_to_date"])
    assert "-" not in first_item(figures=zeros)["actual_to_date"]
    whole = changed(TARGETS, C2=Decimal("1.2E+3"))
    assert "1200" == first_item(targets=whole)["target"]


def test_a_light_is_its_color() -> None:
    (entrant, *_) = document(scheme={**SCHEME, "lights": {"standings": LIT}})[
        "standings"
    ]
    assert "green" == entrant["light"]
    assert document()["standings"][0]["light"] is None


def test_a_month_without_figures_ranks_nobody() -> None:
    standings = document(7)["standings"]
    assert [None, None] == [s["rank"] for s in standings]
    assert {"missing"} == {i["status"] for s in standings for i in s["items"]}
