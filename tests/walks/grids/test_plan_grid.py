"""The plan grid: gaps live and exact, blocks, phasing, disputes, many numbers."""

import random
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.walks.grids import drawn
from tests.walks.grids.office import Office
from tests.walks.grids.sheets import (
    DESK,
    PHONE,
    cell,
    enter,
    field,
    heard,
    paste,
    pick,
    state,
    texts,
    told,
)

from saima.core.numbers import plain_text, read_number

MONTHS = [str(number) for number in range(1, 13)]
YEAR = 0  # the place of the column in a row of gaps


@pytest.fixture
def grid(page: Page, office: Office) -> Page:
    """A group company, two companies, two projects each."""
    office.show("plan", drawn.plan())
    page.goto("/")
    return page


def below(page: Page, subject: str, column: int = YEAR) -> Locator:
    """What a whole and its parts are apart in one column."""
    return page.locator(f'tr[data-gap-of="{subject}"] > td').nth(column)


def months(page: Page, subject: str) -> Locator:
    """What a year and its months are apart."""
    return page.locator(f'tr[data-line="{subject}"] > td').last


def badge(page: Page, code: str) -> Locator:
    """The number of open gaps on an indicator's tab."""
    return page.locator(f'[role=tab][data-code="{code}"] span')


def test_gaps_follow_what_is_typed_digit_by_digit(grid: Page) -> None:
    expect(below(grid, "g")).to_have_text("✓")
    field(grid, "a1", "year").fill("499.8")
    expect(below(grid, "g")).to_have_text("-0.1")
    expect(below(grid, "g")).to_have_attribute("data-gap", "gap")
    field(grid, "a1", "year").fill("499.6")
    expect(below(grid, "g")).to_have_text("0.1")
    field(grid, "a1", "year").press("Escape")
    expect(below(grid, "g")).to_have_text("✓")


def test_three_tenths_are_three_tenths(grid: Page) -> None:
    """0.1 + 0.2 is 0.3, and 700.1 + 0.2 is 700.3."""
    expect(below(grid, "a0")).to_have_text("✓")
    for number, text in enumerate(["0.1", "0.2", "0.3"]):
        enter(grid, ("a0p0", "a0p1", "a0")[number], text, "1")
    expect(below(grid, "a0", 1)).to_have_text("✓")


def test_the_year_is_held_against_its_months(grid: Page) -> None:
    expect(months(grid, "g")).to_have_text("✓")
    enter(grid, "g", "", "12")
    expect(months(grid, "g")).to_have_text("100")
    enter(grid, "g", "200", "11")
    expect(months(grid, "g")).to_have_text("缺1个月")
    expect(months(grid, "a0")).to_have_text("")


def test_a_level_is_not_added_up(grid: Page) -> None:
    grid.get_by_role("tab", name="资产负债率").click()
    expect(field(grid, "g", "year")).to_have_value("60")
    expect(grid.locator("[data-gap-of=g]")).to_be_hidden()
    enter(grid, "g", "58", "1")
    expect(months(grid, "g")).to_have_text("")
    expect(badge(grid, "debt")).to_have_text("✓")
    expect(grid.locator("[data-phase]:visible")).to_have_count(0)


def test_parts_are_the_nearest_below_that_have_a_target(
    page: Page, office: Office
) -> None:
    """1200 is held against 700.1 and 0.2 of the projects, and 499.7 of a company."""
    plan = drawn.plan()
    del plan["cells"]["revenue"]["a0"]
    office.show("plan", plan)
    page.goto("/")
    expect(below(page, "g")).to_have_text("✓")
    enter(page, "a0p1", "1.2", "year")
    expect(below(page, "g")).to_have_text("-1")
    enter(page, "a0", "700.3", "year")
    expect(below(page, "g")).to_have_text("✓")


def test_what_does_not_apply_hides_what_is_below_it(page: Page, office: Office) -> None:
    """As the core has it: a target that says so stands for its parts."""
    plan = drawn.plan()
    plan["cells"]["revenue"]["a0"] = drawn.cell("", na=True)
    office.show("plan", plan)
    page.goto("/")
    expect(below(page, "g")).to_have_text("700.3")
    expect(field(page, "a0", "year")).to_have_attribute("placeholder", "不适用")


def test_a_month_that_some_parts_lack_is_shown_but_not_counted(grid: Page) -> None:
    enter(grid, "a0", "60", "1")
    expect(below(grid, "g", 1)).to_have_text("40")
    expect(below(grid, "g", 1)).to_have_attribute("data-gap", "partial")
    expect(badge(grid, "revenue")).to_have_text("1")  # the year of a0 less its month
    enter(grid, "a1", "30", "1")
    expect(below(grid, "g", 1)).to_have_attribute("data-gap", "gap")
    expect(badge(grid, "revenue")).to_have_text("3")


def test_the_tab_says_how_many_gaps_are_open(grid: Page) -> None:
    expect(badge(grid, "revenue")).to_have_text("✓")
    expect(badge(grid, "profit")).to_have_text("1")
    expect(grid.get_by_role("tab").nth(1)).to_have_accessible_name("利润总额，差额 1")
    told(grid, "差额 1")
    enter(grid, "a1", "500", "year")
    expect(badge(grid, "revenue")).to_have_text("1")
    grid.get_by_role("tab").nth(1).click()
    enter(grid, "a1", "40", "year")
    expect(badge(grid, "profit")).to_have_text("✓")


def test_what_cannot_be_read_makes_no_gap(grid: Page) -> None:
    field(grid, "a1", "year").fill("5亿元")
    expect(below(grid, "g")).to_have_text("…")


WRITTEN = ["{}", " {} ", "+{}", "{}.", "{},000", "１{}", "（{}）", "−{}", "{}0", "0{}"]


def test_numbers_are_read_and_added_as_the_core_does(grid: Page) -> None:
    """Drawn texts: what is read, and the sum of all, against Decimal."""
    dice = random.Random(20261126)
    drawn_texts = [
        dice.choice(WRITTEN).format(
            f"{dice.uniform(0, 10 ** dice.randint(0, 9)):.{dice.randint(0, 8)}f}"
        )
        for _ in range(2000)
    ] + ["12万元", "1,23", "--1", "", "9" * 15, "-.5", "5.", "1e3", "٣"]
    read = grid.evaluate(
        "texts => texts.map(text => String(saimaGrid.numbers.read(text)))", drawn_texts
    )
    assert [in_eighths(text) for text in drawn_texts] == read
    found = [read_number(text) for text in drawn_texts]
    whole = sum(one.value for one in found if one and not one.rest)
    shown = grid.evaluate(
        """texts => saimaGrid.numbers.print(texts.map(saimaGrid.numbers.read)
           .reduce((sum, each) => sum + (each ?? 0n), 0n))""",
        drawn_texts,
    )
    assert plain_text(whole) == shown.replace(",", "")
    assert len([one for one in read if one not in ("null", "undefined")]) > 1500


def in_eighths(text: str) -> str:
    """What the page should read: a whole number of 10⁻⁸, or why there is none."""
    if not text.strip():
        return "null"
    number = read_number(text)
    if number is None or number.rest:
        return "undefined"
    return str(int(number.value.scaleb(8)))


def test_a_block_fills_rows_and_months_and_leaves_the_gap_rows_out(
    grid: Page, office: Office
) -> None:
    """A sheet with one row for each subject lines up, though gaps lie between."""
    paste(grid, "g", "10\t20\n6\t12\n5\t10\n", "1")
    state(grid, "a0p0", "saved", "2")
    rows = [(row, month) for row in ("g", "a0", "a0p0") for month in ("1", "2")]
    assert ["10", "20", "6", "12", "5", "10"] == texts(grid, *rows)
    heard(grid, "已粘贴 6 格。")
    assert 1 == len(office.posts)
    grid.keyboard.press("Control+z")
    assert ["100", "100", "", "", "", ""] == texts(grid, *rows)


def test_locked_subjects_are_skipped_and_what_is_too_wide_is_cut(
    page: Page, office: Office
) -> None:
    plan = drawn.plan()
    plan["cells"]["revenue"]["a0"] = drawn.cell("700.3", readonly=True)
    office.show("plan", plan)
    page.goto("/")
    paste(page, "g", "1\t2\t3\n4\t5\t6\n7\t8\t9\n", "11")
    state(page, "a0p0", "saved", "12")
    heard(page, "已粘贴 4 格。 跳过锁定的 2 格。 超出表格右侧的 1 列未粘贴。")
    state(page, "a0", "locked", "11")
    assert {"g", "a0p0"} == {change["subject"] for change in office.sent()}


def test_folded_parts_are_out_of_the_way_of_keys_and_blocks(grid: Page) -> None:
    grid.get_by_role("button", name="城建公司（示例）", exact=True).click()
    expect(cell(grid, "a0p0", "year")).to_be_hidden()
    expect(below(grid, "a0")).to_be_visible()
    field(grid, "a0", "1").focus()
    grid.keyboard.press("Enter")
    expect(field(grid, "a1", "1")).to_be_focused()
    paste(grid, "a0", "1\n2\n", "1")
    assert ["", "2"] == texts(grid, ("a0p0", "1"), ("a1", "1"))
    grid.get_by_role("button", name="全部收起").click()
    expect(cell(grid, "a0", "year")).to_be_hidden()
    grid.get_by_role("button", name="全部展开").click()
    expect(cell(grid, "a0p0", "year")).to_be_visible()


def test_what_is_wrong_is_listed_and_leads_to_its_cell(grid: Page) -> None:
    enter(grid, "a0p1", "x", "7")
    state(grid, "a0p1", "error", "7")
    grid.get_by_role("tab").nth(1).click()
    place = grid.get_by_role("button", name="项目2（示例） 营业收入 7月")
    expect(grid.locator("[data-problems]")).to_contain_text("不是数字。")
    place.click()
    expect(field(grid, "a0p1", "7")).to_be_focused()
    expect(field(grid, "a0p1", "7")).to_have_value("x")
    enter(grid, "a0p1", "3", "7")
    state(grid, "a0p1", "saved", "7")
    expect(place).to_be_hidden()


@pytest.mark.parametrize(
    ("choice", "value"), [("采用对方的：510", "510"), ("保留我的：480", "480")]
)
def test_a_dispute_is_settled_by_choosing(
    grid: Page, office: Office, choice: str, value: str
) -> None:
    office.touched("revenue/a1", "year", "510")
    enter(grid, "a1", "480", "year")
    state(grid, "a1", "conflict", "year")
    expect(grid.locator("[data-problems]")).to_contain_text("“填报岗乙”已填 510。")
    grid.get_by_role("button", name=choice).click()
    state(grid, "a1", "saved", "year")
    expect(field(grid, "a1", "year")).to_have_value(value)
    expect(below(grid, "g")).to_have_text("-10.3" if value == "510" else "19.7")


def even(phase: dict[str, Any]) -> list[dict[str, Any]]:
    """Sixty a month."""
    named = {name: phase[name] for name in ("indicator", "subject")}
    return [
        {**named, "column": month, "text": "60", "seen": 2, "state": "saved"}
        for month in MONTHS
    ]


def test_a_year_is_spread_by_a_template_and_can_be_taken_back(
    grid: Page, office: Office
) -> None:
    office.spread = even
    enter(grid, "a0", "720", "year")
    grid.get_by_role("button", name="把城建公司（示例）的全年目标分到各月").click()
    grid.get_by_role("button", name="均分").click()
    expect(field(grid, "a0", "12")).to_have_value("60")
    expect(months(grid, "a0")).to_have_text("✓")
    asked = office.posts[-1]["phase"]
    assert ("revenue", "a0", "even", 2) == pick(
        asked, "indicator", "subject", "template", "seen"
    )
    assert ["720"] == [change["text"] for change in office.sent()]
    field(grid, "a0", "1").focus()
    grid.keyboard.press("Control+z")
    expect(field(grid, "a0", "12")).to_have_value("")
    for _ in range(50):  # it says that all was saved until the next thing is sent
        if any(one["text"] == "" for one in office.sent()):
            break
        grid.wait_for_timeout(100)
    told(grid, "已全部保存")
    assert 12 == len([one for one in office.sent() if one["text"] == ""])


def test_a_year_that_cannot_be_spread_says_why(grid: Page, office: Office) -> None:
    office.spread = lambda phase: [
        {
            "indicator": phase["indicator"],
            "subject": phase["subject"],
            "column": "year",
            "text": "",
            "seen": 0,
            "state": "error",
            "message": "全年目标未填。",
            "next": "请先填全年目标。",
        }
    ]
    grid.get_by_role("button", name="把水务公司（示例）的全年目标分到各月").click()
    grid.get_by_role("button", name="均分").click()
    state(grid, "a1", "error", "year")
    expect(grid.locator("[data-problems]")).to_contain_text("请先填全年目标。")


def test_undo_leads_back_to_the_indicator_it_changes(grid: Page) -> None:
    enter(grid, "g", "1300", "year")
    grid.get_by_role("tab").nth(1).click()
    field(grid, "g", "year").focus()
    grid.keyboard.press("Control+z")
    expect(grid.get_by_role("tab").first).to_have_attribute("aria-selected", "true")
    expect(field(grid, "g", "year")).to_have_value("1200")
    expect(field(grid, "g", "year")).to_be_focused()


def test_tabs_are_chosen_by_arrows_and_kept_in_the_address(grid: Page) -> None:
    grid.get_by_role("tab").first.focus()
    grid.keyboard.press("ArrowRight")
    expect(grid.get_by_role("tab").nth(1)).to_be_focused()
    expect(field(grid, "g", "year")).to_have_value("100")
    grid.reload()
    expect(grid.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    expect(field(grid, "g", "year")).to_have_accessible_name("示例集团 利润总额 全年")


def test_codes_may_be_any_text(page: Page, office: Office) -> None:
    """Quotes and markup in codes and names are texts like others."""
    plan = drawn.plan()
    plan["subjects"] = [
        {"code": 'g"<b>', "name": "<i>集团</i>", "depth": 0, "parent": None}
    ]
    plan["indicators"] = [plan["indicators"][0] | {"code": "收入 \"1'"}]
    plan["cells"] = {}
    office.show("plan", plan)
    page.goto("/")
    place = page.locator("tr[data-line] [data-column=year] input")
    place.fill("1")
    place.press("Enter")
    told(page, "已全部保存")
    assert ("收入 \"1'", 'g"<b>', 0) == pick(
        office.sent()[0], "indicator", "subject", "seen"
    )
    expect(page.locator(".plan-leaf")).to_have_text("<i>集团</i>")


def test_without_script_it_says_where_to_go(page: Page, office: Office) -> None:
    office.show("plan", drawn.plan(), workbook="/plan.xlsx")
    page.route("**/*.js", lambda route: route.fulfill(body=""))
    page.goto("/")
    expect(page.get_by_text("本表需要浏览器启用脚本")).to_be_visible()
    expect(page.get_by_role("link", name="下载计划工作簿")).to_be_visible()
    expect(page.locator("[data-plan-grid]")).to_be_hidden()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_fits_its_screen_and_names_stay_in_sight(
    page: Page, office: Office, size: dict[str, int], language: str
) -> None:
    office.show("plan", drawn.plan(), language)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    field(page, "g", "12").focus()
    page.locator(".plan-scroll").evaluate("node => node.scrollTo(node.scrollWidth, 0)")
    name = page.locator('tr[data-line="g"] th').bounding_box()
    last = field(page, "g", "12").bounding_box()
    assert name
    assert last
    assert 0 <= name["x"] < name["x"] + name["width"] <= last["x"]
    assert last["x"] + last["width"] <= size["width"]


def test_paper_shows_the_whole_width(grid: Page) -> None:
    grid.emulate_media(media="print")
    grid.set_viewport_size({"width": 1040, "height": 700})
    box = months(grid, "g").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1040
    expect(grid.locator(".plan-phase:visible")).to_have_count(0)


def test_a_plan_of_sixty_subjects_opens_at_once(page: Page, office: Office) -> None:
    """Ten indicators; the last of them is a click away."""
    plan = drawn.plan()
    plan["subjects"] = drawn.subjects(15, 3)
    code = [f"i{number}" for number in range(10)]
    plan["indicators"] = [
        {
            "code": one,
            "name": f"指标{one}",
            "unit": "万元",
            "decimals": 2,
            "level": False,
        }
        for one in code
    ]
    full = drawn.cell("1200", [str(Decimal(100))] * 12)
    plan["cells"] = {
        one: {subject["code"]: full for subject in plan["subjects"]} for one in code
    }
    office.show("plan", plan)
    page.goto("/")
    expect(page.locator("tr[data-line]")).to_have_count(61)
    page.get_by_role("tab").last.click()
    expect(field(page, "g", "12")).to_have_value("100")
    expect(badge(page, "i9")).to_have_text(str(13 * 16))
