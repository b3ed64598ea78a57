"""Properties that hold for every text, and the labelled papers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.reading.papers.labelled import labelled, written
from saima.reading.papers.paper import Paper, read_text

SIGNS = "完成投资增长计划要求年度占达的分别和、，。；：（）“”\n一二三十百千万亿年月日底前第个户家%％元0123456789.—至约超"


@given(st.text(alphabet=SIGNS, max_size=120))
def test_any_text_is_read(text: str) -> None:
    check_places(read_text(text))


@given(st.text(max_size=80))
def test_any_signs_are_read(text: str) -> None:
    check_places(read_text(text))


def check_places(paper: Paper) -> None:
    """Every span lies in the text and holds what it says."""
    text = paper.clean.text
    for one in paper.quantities:
        assert one.text == one.span.of(text).strip()
        assert one.span.start <= one.number.start < one.number.end <= one.span.end
        assert isinstance(one.amount.base, Decimal)
    for task in paper.tasks:
        assert task.text == task.span.of(text)
        assert task.text


def test_the_labelled_form_has_exact_numbers() -> None:
    said = labelled(read_text("远山水务集团召开会议\n上半年完成投资0.1亿元。"))
    (quantity,) = said["quantities"]
    assert (Decimal("0.1"), Decimal(10_000_000)) == (
        quantity["value"],
        quantity["value_base"],
    )
    assert {"meta", "quantities", "tasks", "clean_text"} == set(said)
    assert '"value": 0.1,' in written(said)


@pytest.mark.parametrize("sign", ["1", "20", "一、", "集团", "的", "1.", "市"])
def test_long_rows_of_one_sign_are_passed_over(sign: str) -> None:
    """Read within the suite's patience; looked at from every place they took minutes."""
    assert () == read_text(sign * (20_000 // len(sign))).tasks
