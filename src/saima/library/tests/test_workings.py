"""A paper's own numbers are held against each other, with the working beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from saima.core.refusal import Refused
from saima.library.actions.deciding import accept_sure
from saima.library.models import Paper
from saima.library.suggesting import DISAGREES
from saima.library.tests.made import Library
from saima.reading.papers.paper import read_text

Browsers = Callable[[str], Client]
TEXT = """甲公司经营简讯
2026年10月8日
截至9月底，甲公司实现营业收入{part}，完成年度计划34.15亿元的{rate}。乙公司要加快招商。
"""


def paper(library: Library, part: str = "27.71亿元", rate: str = "81%") -> Paper:
    """A paper that states a result, its plan and the rate."""
    read = read_text(TEXT.format(part=part, rate=rate))
    return library.paper(read, name=part + rate)


@pytest.mark.parametrize(
    ("rate", "sign", "working"),
    [
        ("81%", "一致", "27.71亿元 ÷ 34.15亿元 = 81.14%，文中为 81%"),
        ("91.5%", "不一致", "27.71亿元 ÷ 34.15亿元 = 81.14%，文中为 91.5%"),
        ("81.144%", "一致", "27.71亿元 ÷ 34.15亿元 = 81.1420%，文中为 81.144%"),
    ],
)
def test_the_working_stands_beside_each_number_concerned(
    library: Library, client_of: Browsers, rate: str, sign: str, working: str
) -> None:
    row = paper(library, rate=rate)
    page = client_of("planner").get(f"/papers/g/{row.pk}/").content.decode()
    assert 3 == page.count(working)
    assert 3 == page.count(f">{sign}</span>")


def test_what_contradicts_itself_is_not_sure(library: Library) -> None:
    by = library.cast.who("planner", "planner")
    for rate, doubts in (("81%", []), ("91%", [DISAGREES])):
        row = paper(library, rate=rate)
        said = library.said(row)
        part, whole, percent, *others = said
        assert [doubts] * 3 == [one.doubts for one in (part, whole, percent)]
        assert [[]] == [one.doubts for one in others]
        numbers = [part.pk, whole.pk]
        if not doubts:
            assert accept_sure(row, numbers, by=by)  # the control
            continue
        with pytest.raises(Refused):
            accept_sure(row, numbers, by=by)


def test_an_earlier_reading_without_checks_is_shown(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    assert [] == row.reading.checks  # type: ignore[union-attr]
    assert 200 == client_of("planner").get(f"/papers/g/{row.pk}/").status_code
