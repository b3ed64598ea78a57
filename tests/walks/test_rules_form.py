"""In a browser: who has never seen the text of rules writes some by the form alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

SLUG = "by-form"
FORM = f"/rules/{SLUG}/form/"
DESK, PHONE = 1440, 390


def choose(page: Page, name: str, label: str) -> None:
    """Choose something by what is read there."""
    page.locator(f"[name='{name}']").select_option(label=label)


def fill(page: Page, **typed: str) -> None:
    """Type into fields; two lines under a name stand for a point."""
    for name, value in typed.items():
        page.locator(f"[name='{name.replace('__', '.')}']").fill(value)


def press(page: Page, deed: str, then: str) -> None:
    """Press a button of the form, and wait for what it brings."""
    page.locator(f"button[value='{deed}']").last.click()
    expect(page.locator(f"[name='{then}']")).to_have_count(1)


def score(page: Page, path: str, label: str, wait: str, **typed: str) -> None:
    """Choose a kind of curve and give its numbers."""
    choose(page, f"{path}.curve.use", label)
    expect(page.locator(f"[name='{path}.curve.{wait}']")).to_have_count(1)
    for name, value in typed.items():
        page.locator(f"[name='{path}.curve.{name}']").fill(value)


def save(page: Page) -> None:
    """Save, and come back to the form."""
    with page.expect_navigation():
        page.locator(".rules-form-side button[value=save]").click()
    expect(page.locator(".refusal")).to_have_count(0)


def item(page: Page, path: str, indicator: str, weight: str) -> None:
    """An indicator with its weight."""
    page.locator(f"[name='{path}.indicator']").select_option(indicator)
    page.locator(f"[name='{path}.weight']").fill(weight)


def opened(page: Page) -> None:
    """A race without rules."""
    page.goto("/new-race/")
    page.locator("[name=unit]").select_option(label="嘉城集团")
    fill(page, name="按表单办的赛马（示例）", year="2023", slug=SLUG)
    page.locator("form[action$='/open/'] button").click()
    expect(page).to_have_url(f"{page.url.split('/entrants')[0]}/entrants/{SLUG}/")
    page.goto(f"/rules/{SLUG}/")
    page.get_by_role("link", name="按表单填写").click()
    expect(page.locator("[name='groups.0.name']")).to_have_value("")


def two_groups(page: Page) -> None:
    """Two groups, one with a section; three kinds of curve and one with a name."""
    first, second = "groups.0", "groups.1"
    fill(page, groups__0__name="经营: #1 组")
    item(page, f"{first}.items.0", "营收", "40")
    score(page, f"{first}.items.0", "按比例", "cap", cap="120%")
    press(page, f"add:{first}.items:knot", f"{first}.items.1.name")
    fill(page, groups__0__items__1__name="效益", groups__0__items__1__weight="50")
    press(page, f"add:{first}.items.1.items", f"{first}.items.1.items.0.weight")
    item(page, f"{first}.items.1.items.0", "利税", "30")
    score(
        page,
        f"{first}.items.1.items.0",
        "增减：每超（欠）一档加（扣）分",
        "per",
        per="3%",
        max_add="5",
        max_deduct="1/3",
    )
    press(page, f"add:{first}.items.1.items", f"{first}.items.1.items.1.weight")
    item(page, f"{first}.items.1.items.1", "党建创建", "20")
    choose(page, f"{first}.items.1.items.1.curve.use", "阶梯：达到几档得几分")
    levels = f"{first}.items.1.items.1.curve.levels"
    expect(page.locator(f"[name='{levels}.1.points']")).to_have_count(1)
    for place, (edge, points) in enumerate([("60%", "10"), ("100%", "20")]):
        page.locator(f"[name='{levels}.{place}.at_least']").fill(edge)
        page.locator(f"[name='{levels}.{place}.points']").fill(points)
    sum_of_group = page.locator("#f-groups-0-items > [data-sum]")
    expect(sum_of_group).to_contain_text("90 / 100")
    press(page, "add:groups", f"{second}.name")
    fill(page, groups__1__name="建设组")
    press(page, f"add:{second}.items", f"{second}.items.0.weight")
    item(page, f"{second}.items.0", "投资完成额", "100")
    press(page, "add:curves", "curves.0.name")
    fill(page, curves__0__name="达标即满分")
    score(page, "curves.0", "门槛：不到不得分", "zero_below", zero_below="60%")
    press(page, "add:streaks", "streaks.0.kind")
    choose(page, "streaks.0.kind", "开门红")
    choose(page, f"{second}.items.0.curve.use", "达标即满分")


def test_rules_are_written_by_the_form_alone_and_put_forward(
    page: Page, faults: list[str]
) -> None:
    opened(page)
    two_groups(page)
    page.locator("[name='lights.items.use']").select_option("name:银川")
    fill(page, missing__deduct="２")
    with page.expect_response(lambda answer: answer.status == 409):
        page.locator(".rules-form-side button[value=save]").click()
    expect(page.locator("#f-missing-deduct-e")).to_contain_text("半角")
    expect(page.locator("[name='groups.0.name']")).to_have_value("经营: #1 组")
    assert 1 == len(faults)  # the browser tells of what was refused
    faults.clear()
    fill(page, missing__deduct="2")
    save(page)
    found = page.locator(".rules-form-side .finding")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("90")
    expect(page.locator("#f-groups-0-items-e")).to_contain_text("100")
    expect(page.get_by_text("提请审议", exact=True)).to_have_count(0)

    page.locator("[name='groups.0.items.0.weight']").fill("50")
    expect(page.locator("#f-groups-0-items > [data-sum]")).to_contain_text("100 / 100")
    save(page)
    expect(page.locator(".rules-form-side .finding")).to_have_count(0)
    expect(page.locator(".rule-group")).to_have_count(2)
    page.goto(f"/rules/{SLUG}/")
    assert WRITTEN == page.locator("#draft").input_value()

    page.goto(FORM)
    page.locator("form[action$='/propose/'] [name=month]").select_option("2023-01")
    page.locator("form[action$='/propose/'] button").click()
    expect(page.locator("h1")).to_contain_text("第 1 号提案")


WRITTEN = """\
name: "按表单办的赛马（示例）"
year: 2023
convention: month
missing: {deduct: 2}
lights: {items: 银川}
streaks:
  - {kind: opening}
curves:
  达标即满分: {kind: threshold, zero_below: 60%}
groups:
  - name: "经营: #1 组"
    items:
      - {indicator: 营收, weight: 50, curve: {kind: linear, cap: 120%}}
      - name: 效益
        weight: 50
        items:
          - {indicator: 利税, weight: 30, curve: {kind: steps, per: 3%, max_add: 5, max_deduct: 1/3}}
          - indicator: 党建创建
            weight: 20
            curve: {kind: ladder, levels: [{at_least: 60%, points: 10}, {at_least: 100%, points: 20}]}
  - name: 建设组
    items:
      - {indicator: 投资完成额, weight: 100, curve: 达标即满分}
"""


def test_what_is_typed_while_a_line_is_on_its_way_is_kept(page: Page) -> None:
    page.goto("/rules/jiacheng-2022/form/")
    page.evaluate("""() => {
      const swift = window.fetch;
      window.fetch = async (...asked) => {
        const answer = await swift(...asked);
        await new Promise((go) => setTimeout(go, 400));
        return answer;
      };
    }""")
    page.locator("button[value='add:groups.0.items']").click()
    fill(page, name="打字没有停", groups__0__items__1__weight="11")
    expect(page.locator("[name='groups.0.items.5.weight']")).to_have_count(1)
    expect(page.locator("[name='name']")).to_have_value("打字没有停")
    expect(page.locator("[name='groups.0.items.1.weight']")).to_be_focused()
    expect(page.locator("#f-groups-0-items > [data-sum]")).to_contain_text("101 / 100")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_form_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/rules/jiacheng-2022/form/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = """[...document.querySelectorAll(
      "#rules-form input:not([type=hidden]), #rules-form select, #rules-form textarea:not([hidden])"
    )].filter((one) => !one.labels.length && !one.ariaLabel).map((one) => one.name)"""
    assert [] == page.evaluate(nameless)
