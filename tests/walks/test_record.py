"""The year's work in a browser: a plan is made, a month reported, and the table moves."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

PLAN = "/plans/jiacheng/2023/"
MONTH = "/submissions/a4/2022-12/"
LEAGUE = "/races/jiacheng-2022/2022-12/"
EDITIONS = "/editions/jiacheng-2022/2022-12/"
Act = Callable[[str], None]


def book_of(page: Page, address: str) -> Any:
    """The workbook behind an address, as whoever has signed in gets it."""
    answer = page.request.get(address)
    assert 200 == answer.status
    return openpyxl.load_workbook(io.BytesIO(answer.body()))


def cells(sheet: Any, text: str) -> Iterator[Any]:
    """The cells of a sheet that hold a text."""
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value == text)


def column(sheet: Any, *headings: str) -> int:
    """The column under a heading, which may name its unit of measure as well."""
    for row in sheet.iter_rows(max_row=8):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.split("（")[0] in headings:
                return int(cell.column)
    raise LookupError(headings)


def saved(book: Any, path: Path) -> Path:
    """The workbook as a file."""
    book.save(path)
    return path


def row_of(sheet: Any, subject: str, indicator: str) -> int:
    """The row of a line in a month's workbook."""
    at = column(sheet, "对象"), column(sheet, "指标")
    for number in range(1, sheet.max_row + 1):
        if [sheet.cell(number, c).value for c in at] == [subject, indicator]:
            return number
    raise LookupError(subject, indicator)


def send(page: Page, path: Path) -> None:
    """Upload a workbook on the page that is open."""
    field = page.locator("input[type=file]")
    if not field.is_visible():
        page.locator("details:has(input[type=file]) > summary").click()
    field.set_input_files(path)
    page.locator("form:has(input[type=file]) button").click()


def place_of(page: Page, unit: str, table: str = LEAGUE) -> tuple[str, str]:
    """Place and score of a unit in a league table."""
    page.goto(table)
    row = page.locator(f'tr[data-name^="{unit}"]').first
    return row.locator(".rank").inner_text(), row.locator(".score").inner_text()


def test_a_planner_loads_a_plan_closes_its_gap_and_adopts_it(
    page: Page, tmp_path: Path
) -> None:
    book = book_of(page, f"{PLAN}workbook/?money=wan")
    sheet = book[book.sheetnames[0]]
    year = column(sheet, "全年目标")
    subject, indicator = (
        column(sheet, "对象", "单位", "考核对象"),
        column(sheet, "指标"),
    )
    wanted = {"嘉城集团": 1000, "商贸公司": 600, "文旅公司": 300}
    for number in range(1, sheet.max_row + 1):
        name = str(sheet.cell(number, subject).value or "").strip()
        if sheet.cell(number, indicator).value == "营收" and name in wanted:
            sheet.cell(number, year).value = wanted.pop(name)
    assert not wanted
    page.goto(PLAN)
    send(page, saved(book, tmp_path / "plan.xlsx"))
    page.locator("form[action$='/load/'] button").click()
    # The page adds the indicator that is shown behind a #, sooner or later.
    expect(page).to_have_url(re.compile(rf"{PLAN}(#\w+)?$"))
    cell = page.locator('tr[data-line="a3"] [data-column="year"] input').first
    expect(cell).to_be_visible()
    cell.fill("100")
    cell.press("Tab")
    expect(page.locator("[data-grid-bar]")).to_have_attribute("data-state", "saved")
    page.reload()
    adopt = page.locator("form[action$='/adopt/']")
    page.locator("details:has(form[action$='/adopt/']) > summary").click()
    adopt.locator("[name=paper]").fill("党委会 2023-01-05（示例）")
    with page.expect_navigation():
        adopt.locator("button").click()
    assert [] == page.locator(".refusal").all_inner_texts()
    page.goto(f"{PLAN}pledge/")
    expect(page.locator(".pledge")).to_contain_text("1,000")


def test_a_month_goes_from_workbook_to_league_table(  # noqa: PLR0915 - a walk
    page: Page, act_as: Act, tmp_path: Path
) -> None:
    before = place_of(page, "酒店公司")

    act_as("a4-reporter")
    page.goto(MONTH)
    steps = page.locator(".month-steps")
    steps.locator("textarea").fill("十二月营收漏报，予以更正")
    steps.locator("[data-step=reopen]").click()
    expect(page.locator("[data-month-state=correcting]")).to_be_visible()

    book = book_of(page, f"{MONTH}workbook/")
    sheet = book["填报"]
    value = column(sheet, "本月数")
    revenue = row_of(sheet, "酒店公司", "营收")
    digital = row_of(sheet, "酒店公司", "数字化建设进度")
    party = row_of(sheet, "酒店公司党支部", "党建创建")
    for row, wrong in ((revenue, "很多"), (digital, 1.5), (party, -1)):
        sheet.cell(row, value).value = wrong
    send(page, saved(book, tmp_path / "wrong.xlsx"))
    expect(page.locator(".found .sign-error")).to_have_count(3)
    expect(page.locator("form[action$='/load/']")).to_have_count(0)
    marked = book_of(page, page.url + "annotated/")
    assert 3 <= sum(
        c.comment is not None for r in marked["填报"].iter_rows() for c in r
    )

    for row, right in ((revenue, 4000), (digital, 1), (party, 1)):
        sheet.cell(row, value).value = right
    page.goto(MONTH)
    send(page, saved(book, tmp_path / "right.xlsx"))
    page.locator("form[action$='/load/'] button").click()
    expect(page.locator("[data-month-grid]")).to_be_visible()
    for box in page.locator(".grid-confirm input:visible").all():
        box.check()
    expect(page.locator("[data-grid-bar]")).not_to_have_attribute("data-state", "busy")
    page.locator("[data-step=submit]").click()
    expect(page.locator("[data-month-state=submitted]")).to_be_visible()
    expect(page.locator("[data-step=approve]")).to_have_count(0)

    act_as("a4-approver")
    page.goto("/")
    page.locator(".todo a", has_text="酒店公司").first.click()
    expect(page.locator("del")).not_to_have_count(0)
    page.locator("form:has([data-step=send_back]) textarea").fill("请附说明")
    page.locator("[data-step=send_back]").click()
    expect(page.locator("[data-month-state=sent_back]")).to_be_visible()

    act_as("a4-reporter")
    page.goto("/")
    expect(page.locator(".todo q").first).to_contain_text("请附说明")
    page.goto(MONTH)
    note = page.locator('textarea[name="note:a4/revenue"]')
    note.fill("年末会议集中，客房收入增加")
    note.press("Tab")
    expect(page.locator("[data-grid-bar]")).to_have_attribute("data-state", "saved")
    page.locator("[data-step=submit]").click()
    expect(page.locator("[data-month-state=submitted]")).to_be_visible()

    act_as("a4-approver")
    page.goto(MONTH)
    page.locator("[data-step=approve]").click()
    expect(page.locator("[data-month-state=approved]")).to_be_visible()

    act_as("planner")
    assert before == place_of(page, "酒店公司")  # what is public stays
    now = place_of(page, "酒店公司", f"{EDITIONS}now/")
    assert before != now, (before, now)
    expect(page.locator(".differences tbody")).to_contain_text("酒店公司")
    page.goto(EDITIONS)
    page.locator("[name=reason]").fill("酒店公司十二月营收漏报，已更正")
    page.locator("form[action$='/compute/'] button").click()
    expect(page.locator("h1")).to_contain_text("第 2 次预览")
    expect(page.locator("form[action$='/publish/']")).to_have_count(0)
    preview = page.url

    act_as("leader")
    page.goto(preview)
    page.locator("form[action$='/publish/'] button").click()
    expect(page.locator(".edition")).to_contain_text("第 2 版")
    assert now == place_of(page, "酒店公司")
    assert before == place_of(page, "酒店公司", f"{EDITIONS}1/")
    expect(page.locator(".edition-warns").first).to_contain_text("不是本月最新")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_the_record_fit(page: Page, act_as: Act, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for account, paths in {
        "planner": ["/", "/submissions/?month=2022-10", "/plans/", "/units/"],
        "a1-reporter": ["/", "/submissions/a1/2022-11/", "/plans/a1/2022/pledge/"],
        "system": ["/", "/persons/"],
        "audit": ["/journal/"],
    }.items():
        act_as(account)
        for path in paths:
            page.goto(path)
            expect(page.locator("h1")).to_be_visible()
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path
