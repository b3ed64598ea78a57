"""What the verifier computes, held against numbers worked out by hand or published."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from saima.core.figures import Basis
from saima.core.periods import Month
from saima.core.subjects import Subject, SubjectKind
from saima.core.tests.exact import F
from saima.core.tests.made import (
    JUNE,
    YEAR,
    even,
    item,
    monthly,
    opened,
    race,
    scheme,
    simple,
    target,
    units,
)
from saima.races.tests.frozen import content_of, sealed_again
from saima.races.verifier import verify_edition
from saima.races.verifier.verify_edition import Board, World
from saima.reading.calendars import packaged_calendar

HIGHER, LOWER, RATIO = (1, False), (-1, False), (-1, True)


@pytest.mark.parametrize(
    ("done", "due", "way", "share"),
    [
        ("120", "100", HIGHER, "1.2"),
        ("-150", "-100", HIGHER, "0.5"),  # a loss larger than planned
        ("-100", "-100", HIGHER, "1"),
        ("-80", "-100", HIGHER, "1.2"),
        ("0", "-100", HIGHER, "2"),
        ("50", "-100", HIGHER, "2.5"),  # turned to profit
        ("-50", "100", HIGHER, "-0.5"),
        ("80", "100", LOWER, "1.2"),
        ("250", "100", LOWER, "-0.5"),
        ("80", "100", RATIO, "1.25"),
        ("-120", "-100", RATIO, "1.2"),
    ],
)
def test_rates_are_the_published_ones(
    done: str, due: str, way: Any, share: str
) -> None:
    assert F(share) == verify_edition.rate(F(done), F(due), way)


def test_there_is_no_rate_of_nothing() -> None:
    assert verify_edition.rate(F(1), F(0), HIGHER) is None
    assert verify_edition.rate(None, F(1), HIGHER) is None
    assert verify_edition.rate(F(0), F(1), RATIO) is None
    assert F(0) == verify_edition.rate(F(0), F(1), HIGHER)


@pytest.mark.parametrize(
    ("convention", "gone", "whole"),
    [("month", 9, 12), ("day", 274, 366), ("workday", 189, 251)],
)
def test_what_is_due_at_the_end_of_september_2024(
    convention: str, gone: int, whole: int
) -> None:
    content = content_of(simple({"A": "1"}), JUNE)
    calendar = packaged_calendar()
    kept = {name: [str(d) for d in getattr(calendar, name)] for name in ("off", "work")}
    content["world"]["calendar"] = {"years": [2024], **kept}
    content["month"] = "2024-09"
    weights = verify_edition.weights_of_months(World(content), convention)
    assert (gone, whole) == (sum(weights[:9]), sum(weights))


def test_who_opens_in_may_has_a_quarter_of_its_year_by_june() -> None:
    (runner,) = units("A")
    running = race([opened(runner, 5)], [target("A", "80")], [even("A", "20")])
    content = content_of(running, JUNE)
    board = Board(World(content), content["rankings"][0]["scheme"])
    assert (F("1/4"), F("1/8")) == board.shares("A")
    assert F(20) == board.plan("A", "revenue").to_date


def leaf(name: str, weight: str) -> dict[str, str]:
    return {"indicator": name, "weight": weight}


def test_a_weight_falls_to_the_neighbors_in_its_section() -> None:
    result = {"weight": "60", "children": [leaf("营收", "40"), leaf("利税", "20")]}
    tree = {"weight": "100", "children": [result, leaf("党建", "40")]}
    points = {"营收": F(38), "党建": F(36)}
    assert F(93) == verify_edition.gathered(tree, points)
    assert F(84) == verify_edition.gathered(tree, {**points, "利税": F(10)})
    assert F(90) == verify_edition.gathered(tree, {"党建": F(36)})
    assert verify_edition.gathered(tree, {}) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("1/8", "0.13"), ("-1/8", "-0.13"), ("2/3", "0.67"), ("-1/999", "0.00")],
)
def test_a_half_goes_away_from_zero(value: str, text: str) -> None:
    rounded = verify_edition.rounded(Fraction(value), 2)
    assert text == verify_edition.fixed(rounded, 2)
    whole = verify_edition.rounded(Fraction(value) * 4, 0)
    assert verify_edition.fixed(whole, 0) in ("1", "-1", "3", "0")


def test_months_to_date_are_told_apart() -> None:
    """A series to date gives its month by a difference, and not across a gap."""
    sums = monthly("A", ["10", "30", None, "90"], basis=Basis.TO_DATE)
    running = race(units("A"), [target("A", "120")], [sums])
    for number, told in ((1, (10, 10)), (2, (30, 20)), (3, (None, None))):
        content = content_of(running, Month(YEAR, number))
        board = Board(World(content), content["rankings"][0]["scheme"])
        assert [*told] == [*board.done(["A"], "revenue")]
    content = content_of(running, Month(YEAR, 4))
    board = Board(World(content), content["rankings"][0]["scheme"])
    assert [90, None] == [*board.done(["A"], "revenue")]


def test_a_program_that_rounds_otherwise_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A positive control: the comparison sees the last digit."""
    half = simple({"A": "50.005", "B": "40"}, decimals=2)
    file = sealed_again(content_of(half, JUNE))
    assert [] == verify_edition.report(file, None)["differences"]
    monkeypatch.setattr(
        verify_edition, "rounded", lambda x, n: Fraction(x * 10**n // 1, 10**n)
    )
    found = verify_edition.report(file, None)["differences"]
    assert {"points", "score", "full_score"} == {one.what for one in found}


def test_places_are_shared_as_the_scheme_says() -> None:
    for ties, places in (("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3])):
        rules = scheme(item(), decimals=0)
        to = {"A": "90", "B": "80", "C": "80.1", "D": "70"}
        running = race(
            units("ABCD"),
            [target(code, "200") for code in to],
            [even(code, done) for code, done in to.items()],
            rules,
        )
        content = content_of(running, JUNE)
        content["rankings"][0]["scheme"]["ties"] = ties
        board = Board(World(content), content["rankings"][0]["scheme"])
        assert places == [one.rank for one in verify_edition.ranking(board)]


@pytest.mark.parametrize("promised", [None, "120"])
def test_groups_run_as_entrants_less_what_their_units_sold_to_each_other(
    promised: str | None,
) -> None:
    """An office above two groups: each is the sum of its units, internal sales off."""
    groups = [one.under("O") for one in units("GH")]
    below = [Subject(code, code, parent="G") for code in "AB"]
    below.append(Subject("C", "C", parent="H"))
    pair = Subject("AB", "A销B", SubjectKind.ELIMINATION, parent="G")
    targets = [target(code, "600") for code in "ABC"]
    if promised:
        targets.append(target("AB", promised))
    running = race(
        [Subject("O", "国资委"), *groups, *below, pair],
        targets,
        [even("A", "300"), even("B", "300"), even("AB", "60"), even("C", "300")],
    )
    content = content_of(running, JUNE)
    standings = {s["entrant"]: s for s in content["rankings"][0]["standings"]}
    (whole,) = standings["G"]["items"]
    assert "540" == whole["actual"]
    assert ("1080" if promised else "1200") == whole["target"]
    assert [] == verify_edition.report(sealed_again(content), None)["differences"]
    (whole["actual"], kept) = ("600", whole["actual"])
    told = verify_edition.report(sealed_again(content), None)["differences"]
    assert [("actual", "600", kept)] == [(d.what, d.stands, d.should) for d in told]
