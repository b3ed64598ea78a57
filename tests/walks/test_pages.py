"""The race pages in a browser: both widths, both themes, and what is clicked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

RACE = "/races/jiacheng-2022/"
LEAGUE = f"{RACE}2022-10/"
ENTRANT = f"{RACE}2022-09/b6/"
AIRPORT = "/races/airport-2024/2024-09/"  # of another group, with a planner of its own
PAGES = ["/races/", LEAGUE, ENTRANT, f"{RACE}scheme/"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
INK = """canvas => {
  const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return dots.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, page: Page) -> str:
    """The theme that the system asks for."""
    page.emulate_media(color_scheme=request.param)
    return str(request.param)


def ink(page: Page) -> int:
    """How many points of the chart in sight are painted."""
    canvas = page.locator("[data-panel]:visible canvas").first
    expect(canvas).to_be_visible()
    return int(canvas.evaluate(INK))


def color_of(place: Locator) -> str:
    """The background that is painted."""
    return str(place.evaluate("node => getComputedStyle(node).backgroundColor"))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_fits_its_screen(
    page: Page, path: str, size: dict[str, int], theme: str
) -> None:
    """It never scrolls sideways, and it wears the theme from the start."""
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(path, wait_until="networkidle")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"]
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_race_of_one_fits_its_screen(
    page: Page, act_as: Callable[[str], None], size: dict[str, int]
) -> None:
    act_as("airport-planner")
    test_a_page_fits_its_screen(page, AIRPORT, size, "light")


def test_english_fits_the_phone_too(page: Page) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(LEAGUE)
    page.get_by_role("button", name="English").click()
    for path in PAGES:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_chart_is_drawn(page: Page, size: dict[str, int], theme: str) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(ENTRANT, wait_until="networkidle")
    assert ink(page) > 500


def test_an_indicator_is_chosen_by_its_tab_and_its_chart_drawn(page: Page) -> None:
    page.goto(ENTRANT)
    tabs = page.get_by_role("tab")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    tabs.nth(2).click()
    expect(page.locator("#indicator-3")).to_be_visible()
    expect(page.locator("#indicator-1")).to_be_hidden()
    assert ink(page) > 500
    page.keyboard.press("ArrowLeft")
    expect(tabs.nth(1)).to_be_focused()
    expect(page.locator("#indicator-2")).to_be_visible()


def test_the_chart_follows_the_theme(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(ENTRANT, wait_until="networkidle")
    body = page.locator("body")
    light = color_of(body)
    page.locator("[data-theme-switch]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert color_of(body) != light
    assert ink(page) > 500
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_group_is_chosen_by_its_tab_and_kept_with_the_month(page: Page) -> None:
    page.goto(LEAGUE)
    expect(page.locator("#group-1")).to_be_visible()
    expect(page.locator("#group-2")).to_be_hidden()
    page.get_by_role("tab").nth(1).click()
    expect(page.locator("#group-2")).to_be_visible()
    page.get_by_role("link", name="2022年9月").click()
    expect(page).to_have_url(re.compile(r"/2022-09/#group-2$"))
    expect(page.locator("#group-2")).to_be_visible()


def test_the_month_before_is_one_click_away(page: Page) -> None:
    page.goto(LEAGUE)
    page.get_by_role("link", name="上一个月").click()
    expect(page).to_have_url(re.compile(r"/2022-09/$"))
    expect(page.locator("h1")).to_contain_text("2022年9月")
    current = page.locator('.months [aria-current="page"]')
    expect(current).to_have_accessible_name("2022年9月")


def test_a_month_without_figures_cannot_be_chosen(
    page: Page, act_as: Callable[[str], None]
) -> None:
    act_as("airport-planner")
    page.goto(AIRPORT)
    assert page.locator(".months a").count() == 1


def test_a_unit_is_found_by_a_part_of_its_name(page: Page) -> None:
    page.goto(LEAGUE)
    rows = page.locator("#group-1 tbody tr")
    assert rows.count() > 3
    name = rows.nth(1).get_attribute("data-name") or ""
    page.get_by_placeholder("查找单位").fill(name[:3])
    expect(rows.nth(1)).to_be_visible()
    page.get_by_placeholder("查找单位").fill("没有这家")
    expect(page.get_by_text("没有找到这个单位。")).to_be_visible()
    assert page.locator("#group-1 tbody tr:visible").count() == 0


def test_a_unit_of_the_other_group_is_found_there(page: Page) -> None:
    page.goto(LEAGUE)
    page.get_by_placeholder("查找单位").fill("生态")
    expect(page.get_by_text("没有找到这个单位。")).to_be_hidden()
    page.get_by_role("button", name="在“投资建设类”中有 1 家").click()
    expect(page.locator("#group-2 .league tr[data-name=生态公司]")).to_be_visible()
    expect(page.locator("[data-elsewhere]:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [900, 1024, 1280, 1440])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_whole_table_can_be_reached(page: Page, width: int, language: str) -> None:
    """Where it is wider than its place it scrolls there, the units in sight."""
    page.set_extra_http_headers({"accept-language": language})
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(LEAGUE)
    place = page.locator("#group-1 .scroll").first
    place.evaluate("node => node.scrollTo(node.scrollWidth, 0)")
    last = page.locator("#group-1 thead th").last
    box, frame = last.bounding_box(), place.bounding_box()
    name = page.locator("#group-1 tbody a").first.bounding_box()
    assert box
    assert frame
    assert name
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert frame["x"] < name["x"] < frame["x"] + frame["width"] / 2


def test_a_row_leads_to_its_unit(page: Page) -> None:
    page.goto(LEAGUE)
    page.locator("#group-1 tbody tr").first.locator(".c-light").click()
    expect(page.locator(".place")).to_be_visible()


def test_paper_shows_every_group_and_every_indicator(page: Page) -> None:
    page.goto(LEAGUE)
    page.emulate_media(media="print")
    for number in (1, 2):
        expect(page.locator(f"#group-{number}")).to_be_visible()
    expect(page.locator("#group-1 thead").first).to_be_visible()
    page.goto(ENTRANT)
    for number in (1, 2, 3):
        expect(page.locator(f"#indicator-{number} .working ol")).to_be_visible()
    expect(page.locator(".chart:visible")).to_have_count(0)


def test_the_working_is_open_at_the_desk_and_folded_on_the_phone(page: Page) -> None:
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    page.goto(ENTRANT)
    steps = page.locator("#indicator-1 .working ol")
    expect(steps).to_be_visible()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    expect(steps).to_be_hidden()
    page.locator("#indicator-1 .working summary").click()
    expect(steps).to_be_visible()


def test_from_the_list_to_the_working_by_keyboard(page: Page) -> None:
    page.goto("/races/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator(".race h2 a", has_text="嘉城").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/races/jiacheng-2022/2022-\d\d/"))
    page.locator("#group-1 tbody a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".place")).to_be_visible()


def test_without_script_everything_is_there(page: Page) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body=""))
    page.goto(LEAGUE)
    for number in (1, 2):
        expect(page.locator(f"#group-{number}")).to_be_visible()
    page.goto(ENTRANT)
    expect(page.locator("#indicator-2 .working ol")).to_be_visible()
    expect(page.locator("#indicator-2 .by-month table")).to_be_visible()
    expect(page.locator(".chart:visible")).to_have_count(0)
