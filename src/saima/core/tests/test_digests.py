"""The canonical form of rows: what differs never looks alike, what is equal does."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.digests import START, canonical, link
from saima.core.periods import Month
from saima.core.tests.drawn import tried
from saima.core.tests.exact import D

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2022, 5, 31, 8, 0, tzinfo=UTC)
SIGNS = st.text(alphabet="a1-:[]lsdtm赛", max_size=4)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-20, 20),
    st.integers(-2000, 2000).map(lambda n: D(n).scaleb(-2)),
    SIGNS,
    st.binary(max_size=2),
    st.dates(date(2021, 12, 30), date(2022, 1, 2)),
    st.datetimes(datetime(2022, 1, 1), datetime(2022, 1, 1, 0, 0, 3)).map(  # noqa: DTZ001 - given its zone right here
        lambda at: at.replace(tzinfo=UTC)
    ),
    st.builds(Month, st.integers(2022, 2023), st.integers(1, 12)),
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


def same(value: object) -> object:
    """What two values must share to have one form: kind and worth."""
    if isinstance(value, list | tuple):
        return tuple(map(same, value))
    if isinstance(value, bool) or value is None:
        return type(value).__name__, value
    if isinstance(value, int | Decimal):
        return "number", value
    return type(value).__name__, value


@tried(400)
@given(VALUES, VALUES)
def test_one_form_means_one_value(here: object, there: object) -> None:
    assert (same(here) == same(there)) is (canonical(here) == canonical(there))


@tried(100)
@given(st.lists(SIGNS, max_size=3), st.lists(SIGNS, max_size=3))
def test_texts_do_not_run_into_each_other(here: list[str], there: list[str]) -> None:
    assert (here == there) is (canonical(here) == canonical(there))


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (None, "n"),
        (True, "b1"),
        (1, "d1"),
        (-12, "d-12"),
        (D("1.00"), "d1"),
        (D("-0.0"), "d0"),
        (D("1E+3"), "d1000"),
        (D("-0.000000012300"), "d-0.0000000123"),
        ("赛马", "s赛马"),
        (b"\x00\xff", "x00ff"),
        (bytearray(b"\x01"), "x01"),
        pytest.param(memoryview(b"\x01"), "x01", id="memoryview-x01"),
        (date(2022, 5, 31), "t2022-05-31"),
        (MORNING, "t2022-05-31T08:00:00.000000Z"),
        (datetime(2022, 5, 31, 16, 0, 0, 5, CHINA), "t2022-05-31T08:00:00.000005Z"),
        (datetime(987, 1, 1, tzinfo=UTC), "t0987-01-01T00:00:00.000000Z"),
        (Month(2022, 5), "m2022-05"),
        ([], "l[]"),
        (("赛", (1, None)), "l[4:s赛10:l[2:d11:n]]"),
    ],
    ids=str,
)
def test_the_forms_that_are_written_down(value: object, form: str) -> None:
    assert form == canonical(value).decode()


@pytest.mark.parametrize("value", [1.5, {"a": 1}, {1}, object(), MORNING.time()])
def test_what_has_no_form(value: object) -> None:
    with pytest.raises(TypeError, match="canonical form"):
        canonical(["ok", value])
    assert canonical(["ok", D("1.5")])


def test_what_is_not_said_in_full() -> None:
    with pytest.raises(ValueError, match="zone"):
        canonical(MORNING.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no number"):
        canonical(D("NaN"))
    assert canonical(MORNING) == canonical(MORNING.astimezone(CHINA))


def test_a_link_covers_what_came_before() -> None:
    first = link(START, b"a")
    assert hashlib.sha256(bytes(32) + b"a").digest() == first
    assert link(first, b"b") != link(link(START, b"c"), b"b")
