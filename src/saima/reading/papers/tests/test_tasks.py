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


@pytest.mark.parametrize(
    ("sentence", "lead", "deadline"),
    [
        ("营运部9月18日前将运输方案报集团审定。", "营运部", "2024-09-18"),
        ("——安监部会同工会对17艘船逐船检查。", "安监部", None),
        ("码头改造由工程部抓总，外港分公司配合，9月底前完工。", "工程部", "2024-09-30"),
        ("12月10日前完成净化工程招标（县卫健局牵头，县财政局配合）。", "县卫健局", "2024-12-10"),
        ("县供销集团抢晴天封闭库体，年内带电试运行。", "县供销集团", "2024-12-31"),
        ("对不达标的坝段，由市质监站督促返工。", "市质监站", None),
        ("区城管局开展落叶季保洁，本月底机扫率提到92%。", "区城管局", "2024-07-31"),
        ("剩余土地下月15日前全部交付。", None, "2024-08-15"),
        ("农业局编制支出标准，10月底前报区政府。", "农业局", "2024-10-31"),
        ("对11月仍未完工的项目取消资格。", None, None),
    ],
)  # fmt: skip
def test_who_does_it_and_until_when(
    sentence: str, lead: str | None, deadline: str | None
) -> None:
    ((_, found, day),) = said(f"下一步工作安排\n{sentence}")
    assert (lead, deadline) == (found, day)


def test_a_meeting_that_settles_something_asks_for_it() -> None:
    found = said("会议确定，全年降本5000万元。下半年集中打好硬仗：\n（一）降本控亏。财务部8月10日前拿出方案。")  # fmt: skip
    assert [("财务部8月10日前拿出方案", "财务部", "2024-08-10")] == found
    assert [] == said("按照年初会议确定的目标，财务部拿出了方案。")


def test_a_deed_behind_a_semicolon_is_of_the_same_unit() -> None:
    leads = [lead for _, lead, _ in said("下一步工作安排\n营运部8月10日前拿出方案；年底前裁并线路14条，缩短候车时间。")]  # fmt: skip
    assert ["营运部", "营运部"] == leads


def test_who_answers_may_stand_in_brackets_of_its_own() -> None:
    text = "下半年工作安排\n1．挂牌运行种业实验室，引进团队8个。（市科技局牵头，市财政局配合）\n"
    ((_, lead, _),) = said(text)
    assert "市科技局" == lead


def test_what_heads_an_item_is_no_task() -> None:
    text = "会议要求，堵点要当场认领：\n——鸦溪水库。管理房同步收尾，11月底前具备蓄水条件；\n"
    assert ["管理房同步收尾，11月底前具备蓄水条件"] == [one for one, *_ in said(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "设备进场比原计划晚了40天。",
        "品牌要靠品质撑着。",
        "公司党支部牵头，与街道组成联盟，聘期从2022年6月到2024年9月。",
        "方案现印发给你们，请结合实际抓好落实。",
        "县里年初公开承诺的10件实事细化为24个项目。",
    ],
)
def test_what_sounds_like_one_is_no_task(sentence: str) -> None:
    assert [] == said(sentence)
