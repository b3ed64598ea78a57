"""In a browser: papers are read in, what they state goes to the plan, and comes back."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

Act = Callable[[str], None]
PATIENCE = 90_000  # the worker reads the samples while the first pages are opened
JIACHENG, AIRPORT = "/papers/jiacheng/", "/papers/airport/"
PLAN = "/plans/jiacheng/2022/"
NEWS = """商贸公司经营简讯
2022年4月6日
2022年1月至3月，商贸公司营收完成9.5亿元。嘉城集团全年营收突破100亿元。
"""


def open_paper(page: Page, library: str, name: str) -> None:
    """Open a paper from the list, as soon as it was read."""
    page.goto(library)
    row = page.locator("tbody tr", has_text=name)
    expect(row.locator(".sign-paper-read")).to_be_visible(timeout=PATIENCE)
    row.locator("a").first.click()
    expect(page.locator(".paper-words")).to_be_visible()


def card(page: Page, said: str) -> Locator:
    """The card of a statement, by its own words."""
    place = page.locator(".said-place", has_text=re.compile(f"^{re.escape(said)}$"))
    return page.locator(".said-card", has=place)


def decided(page: Page, said: str) -> Locator:
    """What was decided about a statement."""
    found = card(page, said).locator(".decided")
    expect(found).to_be_visible()
    return found


def proposal(page: Page, name: str) -> Locator:
    """A target that a paper states, on the page of the plan."""
    return page.locator(".proposed li", has_text=name)


@pytest.fixture
def jiacheng(page: Page, act_as: Act) -> Page:
    """The paper of the three targets, as its planner opens it."""
    act_as("planner")
    open_paper(page, JIACHENG, "jiacheng-2022.txt")
    return page


def test_targets_of_a_paper_come_into_the_plan(  # noqa: PLR0915 - a walk
    jiacheng: Page,
) -> None:
    page = jiacheng
    expect(page.locator(".paper-tally")).to_contain_text("3 个目标")
    revenue, taxes, investment = (
        "营收突破100亿元",
        "利税达到5亿元",
        "投资完成额68.3亿元",
    )

    card(page, revenue).locator("[data-accept] button").click()
    expect(decided(page, revenue)).to_contain_text("1,000,000")
    card(page, investment).locator("[data-edit]").click()
    expect(page.locator(".library-sentence")).to_contain_text("68.3亿元")
    page.locator("[name=amount]").fill("69亿元")
    page.locator("[name=words]").fill("按会后通知核增")
    page.locator(".library-form button").click()
    expect(decided(page, investment)).to_contain_text("690,000")
    expect(decided(page, investment)).to_contain_text("按会后通知核增")
    page.locator("form[action$='/sure/'] button").click()
    expect(decided(page, taxes)).to_contain_text("50,000")
    expect(page.locator("form[action$='/sure/']")).to_have_count(0)
    # In force already where the plan says the same; the other waits for the planner.
    expect(decided(page, revenue)).to_contain_text("现行计划")
    expect(decided(page, revenue).locator(".said-result")).to_contain_text("2022年12月")
    expect(decided(page, investment)).to_contain_text("683,000")

    page.goto(PLAN)
    expect(page.locator(".proposed li")).to_have_count(3)
    expect(proposal(page, "· 营收")).to_contain_text("已生效")
    open_one = proposal(page, "· 投资完成额")
    expect(open_one).to_contain_text("拟议")
    expect(open_one.locator("blockquote")).to_contain_text("投资完成额68.3亿元")
    open_one.locator("form button").click()
    expect(proposal(page, "· 投资完成额")).to_contain_text("已入草稿")
    page.locator("summary", has_text="作废草稿").click()
    page.locator("form[action$='/discard/'] button").click()
    expect(proposal(page, "· 投资完成额")).to_contain_text("拟议")

    # A decision is taken back, and made again as the paper has it.
    proposal(page, "· 投资完成额").locator("cite a").click()
    decided(page, investment).locator("form[action$='/withdraw/'] button").click()
    card(page, investment).locator("[data-accept] button").click()
    expect(decided(page, investment)).to_contain_text("683,000")

    # From the target to its sentence, and from the sentence to its result.
    page.goto(PLAN)
    expect(page.locator(".sign-proposed-in_force")).to_have_count(3)
    proposal(page, "· 利税").locator("a").first.click()
    expect(page.locator(".version .quoted")).to_contain_text("利税达到5亿元")
    page.locator(".version .quoted cite a").click()
    expect(page.locator(".said-card.here .said-place")).to_have_text(taxes)
    expect(page.locator(".stated.here").first).to_have_text(taxes)
    expect(page.locator(".said-card.here .said-result")).to_contain_text("50,000")
    page.locator(".said-card.here .said-taking a").first.click()
    expect(page).to_have_url(re.compile("/history/"))


def test_one_is_refused_with_its_reason_by_keys_too(jiacheng: Page) -> None:
    page, said = jiacheng, "完成情况要与评先评优、年度考核挂钩"
    here = card(page, said)
    here.locator("[data-refuse] [name=words]").fill("年底再办")
    here.locator("[data-refuse] button").click()
    expect(decided(page, said)).to_contain_text("年底再办")
    decided(page, said).locator("form button").click()
    expect(card(page, said).locator("[data-refuse]")).to_be_visible()
    page.goto(page.url.split("#")[0])
    page.keyboard.press("j")
    expect(page.locator("[data-card]").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-card]").first).to_have_class(re.compile(r"\bhere\b"))


def test_a_button_that_is_pressed_twice_decides_once(jiacheng: Page) -> None:
    page, said = jiacheng, "要编制赛马评比办法,每月公布排名,每两个月开一次推进会点评"

    def answer_late(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        time.sleep(0.6)
        route.fulfill(response=answer)

    page.route("**/accept/", answer_late)
    page.evaluate(
        "addEventListener('submit', (e) => setTimeout(() => e.submitter.click(), 300))"
    )
    card(page, said).locator("[data-accept] button").click()
    expect(decided(page, said)).to_contain_text("已采纳")
    expect(page.locator(".refusal")).to_have_count(0)
    decided(page, said).locator("form button").click()
    expect(card(page, said).locator("[data-accept]")).to_be_visible()


def test_a_reason_that_is_being_typed_outlives_a_reading(jiacheng: Page) -> None:
    page, said = jiacheng, "完成情况要与评先评优、年度考核挂钩"
    page.route("**/states/?of=*", lambda route: route.fulfill(json={"states": {}}))
    page.locator(".library-again button").click()
    reason = card(page, said).locator("[data-refuse] [name=words]")
    reason.fill("年底再办")
    page.unroute("**/states/?of=*")
    with page.expect_response(
        lambda answer: "/states/" in answer.url and '"read"' in answer.text(),
        timeout=PATIENCE,
    ):
        pass
    expect(reason).to_have_value("年底再办")
    expect(page.locator("[data-unread]")).to_have_count(1)
    reason.fill("")
    expect(page.locator("[data-unread]")).to_have_count(0)
    expect(page.locator(".library-old").first).to_contain_text("历次读取")


def test_what_the_airport_s_newsletter_states(page: Page, act_as: Act) -> None:
    act_as("airport-planner")
    open_paper(page, AIRPORT, "airport-2024.docx")
    said = "完成年度计划34.15亿元"
    card(page, said).locator("[data-accept] button").click()
    expect(decided(page, said)).to_contain_text("34.15")
    page.goto("/plans/airport/2024/")
    expect(proposal(page, "34.15")).to_contain_text("已生效")
    expect(proposal(page, "34.15").locator("blockquote")).to_contain_text("81%")


@pytest.mark.parametrize(
    ("account", "library", "name"),
    [
        ("planner", JIACHENG, "jiatong-2026.pdf"),
        ("leader", JIACHENG, "jiaxing-2023.html"),
        ("xiangjiang-planner", "/papers/xiangjiang/", "xiangjiang-2022.txt"),
    ],
)
def test_a_paper_without_a_target_says_so(
    page: Page, act_as: Act, account: str, library: str, name: str
) -> None:
    act_as(account)
    open_paper(page, library, name)
    expect(page.locator(".paper-tally")).to_contain_text("此文未提出目标")
    expect(page.locator(".sign-said-target")).to_have_count(0)
    if page.locator(".rep-label").count():
        repaired = page.locator(".paper-words del.rep").first
        expect(repaired).to_be_hidden()
        page.locator(".rep-label").click()
        expect(repaired).to_be_visible()


def test_a_file_is_sent_read_found_and_told_to_the_unit_it_is_about(
    page: Page, act_as: Act, tmp_path: Path
) -> None:
    act_as("planner")
    open_paper(page, JIACHENG, "jiacheng-2022.txt")  # so that both are compared
    file = tmp_path / "商贸公司简讯.txt"
    file.write_text(NEWS, "utf-8")
    page.goto(JIACHENG)
    page.locator("[name=papers]").set_input_files(file)
    page.locator("[data-send] button").click()
    line = page.locator("[data-progress] li")
    expect(line).to_contain_text("已读取", timeout=PATIENCE)
    page.locator("[name=papers]").set_input_files(file)
    page.locator("[data-send] button").click()
    expect(line.nth(1)).to_contain_text("这份文件已在库中")
    line.nth(1).locator("a").click()

    same = card(page, "营收突破100亿元").locator(".alike")
    expect(same).to_contain_text("同一数字也见于")
    said = "商贸公司营收完成9.5亿元"
    card(page, said).locator("[data-accept] button").click()
    expect(decided(page, said)).to_contain_text("95,000")
    paper = page.url.split("#")[0]

    page.goto(JIACHENG)
    page.locator("[name=q]").fill("简讯")
    page.locator(".library-find button").click()
    expect(page.locator(".library-hits mark").first).to_have_text("简讯")
    page.goto(f"{JIACHENG}?q=无此词语")
    expect(page.locator(".library-hits li")).to_have_count(0)

    act_as("a1-reporter")
    assert {403, 404} >= {page.request.get(path).status for path in (JIACHENG, paper)}
    page.goto("/submissions/a1/2022-03/")
    told = page.locator(".mentions li")
    expect(told).to_contain_text("95,000")
    expect(told.locator("blockquote")).to_contain_text("9.5亿元")
    expect(told.locator("blockquote a")).to_have_count(0)
    act_as("a2-reporter")
    page.goto("/submissions/a2/2022-03/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".mentions")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_the_library_fit(page: Page, act_as: Act, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    act_as("planner")
    open_paper(page, JIACHENG, "jiacheng-2022.txt")
    paper = page.url.split("#")[0]
    edit = page.locator("[data-edit]").first.get_attribute("href")
    paths = [
        JIACHENG,
        f"{JIACHENG}?q=营收",
        f"{JIACHENG}tasks/",
        paper,
        str(edit),
        PLAN,
    ]
    for path in paths:
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        wide: Any = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
