"""Each address: what it answers, and how it says that there is nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from saima.races.queries import live as queries
from saima.races.tests.conftest import (
    FIGURES,
    FILES,
    SCHEME,
    UNITS,
    add,
    load,
    reader_of,
)

RACE = "/races/jia-2022/"
LEAGUE = f"{RACE}2022-03/"
ENTRANT = f"{LEAGUE}a/"
NOW = "/editions/jia-2022/2022-03/now/"
DRAFT = "/rules/jia-2022/"
PAGES = ["/races/", LEAGUE, ENTRANT, f"{LEAGUE}c/", f"{LEAGUE}e/", f"{RACE}scheme/"]


def text(client: Client, path: str, status: int = 200) -> str:
    """The page behind an address."""
    answer = client.get(path)
    assert status == answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("reader", ["chinese", "english"])
def test_every_page_opens(path: str, reader: str, request: Any) -> None:
    assert "<h1" in text(request.getfixturevalue(reader), path)


def test_a_race_leads_to_its_latest_month(chinese: Client) -> None:
    answer = chinese.get(RACE)
    assert (302, LEAGUE) == (answer.status_code, answer["Location"])


def test_a_race_without_figures_leads_to_its_rules(home: Path, chinese: Client) -> None:
    add(home / "new", figures="对象,指标,口径,1月\n")
    answer = chinese.get("/races/new/")
    assert "/races/new/scheme/" == answer["Location"]
    assert "尚未公布" in text(chinese, "/races/new/scheme/")
    assert "尚未填报" in text(chinese, "/races/")


def test_an_unknown_race_is_said_kindly(chinese: Client) -> None:
    page = text(chinese, "/races/nothing/", 404)
    assert "没有这个页面" in page
    assert "返回赛马列表" in page


@pytest.mark.parametrize("slug", ["..", "%2e%2e", "..%2f..", "%2fetc"])
def test_no_address_leads_out_of_the_folder(slug: str, chinese: Client) -> None:
    assert 404 == chinese.get(f"/races/{slug}/scheme/").status_code


def test_a_month_without_figures_names_those_that_have_some(chinese: Client) -> None:
    page = text(chinese, f"{RACE}2022-07/", 404)
    assert "2022年7月尚未公布" in page
    assert f'href="{LEAGUE}"' in page
    assert 404 == chinese.get(f"{RACE}2022-07/a/").status_code
    assert "2022年7月没有数据" in text(chinese, "/editions/jia-2022/2022-07/now/", 404)


@pytest.mark.parametrize("month", ["2022-13", "2022-00", "2022-3", "0000-01", "last"])
def test_what_is_no_month_leads_nowhere(month: str, chinese: Client) -> None:
    assert 404 == chinese.get(f"{RACE}{month}/").status_code


@pytest.mark.parametrize("code", ["zzz", "g", "p", "<b>", "a/b"])
def test_an_unknown_entrant_leads_back_to_the_table(code: str, chinese: Client) -> None:
    page = text(chinese, f"{LEAGUE}{code}/", 404)
    assert "没有代码为" in page
    assert "<b>" not in page
    assert f'href="{LEAGUE}"' in page


def test_who_left_is_said_kindly_and_linked_to_its_months(
    home: Path, chinese: Client
) -> None:
    units = UNITS.replace("组别,示例", "组别,示例,停用")
    units = units.replace("d,四公司,公司,g,一组,", "d,四公司,公司,g,一组,,2022-02")
    figures = FIGURES.replace("d,营收,当月,100,100,100", "d,营收,当月,100,100,")
    figures = figures.replace("d,事故,当月,0,0,0", "d,事故,当月,0,0,")
    add(home / "left", units=units, figures=figures)
    page = text(chinese, "/races/left/2022-03/left-d/", 404)
    assert "<h1>四公司自2022年3月起不参赛</h1>" in page
    assert "<title>四公司自2022年3月起不参赛" in page
    assert 'href="/races/left/2022-02/left-d/"' in page
    page = text(chinese, "/races/left/2022-02/left-d/")
    assert "/races/left/2022-03/left-d/" not in page
    assert "本月不参赛" in page


def test_a_code_of_before_codes_were_checked_leads_to_its_page(
    home: Path, chinese: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("core.intake.lookup", "people.actions.units"):
        monkeypatch.setattr(f"saima.{place}.code_fault", lambda code: None)
    odd = {
        name: FILES[f"{name}.csv"].replace("\na,", "\n甲/1 #?,")
        for name in ("units", "targets", "figures")
    }
    add(home / "odd", **odd)
    assert "%E7%94%B2/1%20%23%3F/" in text(chinese, "/races/odd/2022-03/")
    assert "一公司" in text(chinese, "/races/odd/2022-03/%E7%94%B2/1%20%23%3F/")


def test_a_race_of_another_group_is_not_there(home: Path, chinese: Client) -> None:
    load(home / "other", scheme=SCHEME.replace("甲集团赛马", "乙集团赛马"))
    assert "乙集团赛马" not in text(chinese, "/races/")
    text(chinese, "/races/other/2022-03/", 404)
    theirs = reader_of("zh-CN", "other-g-planner")
    assert "乙集团赛马" in text(theirs, "/races/")
    text(theirs, "/races/other/2022-03/")
    assert "甲集团赛马" not in text(theirs, "/races/")


@pytest.mark.parametrize("path", [*PAGES, RACE])
@pytest.mark.parametrize("post", ["system", "audit"])
def test_administrators_see_no_places(home: Path, path: str, post: str) -> None:
    text(reader_of("zh-CN", post), path, 403)
    text(reader_of("zh-CN", "planner"), path, 302 if path == RACE else 200)


@pytest.mark.parametrize("path", [f"{NOW}", f"{NOW}a/", f"{DRAFT}"])
@pytest.mark.parametrize("post", ["a-reporter", "a-approver"])
def test_before_publication_places_are_the_groups_own(
    home: Path, path: str, post: str
) -> None:
    text(reader_of("zh-CN", post), path, 403)
    text(reader_of("zh-CN", "planner"), path)


def test_a_unit_sees_all_places_and_its_own_working(home: Path) -> None:
    reporter = reader_of("zh-CN", "a-reporter")
    table = text(reporter, LEAGUE)
    assert "二公司" in table
    assert "得分构成" in text(reporter, ENTRANT)
    assert "得分构成" not in text(reporter, f"{LEAGUE}b/")
    assert "得分构成" in text(reader_of("zh-CN", "planner"), f"{LEAGUE}b/")


@pytest.mark.parametrize("post", ["leader", "supervisor", "auditor"])
def test_whoever_stands_at_the_head_sees_the_places(home: Path, post: str) -> None:
    assert "一公司" in text(reader_of("zh-CN", post), LEAGUE)


def test_without_races_the_list_says_what_to_do(
    chinese: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_rows", list)
    assert "还没有赛马" in text(chinese, "/races/")


def test_pages_are_only_read(chinese: Client) -> None:
    assert 405 == chinese.post("/races/").status_code
    assert 405 == chinese.post(LEAGUE).status_code
    assert 200 == chinese.head(LEAGUE).status_code


def test_the_language_can_be_switched(chinese: Client) -> None:
    switch = {"language": "en", "next": LEAGUE}
    answer = chinese.post("/i18n/setlang/", switch)
    assert LEAGUE == answer["Location"]
    assert "League table of March 2022" in text(chinese, LEAGUE)


def test_the_switch_leads_to_no_other_site(chinese: Client) -> None:
    switch = {"language": "en", "next": "https://saima.example/"}
    assert "/" == chinese.post("/i18n/setlang/", switch)["Location"]


def test_a_form_without_its_token_is_refused_kindly() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})
    answer = strict.post("/i18n/setlang/", {"language": "en"})
    assert 403 == answer.status_code
    assert "表单未被接受" in answer.content.decode()


def test_a_fault_of_ours_is_said_kindly(
    monkeypatch: pytest.MonkeyPatch, chinese: Client
) -> None:
    monkeypatch.setattr("saima.races.views.tables.front", None)
    chinese.raise_request_exception = False
    assert "系统出错了" in text(chinese, "/races/", 500)


def test_names_from_files_are_no_markup(home: Path, chinese: Client) -> None:
    nasty = UNITS.replace("一公司", "<script>alert(1)</script>")
    add(home / "nasty", units=nasty)
    for path in ("/races/nasty/2022-03/", "/races/nasty/2022-03/nasty-a/"):
        page = text(chinese, path)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
