"""Whose paper it is, of what kind, of which day; unknown stays unknown."""

import pytest

from saima.reading.papers.paper import read_text
from saima.reading.papers.values import PaperKind


@pytest.mark.parametrize(
    ("text", "organization", "kind", "date"),
    [
        (
            "远山水务集团召开经营分析会\n\n7月16日，远山水务集团召开上半年经营分析会。会议要求，抓好防汛。会议强调安全。",
            "远山水务集团",
            PaperKind.MEETING,
            "--07-16",
        ),
        (
            "远山水务集团工作简报\n第12期\n2024年7月20日\n【经营动态】\n集团新增用户3万户。\n【工程速览】\n泵站封顶。",
            "远山水务集团",
            PaperKind.NEWSLETTER,
            "2024-07-20",
        ),
        (
            "远山市水利局关于重点项目进展情况的通报\n截至6月底，全市完成投资3亿元。\n二〇二四年七月五日",
            "远山市水利局",
            PaperKind.CIRCULAR,
            "2024-07-05",
        ),
        (
            "青岭县2024年政府工作报告\n——2024年1月18日在青岭县第十届人民代表大会第三次会议上\n各位代表：\n一、2023年工作回顾\n",
            "青岭县人民政府",
            PaperKind.WORK_REPORT,
            "2024-01-18",
        ),
        (
            "青岭县位于山区，盛产茶叶。\n2023年上半年，全县地区生产总值增长5%，一般公共预算收入增长3%，投资增长4%。青岭县将继续努力。\n",
            "青岭县",
            PaperKind.OPERATIONS,
            None,
        ),
        (
            "关于重点任务二季度推进情况的督查通报\n2024-07-08\n一、总体进度\n青岭市政府督查室督查了86个项目。\n二、存在问题\n进度滞后。\n青岭市政府督查室\n",
            "青岭市政府督查室",
            PaperKind.CIRCULAR,
            "2024-07-08",
        ),
        (
            "东湖泵站工程进展\n桩基施工完成，主体结构封顶，钢结构吊装。",
            "东湖泵站工程",
            PaperKind.PROGRESS,
            None,
        ),
    ],
)
def test_a_paper_tells(
    text: str, organization: str, kind: PaperKind, date: str | None
) -> None:
    said = read_text(text).about
    assert organization in (said.organization or "")
    assert (kind, date) == (said.kind, said.date.iso() if said.date else None)


def test_an_empty_paper_tells_nothing() -> None:
    said = read_text("").about
    assert (None, None, None) == (said.organization, said.kind, said.date)
