"""What is to be done: by whom and by when."""

import pytest

from saima.reading.papers.tests.reading import read


def said(text: str) -> list[tuple[str, str | None, str | None]]:
    """Give text, lead unit and deadline of every task."""
    return [
        (task.text, task.lead, task.deadline.iso() if task.deadline else None)
        for task in read(text).tasks
    ]


def test_each_unit_has_its_own_task() -> None:
    assert [
        ("管网公司要在9月底前完成老旧管网改造", "管网公司", "2024-09-30"),
        ("财务部要保障资金按月拨付", "财务部", None),
    ] == said(
        "会议要求，管网公司要在9月底前完成老旧管网改造；财务部要保障资金按月拨付。"
    )


def test_enumerated_items_are_tasks() -> None:
    found = said(
        "会议强调，一是加快二期泵站建设，倒排工期；二是由安全部牵头开展汛前检查。"
    )
    assert ["加快二期泵站建设，倒排工期", "由安全部牵头开展汛前检查"] == [
        text for text, *_ in found
    ]
    assert [None, "安全部"] == [lead for _, lead, _ in found]


def test_the_line_behind_says_who_answers() -> None:
    text = "下半年工作安排\n（一）建成直饮水示范点三处。\n责任单位：水质公司；完成时限：10月底\n"
    ((_, lead, deadline),) = said(text)
    assert ("水质公司", "2024-10-31") == (lead, deadline)


@pytest.mark.parametrize(
    "text",
    [
        "会议通报，上半年新增用户3万户，完成投资4亿元。",
        "7月16日，集团召开经营分析会。",
        "会上，5家单位作了发言。",
        "会议明确全年主要目标：营业收入30亿元，利润总额2亿元。",
    ],
)
def test_what_is_done_or_mere_figures_is_no_task(text: str) -> None:
    assert [] == said(text)
    assert said("会议要求，管网公司要加快老旧管网改造。")


def test_a_promise_in_a_report_is_a_task() -> None:
    ((text, lead, _),) = said("据悉，管网公司将继续推进分区计量。")
    assert "管网公司" == lead
    assert "继续推进分区计量" in text
