"""What is to be done: by whom and by when."""

import pytest

from saima.reading.papers.paper import read_text
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


PLAN_PART = (
    "1.加强人才引进。完善引进办法，健全服务机制。拓宽引才渠道，办好招聘活动。"
    "（牵头单位：市人社局，配合单位：各有关单位）\n"
    "2.优化服务。简化办事流程，推行一窗受理。各区要于2024年底前制定实施细则。"
    "（牵头单位：市政数局）\n"
    "3.营造氛围。加大宣传力度，选树一批典型。（牵头单位：市委宣传部）\n"
)


def test_a_part_of_a_plan_without_its_title_holds_tasks_of_those_who_lead() -> None:
    found = {task.text: task.lead for task in read_text(PLAN_PART).tasks}
    assert "市人社局" == found["完善引进办法，健全服务机制"]
    assert "市人社局" == found["拓宽引才渠道，办好招聘活动"]
    assert "各区" == found["各区要于2024年底前制定实施细则"]
    assert "市委宣传部" == found["加大宣传力度，选树一批典型"]


def test_what_was_done_in_the_same_words_is_no_plan() -> None:
    told = PLAN_PART.replace("。（牵头", "，取得成效，会议已通报。（牵头")
    told = told.replace("各区要于2024年底前制定", "各区已制定")
    assert [] == [task.text for task in read_text(told).tasks]


def test_a_title_asks_nothing_of_the_lines_below() -> None:
    text = "李某要求安全工作抓早抓实 确保完成年度目标任务\n今天，全县安全工作会议召开。部分乡镇存在走过场的问题。\n"
    assert [] == [task.text for task in read_text(text).tasks]


def test_a_unit_is_asked_on_behind_a_semicolon() -> None:
    found = said("会议强调，各部门要压实责任，倒排工期；要加强调度，及时协调问题。")
    assert ["各部门", "各部门"] == [lead for _, lead, _ in found]


def test_the_label_of_a_line_answers_for_all_of_it() -> None:
    found = said(
        "下半年重点工作\n1.工程管理部：督促泵站9月25日前竣工验收；会同监理单位抽检一遍。\n"
    )
    assert [("工程管理部", "2024-09-25"), ("工程管理部", None)] == [
        (lead, deadline) for _, lead, deadline in found
    ]


@pytest.mark.parametrize(
    ("task", "deadline"),
    [
        ("市燃气集团要在三季度完成五个片区整合。", "2024-09-30"),
        ("市燃气集团要做好三季度重大项目集中开工准备。", None),
    ],
)
def test_a_quarter_is_a_deadline_where_something_ends_in_it(
    task: str, deadline: str | None
) -> None:
    ((_, _, found),) = said(f"会议要求，{task}")
    assert deadline == found


def test_departments_whose_names_begin_like_a_deed_are_units() -> None:
    found = said("会议要求，计划财务部12月15日前提出预算草案，组织部要完善考核办法。")
    assert ["计划财务部", "组织部"] == [lead for _, lead, _ in found]
