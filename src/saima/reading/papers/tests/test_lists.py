"""Lists by colon, bracket and bullet, and what lies several words away from a number."""

import pytest

from saima.reading.papers.paper import read_text
from saima.reading.papers.tests.reading import read, told
from saima.reading.papers.values import Kind, Quantity


def read_whole(text: str) -> tuple[Quantity, ...]:
    """Read a paper that has its own head."""
    return read_text(text).quantities


def test_a_colon_opens_a_list_of_names() -> None:
    found = read("上半年用户满意率：城南98.2%，河西95%，塔山91.7%。").quantities
    assert ["城南", "河西", "塔山"] == [one.entity for one in found]
    assert {"用户满意率"} == {one.indicator for one in found}


def test_brackets_hold_the_figures_of_a_name() -> None:
    found = read(
        "主体完工率居前两位的是葛川县（完工27座，100%）、白亭区（完工26座，96.3%）。"
    ).quantities
    assert ["葛川县", "葛川县", "白亭区", "白亭区"] == [one.entity for one in found]
    assert ["完工", "主体完工率", "完工", "主体完工率"] == [
        one.indicator for one in found
    ]
    assert [Kind.ACTUAL, Kind.COMPLETION_RATE] == [one.kind for one in found[:2]]


def test_a_marked_heading_names_whom_its_lines_tell_of() -> None:
    found = read_whole(
        "国企改革简报\n第3期\n\n◆市储备粮公司：23个库点“瘦身”，一本账管到仓\n"
        "去年底，公司管理人员减到97人。\n"
        "◆市环卫集团：作业队变“合伙人”\n4月末机扫面积2860万平方米。\n"
    )
    assert ["市储备粮公司", "市环卫集团"] == [one.entity for one in found[-2:]]


def test_a_report_of_progress_tells_of_its_work() -> None:
    found = read_whole(
        "芦河枢纽复线船闸工程建设月报\n（2025年7月）\n省港航集团芦河船闸建设指挥部编　8月6日印发\n\n"
        "一、总体情况\n今年投资计划8.6亿元。7月份完成6940万元，闸室墙混凝土浇筑达到设计量的71%。"
    )
    assert {"芦河枢纽复线船闸工程"} == {one.entity for one in found}
    assert "投资" in (found[1].indicator or "")
    assert Kind.COMPLETION_RATE is found[2].kind


def test_as_many_rates_as_things_need_no_each() -> None:
    found = read("上半年售水1.2亿吨、治污0.9亿吨，同比增长5.2%、11.6%。").quantities
    assert [found[0].indicator, found[1].indicator] == [
        one.indicator for one in found[2:]
    ]


def test_the_former_and_the_latter() -> None:
    found = read("售水量1.2亿吨、治污量0.9亿吨，后者同比下降2.7%。").quantities
    assert found[1].indicator == found[2].indicator


@pytest.mark.parametrize(
    ("sentence", "kind", "value"),
    [
        ("客运量118万人次，同比+7.4%。", "growth", "7.4"),
        ("平均停时缩短1.7小时。", "growth", "-1.7"),
        ("平均利率2.94%，较上年低37个基点。", "growth", "-37"),
        ("同比多收2860万元。", "growth", "2860"),
        ("机扫面积比改革前多出四成。", "growth", "4"),
        ("形象进度达83%。", "completion_rate", "83"),
        ("设备加工完成92%。", "completion_rate", "92"),
        ("支出相当于年度预算的97.4%。", "completion_rate", "97.4"),
        ("水质达标率与95%的目标有差距。", "target", "95"),
        ("建成后，年供水能力可达420万吨。", "target", "420"),
        ("双方约定合作规模不低于20亿元。", "target", "20"),
    ],
)
def test_what_words_say_of_a_kind(sentence: str, kind: str, value: str) -> None:
    last = read(sentence).quantities[-1]
    assert (kind, value) == (last.kind.value, str(last.amount.value))


@pytest.mark.parametrize(
    "sentence",
    [
        "热线24小时服务用户。",
        "百公里电耗持续下降。",
        "本刊共印45份。",
        "公司连续11个季度盈利。",
        "该街道排名下滑3位。",
        "产值超10亿元企业继续领跑。",
        "会议通过视频有126人收看。",
    ],
)
def test_numbers_that_state_nothing(sentence: str) -> None:
    assert () == read(sentence).quantities


def test_the_same_words_with_a_figure_count() -> None:
    """A positive control for the numbers that state nothing."""
    assert ["百公里电耗78.2千瓦时", "接待24户"] == [
        one.text for one in read("百公里电耗78.2千瓦时，接待24户。").quantities
    ]


def test_a_time_beside_a_number_is_its_own() -> None:
    day, before, after = read(
        "上半年单日最高供水5.92万吨（6月16日），综合费率由去年的0.9%降到0.55%。"
    ).quantities
    ends = [one.period.end.iso() for one in (day, before, after) if one.period.end]
    assert ["2024-06-16", "2023-12-31", "2024-06-30"] == ends


def test_a_target_is_of_the_day_by_which_it_is_to_be_met() -> None:
    (target,) = read(
        "下半年工作安排\n1．新增泵站12座。（责任单位：建设公司；完成时限：9月底前）\n"
    ).quantities
    assert "2024-09-30" == target.period.end.iso()


def test_a_number_before_a_month_is_no_decimal() -> None:
    (target,) = read("下一步安排\n1.8月计划完成投资7800万元。\n").quantities
    assert ("2024-08-31", "7800") == (
        target.period.end.iso(),
        str(target.amount.value),
    )


def test_names_end_where_their_word_does() -> None:
    """Names that go on are no names, and a verb begins none."""
    found = read("雨情测报站点建成388处，盘活闲置场站3处，社会保险基金收入8.9亿元。")
    assert {"远山水务集团"} == {told(one)[0] for one in found.quantities}


def test_the_year_of_a_heading_tells_what_is_over() -> None:
    """一、2023年的工作 in a report of 2024 is a review, 二、2024年… a plan."""
    found = read_whole(
        "远山县政府工作报告\n2024年1月25日在远山县第五届人民代表大会第三次会议上\n各位代表：\n"
        "一、2023年的工作\n地区生产总值540亿元，二产增加值微降0.3%。\n"
        "二、2024年的工作\n地区生产总值增长6%左右。\n"
    )
    assert [Kind.ACTUAL, Kind.GROWTH, Kind.TARGET] == [one.kind for one in found]
    assert "-0.3" == str(found[1].amount.value)
    assert ["2023-12-31", "2023-12-31", "2024-12-31"] == [
        one.period.end.iso() for one in found if one.period.end
    ]


def test_a_head_of_a_line_is_what_its_brackets_measure() -> None:
    found = read(
        "（一）工程量完成率。高于60%的有枫溪区（71.3%）、洛亭市（66.0%）。\n"
        "（二）资金支付率。排前三位的洛亭市、枫溪区、云岗县依次为58.4%、52.9%、50.1%。"
    ).quantities
    assert ["枫溪区", "洛亭市", "洛亭市", "枫溪区", "云岗县"] == [
        one.entity for one in found
    ]
    assert ["工程量完成率"] * 2 + ["资金支付率"] * 3 == [one.indicator for one in found]
    assert {Kind.COMPLETION_RATE} == {one.kind for one in found}


def test_a_line_that_begins_with_a_name_apart_tells_of_it() -> None:
    found = read("燃气集团　售气3.06亿立方米，增幅9.4%。\n公交集团　常规线路客运量9840万人次。").quantities  # fmt: skip
    assert ["燃气集团", "燃气集团", "公交集团"] == [one.entity for one in found]


def test_a_period_that_still_runs_heads_no_results() -> None:
    found = read_whole(
        "远山水务集团召开前三季度投资分析会 盯紧四季度奋力补欠账\n2022-10-19\n\n1至9月完成投资11.36亿元。\n分项目看，第三水厂扩建完成投资2.07亿元。"
    )
    assert ["2022-09-30"] * 2 == [one.period.end.iso() for one in found]


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("调查失业率未超过5.2%。", "at_most"),
        ("支付比例不低于合同额的80%。", "at_least"),
        ("房价首次突破2万元。", "at_least"),
    ],
)
def test_bounds_that_stand_apart(sentence: str, bound: str) -> None:
    assert bound == read(sentence).quantities[-1].amount.bound.value


def test_the_part_of_a_plan_just_named() -> None:
    found = read("年度计划投资5.2亿元，截至6月30日完成2.6亿元，占50%。").quantities
    assert Kind.COMPLETION_RATE is found[-1].kind


def test_paragraphs_may_begin_with_the_name_they_tell_of() -> None:
    found = read(
        "青柏冷链物流园。目前租出8000平方米。\n石桥岭分散式风电。上半年投入1.28亿元。\n云栈康养社区。6月末开业床位420张。"
    ).quantities
    assert ["青柏冷链物流园", "石桥岭分散式风电", "云栈康养社区"] == [
        one.entity for one in found
    ]


def test_slogans_before_paragraphs_are_no_names() -> None:
    found = read(
        "壮大产业集群。上半年投入1.2亿元。\n优化营商环境。上半年减免费用1亿元。\n办好民生实事。上半年新增床位420张。"
    ).quantities
    assert {"远山水务集团"} == {one.entity for one in found}


def test_a_piece_of_a_report_is_of_its_city() -> None:
    """Named by two things that bear its name; else 全市 stands for it."""
    opening = "三、2026年目标任务\n今年全市经济社会发展主要预期目标为：地区生产总值增长5.5%以上。\n固定资产投资增长6%。"
    named = read_text(opening + "岚州有这个条件。岚州高新区要冲刺百强。")
    assert "岚州市人民政府" == named.about.organization
    assert "岚州市" == named.quantities[1].entity
    unnamed = read_text(opening)
    assert (None, "全市") == (
        unnamed.about.organization,
        unnamed.quantities[1].entity,
    )


def test_from_how_it_is_to_what_is_planned() -> None:
    was, will = read("资产总额将由168亿元增至214亿元左右。").quantities
    assert [Kind.ACTUAL, Kind.TARGET] == [was.kind, will.kind]


def test_a_heading_of_results_and_plans_is_neither() -> None:
    found = read_whole(
        "远山县发展改革局\n2026年2月11日\n（二）投资运行情况及2026年安排\n2025年，民间投资占全部投资的比重为54.9%。\n2026年力争完成投资97亿元。\n"
    )
    assert [Kind.SHARE, Kind.TARGET] == [one.kind for one in found]


def test_what_opens_a_newsletter_is_told_of_all_of_it() -> None:
    found = read_whole(
        "督查专报\n〔2025〕第27期\n云榉区委区政府督查室　2025年5月16日\n"
        "【总体】截至5月9日，全区新装充电端口2.17万个。\n【点名表扬】鹿鸣街道新装端口4120个。\n【点名批评】桂坊街道招牌拆除率31.8%。\n"
    )
    assert ["2025-05-09"] * 3 == [one.period.end.iso() for one in found]
