"""Binary numbers become the decimals that were typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.reading.sheets.cells import NotFiniteError, exact


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (100.0, "100"),
        (0.1 + 0.2, "0.3"),
        (81.14, "81.14"),
        (1.10, "1.1"),
        (1e20, "100000000000000000000"),
        (123456789012345.67, "123456789012346"),
        (0.1234567890123455, "0.123456789012346"),
        (1.5e-7, "1.5E-7"),
    ],
)
def test_a_number(number: float, text: str) -> None:
    assert text == str(exact(number))


@pytest.mark.parametrize("text", ["nan", "inf", "-inf"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NotFiniteError):
        exact(float(text))


@given(st.decimals(-(10**9), 10**9, places=4))
def test_what_was_typed_comes_back(typed: Decimal) -> None:
    assert typed == exact(float(typed))
