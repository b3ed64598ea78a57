"""What a page must say beside its numbers."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from saima.races.tests.conftest import (
    FIGURES,
    INDICATORS,
    SCHEME,
    TARGETS,
    UNITS,
    add,
)
from saima.races.tests.test_views import ENTRANT, LEAGUE, PAGES, RACE, text

SAMPLE = '<span class="sign sign-sample">示例</span>'
HEADING = "编码,名称,类型,上级,组别,示例"
TAG = re.compile(r"<[^>]+>")


def words_of(page: str) -> str:
    """The page as it reads."""
    return " ".join(html.unescape(TAG.sub(" ", page)).split())


def row_of(page: str, name: str) -> str:
    """The row of an entrant in the table."""
    (row,) = re.findall(rf'<tr data-name="{name}".*?</tr>', page, re.DOTALL)
    return str(row)


@pytest.mark.parametrize("path", PAGES[1:])
def test_a_race_of_invented_figures_is_marked_on_each_page(
    path: str, chinese: Client
) -> None:
    page = text(chinese, path)
    assert SAMPLE in page
    assert "为演示所编" in page


def test_a_real_race_is_not_marked(home: Path, chinese: Client) -> None:
    add(home / "real", scheme=SCHEME.replace("sample: yes", ""))
    page = text(chinese, "/races/real/2022-03/")
    assert "为演示所编" not in page
    assert SAMPLE in row_of(page, "一公司")  # this unit itself is invented
    assert SAMPLE not in row_of(page, "二公司")


def test_a_target_from_a_document_names_it(chinese: Client) -> None:
    page = text(chinese, LEAGUE)
    assert 1 == page.count("据文件</span>")
    assert 'title="党委会 2022-03-14">据文件' in page


@pytest.mark.parametrize("path", [LEAGUE, ENTRANT, f"{RACE}scheme/"])
def test_the_convention_is_always_named(path: str, chinese: Client) -> None:
    assert "时序口径： 按月" in words_of(text(chinese, path))


def test_the_card_says_how_many_have_reported(chinese: Client) -> None:
    page = words_of(text(chinese, LEAGUE))
    assert "1,210.00 万元 已报 4/6 未报：三公司、另项目 目标 ≥ 7,200 万元" in page


def test_the_card_of_a_whole_month(chinese: Client) -> None:
    page = words_of(text(chinese, f"{RACE}2022-01/"))
    assert (
        "660.00 万元 9.17% 超时序 0.83 个百分点 应完成 8.33% 目标 ≥ 7,200 万元 绿灯"
        in page
    )
    assert "截至2022年1月底应完成全年的 8.33%" in page


def test_a_tie_is_shown(chinese: Client) -> None:
    page = text(chinese, LEAGUE)
    for name in ("一公司", "四公司"):
        assert '<span class="rank rank-1">1</span>' in row_of(page, name)
        assert "并列" in row_of(page, name)
    assert "并列" not in row_of(page, "二公司")


def test_the_last_place_is_marked_but_not_among_three(chinese: Client) -> None:
    page = text(chinese, f"{RACE}2022-02/")
    assert "末位" in row_of(page, "二公司")
    assert 1 == page.count("末位</span>")
    page = text(chinese, LEAGUE)
    assert "末位</span>" not in page
    assert '<span class="rank">3</span>' in row_of(page, "二公司")  # no medal


def test_who_runs_alone_has_no_place_to_speak_of(chinese: Client) -> None:
    page = text(chinese, f"{RACE}2022-01/e/")
    assert "得分构成" in page
    assert "<dt>名次</dt>" not in page
    assert "各月名次" not in page


def test_movement_since_last_month(chinese: Client) -> None:
    page = text(chinese, f"{RACE}2022-02/")
    assert "较上月下降 3 名" in row_of(page, "二公司")
    assert "较上月上升 1 名" in row_of(page, "一公司")
    first = text(chinese, f"{RACE}2022-01/")
    assert "move-up" not in first
    assert "move-new" not in first


def test_the_unranked_are_listed_with_what_is_missing(chinese: Client) -> None:
    row = words_of(row_of(text(chinese, LEAGUE), "三公司"))
    assert "三公司 未报 营收：三公司 未报 另扣 2 分" == row
    row = words_of(row_of(text(chinese, LEAGUE), "五公司"))
    assert "五公司 未报 营收：另项目 未报 另扣 2 分" == row


def test_the_light_card_names_the_unranked(chinese: Client) -> None:
    page = text(chinese, LEAGUE)
    assert "未报 2 三公司 五公司" in words_of(page)
    assert f'<a href="{LEAGUE}c/">三公司</a>' in page
    assert 'class="tab-alert" title="1 家未列入排名">1</span>' in page


def test_what_the_lights_look_at_is_said(chinese: Client) -> None:
    page = words_of(text(chinese, LEAGUE))
    assert "单位亮灯按得分 领先 90 及以上" in page
    assert "指标亮灯按超（欠）时序进度的百分点 绿灯 0 及以上" in page
    assert "单位亮灯按得分；指标亮灯按超（欠）" in words_of(text(chinese, ENTRANT))


def test_movement_is_qualified_when_others_were_ranked(
    home: Path, chinese: Client
) -> None:
    assert "<sup>*</sup>" not in text(chinese, f"{RACE}2022-02/")
    figures = FIGURES.replace("b,营收,当月,120,40,100", "b,营收,当月,120,40,300")
    figures = figures.replace("c,事故,当月,0,0,0", "c,事故,当月,0,0,")
    units = "编码,名称,类型,上级,组别,示例,停用".join(UNITS.split(HEADING))
    units = units.replace("c,三公司,公司,g,一组,", "c,三公司,公司,g,一组,,2022-02")
    add(home / "less", units=units, figures=figures)
    page = text(chinese, "/races/less/2022-03/")
    assert "▲</span>2<sup>*</sup>" in row_of(page, "二公司")
    assert "本月参赛（排名）单位与上月不同" in row_of(page, "二公司")
    assert "三公司 2022年2月后停用" in words_of(page)
    assert "停用" not in text(chinese, "/races/less/2022-02/")


def test_completion_of_a_loss_is_not_told_before_the_year_has_ended(
    home: Path, chinese: Client
) -> None:
    add(
        home / "loss",
        indicators=INDICATORS.replace("越高越好", "越高越好,是").replace(
            "方向", "方向,可为负"
        ),
        targets=TARGETS.replace("a,营收,1200", "a,营收,-1200").replace("7200", "4800"),
        figures=FIGURES.replace("a,营收,当月,100,100,100", "a,营收,当月,-100,-90,-90"),
    )
    page = words_of(text(chinese, "/races/loss/2022-03/loss-a/"))
    assert "营收 -1,200.00 万元 -280.00 万元 106.67% — +1.67" in page
    page = words_of(text(chinese, ENTRANT))
    assert "营收 1,200.00 万元 300.00 万元 100.00% 25.00% 0.00" in page


def test_a_level_is_never_cumulative(home: Path, chinese: Client) -> None:
    rate = INDICATORS.replace("事故,起,数量", "事故,%,比率")
    targets = re.sub("事故,0", "事故,50", TARGETS)
    add(home / "level", indicators=rate, targets=targets)
    page = words_of(text(chinese, "/races/level/2022-03/level-a/"))
    assert "% · 期末值 ·" in page
    assert "月份 计划值 期末值 完成率" in page
    assert "50.00% 0.00% 期末值" in page
    row = row_of(text(chinese, "/races/level/2022-03/"), "一公司")
    assert "事故：期末值 0.00%，" in row


def test_lights_are_told_in_words_of_the_scheme_or_by_color(
    chinese: Client, english: Client
) -> None:
    assert "领先" in row_of(text(chinese, LEAGUE), "一公司")
    row = row_of(text(english, LEAGUE), "一公司")
    assert "green light" in row
    assert "领先" not in row


def test_a_month_without_figures_is_no_link(chinese: Client) -> None:
    page = text(chinese, LEAGUE)
    assert f'href="{RACE}2022-02/" aria-label="2022年2月"' in page
    assert f"{RACE}2022-04/" not in page
    assert 9 == page.count('class="month-off"')


def test_the_working_is_in_words(chinese: Client) -> None:
    page = words_of(text(chinese, ENTRANT))
    assert "年度目标 1,200.00 万元；完成率 = 300 ÷ 1200 = 25.00%。" in page
    assert "得分：60.00（权重 60）" in page
    assert "总分 100.00，列一组第 1 名。" in page


def test_the_parts_of_an_entrant_say_who_is_missing(chinese: Client) -> None:
    page = words_of(text(chinese, f"{LEAGUE}e/"))
    assert "某项目 1,200.00 万元 300.00 万元 350.00 万元 100.00 万元 29.17%" in page
    assert "另项目 1,200.00 万元 300.00 万元 未报 — —" in page


def test_neighbors_in_the_table_are_linked(chinese: Client) -> None:
    page = text(chinese, f"{LEAGUE}d/")
    assert f'<a rel="prev" href="{LEAGUE}a/">' in page
    assert f'<a rel="next" href="{LEAGUE}b/">' in page


def test_the_rules_are_told_and_drawn(chinese: Client) -> None:
    page = text(chinese, f"{RACE}scheme/")
    told = words_of(page)
    assert 3 == page.count('<svg class="drawing"')
    for sentence in (
        "同分同名次，空出下一名",
        "不排名，另扣 2 分",
        "120% 及以上：72 分",
        "目标为零时：守住得权重的 100%",
        "银川市重点项目亮灯规则",
    ):
        assert sentence in told


@pytest.mark.parametrize("path", [*PAGES, "/nothing", f"{RACE}2022-07/"])
def test_no_page_carries_script_or_style_of_its_own(path: str, chinese: Client) -> None:
    """The policy would refuse it, and the page would break in silence."""
    answer = chinese.get(path)
    page = answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    data = re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", page)
    assert all('type="application/json"' in one for one in data)


@pytest.mark.parametrize("path", [LEAGUE, ENTRANT])
def test_names_in_a_page_are_used_once(path: str, chinese: Client) -> None:
    """Tabs and labels point by id."""
    page = text(chinese, path)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'aria-(?:controls|labelledby)="([^"]+)"', page)
    assert set(pointed) <= set(ids)
