"""The month grid and its server: what is wrong, asked, in dispute, or out of reach."""

import pytest
from playwright.sync_api import Page, expect
from tests.walks.grids import drawn
from tests.walks.grids.office import Office
from tests.walks.grids.sheets import (
    DESK,
    PHONE,
    cell,
    enter,
    field,
    forgive,
    paste,
    state,
    told,
)

A, B, C = "a1/revenue", "a1/profit", "a1/brands"


@pytest.fixture
def grid(page: Page, office: Office) -> Page:
    """Twelve lines, none filled in."""
    office.show("month", drawn.month())
    page.goto("/")
    return page


def banner(page: Page, words: str) -> None:
    """Wait until the page says what is in the way of saving."""
    expect(page.get_by_role("alert")).to_contain_text(words)


def leaving(page: Page) -> list[str]:
    """What the browser asks when the page is left."""
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", answer)
    page.reload()
    return asked


def test_what_is_wrong_is_not_saved_and_says_why(grid: Page) -> None:
    enter(grid, A, "约12")
    state(grid, A, "error")
    expect(cell(grid, A)).to_contain_text("不是数字。")
    expect(field(grid, A)).to_have_value("约12")
    told(grid, "有误 1")
    grid.get_by_role("button", name="下一处待处理").click()
    expect(field(grid, A)).to_be_focused()
    enter(grid, A, "12")
    state(grid, A, "saved")
    expect(cell(grid, A)).not_to_contain_text("不是数字。")


def test_a_question_is_answered_by_looking_again(grid: Page, office: Office) -> None:
    enter(grid, A, "9650000")
    state(grid, A, "question")
    cell(grid, A).get_by_label("已核实，无误").check()
    state(grid, A, "saved")
    told = {"line": A, "column": "confirmed", "text": "1", "seen": 2}
    assert told == office.sent()[-1]
    expect(cell(grid, A).get_by_label("已核实，无误")).to_be_checked()


def test_what_is_wrong_stays_when_the_note_beside_it_is_saved(
    grid: Page, office: Office
) -> None:
    """The answer speaks of the value too, as the server has it: empty."""
    enter(grid, A, "x")
    state(grid, A, "error")
    office.also = {"line": A, "column": "value", "text": "", "state": "saved"}
    enter(grid, A, "平稳", "note")
    state(grid, A, "saved", "note")
    expect(field(grid, A)).to_have_value("x")
    state(grid, A, "error")


def test_what_is_being_typed_stays_when_the_note_beside_it_is_saved(
    grid: Page, office: Office
) -> None:
    office.also = {"line": A, "column": "value", "text": "7", "state": "saved"}
    enter(grid, A, "平稳", "note")
    field(grid, A).press_sequentially("12")
    state(grid, A, "saved", "note")
    expect(field(grid, A)).to_have_value("12")


def test_a_new_value_is_to_be_looked_at_anew(grid: Page, office: Office) -> None:
    enter(grid, A, "9650000")
    cell(grid, A).get_by_label("已核实，无误").check()
    state(grid, A, "saved")
    office.also = {"line": A, "column": "value", "text": "9650000", "state": "saved"}
    enter(grid, A, "平稳", "note")
    state(grid, A, "saved", "note")
    expect(cell(grid, A).get_by_label("已核实，无误")).to_be_checked()
    office.also = {}
    enter(grid, A, "12")
    expect(field(grid, A)).to_have_value("12")
    expect(cell(grid, A).get_by_label("已核实，无误")).to_have_count(0)


def test_a_low_figure_wants_words(grid: Page) -> None:
    enter(grid, A, "0")
    state(grid, A, "words")
    told(grid, "待说明 1")
    expect(cell(grid, A)).to_contain_text("请在说明栏写明原因。")


@pytest.mark.parametrize(
    ("choice", "value"), [("采用对方的：120", "120"), ("保留我的：118", "118")]
)
def test_two_people_at_one_cell_see_both_values_and_choose(
    grid: Page, office: Office, choice: str, value: str
) -> None:
    office.touched(A, "value", "120")
    enter(grid, A, "118")
    state(grid, A, "conflict")
    expect(cell(grid, A)).to_contain_text("期间“填报岗乙”已填 120。")
    told(grid, "他人已改 1")
    grid.get_by_role("button", name=choice).click()
    state(grid, A, "saved")
    expect(field(grid, A)).to_have_value(value)
    expect(field(grid, A)).to_be_focused()
    told(grid, "已全部保存")
    enter(grid, A, "119")
    told(grid, "已全部保存")
    state(grid, A, "saved")


def test_without_a_network_all_is_kept_and_goes_when_it_is_back(
    grid: Page, office: Office, faults: list[str]
) -> None:
    grid.context.set_offline(True)
    enter(grid, A, "1")
    enter(grid, B, "2")
    state(grid, A, "waiting")
    banner(grid, "连不上服务器。")
    assert [] == office.posts
    grid.context.set_offline(False)
    state(grid, A, "saved")
    state(grid, B, "saved")
    expect(grid.get_by_role("alert")).to_have_count(0)
    assert ["1", "2"] == [change["text"] for change in office.sent()]
    forgive(faults, "ERR_INTERNET_DISCONNECTED")


def test_a_server_out_of_order_is_asked_again(
    grid: Page, office: Office, faults: list[str]
) -> None:
    office.status = 500
    enter(grid, A, "1")
    banner(grid, "服务器暂时无法保存。")
    office.status = 200
    state(grid, A, "saved")
    expect(grid.get_by_role("alert")).to_have_count(0)
    forgive(faults, "status of 500")


def test_an_answer_without_the_cell_saves_nothing(grid: Page, office: Office) -> None:
    office.deaf = True
    enter(grid, A, "1")
    banner(grid, "服务器暂时无法保存。")
    state(grid, A, "waiting")
    office.deaf = False
    grid.get_by_role("button", name="重试").click()
    state(grid, A, "saved")


@pytest.mark.parametrize("status", [302, 403])
def test_who_is_signed_out_signs_in_elsewhere_and_goes_on(
    grid: Page, office: Office, faults: list[str], status: int
) -> None:
    office.status = status
    office.page = "<h1>登录</h1>"
    enter(grid, A, "1")
    banner(grid, "请在新窗口重新登录")
    office.status, office.token = 200, "token-2"
    office.show("month", drawn.month())
    grid.get_by_role("button", name="重试").click()
    state(grid, A, "saved")
    assert ["1"] == [change["text"] for change in office.sent()]
    forgive(faults, "status of 403")  # with the old token too


def test_a_refusal_is_shown_in_the_servers_words(
    grid: Page, office: Office, faults: list[str]
) -> None:
    office.status = 409
    office.said = {"message": "2026年5月已提交。", "next": "如需更改，请审核人退回。"}
    enter(grid, A, "1")
    banner(grid, "2026年5月已提交。 如需更改，请审核人退回。")
    state(grid, A, "waiting")
    forgive(faults, "status of 409")


def test_leaving_with_something_unsaved_is_asked_about(
    grid: Page, office: Office, faults: list[str]
) -> None:
    enter(grid, A, "x")
    state(grid, A, "error")
    assert ["beforeunload"] == leaving(grid)


def test_leaving_is_free_when_all_is_saved(grid: Page) -> None:
    enter(grid, A, "1")
    state(grid, A, "saved")
    assert [] == leaving(grid)


def test_a_reload_finds_again_what_was_not_saved(
    grid: Page, office: Office, faults: list[str]
) -> None:
    office.status = 500
    enter(grid, A, "1")
    banner(grid, "服务器暂时无法保存。")
    field(grid, B, "note").press_sequentially("写到一半")
    grid.wait_for_timeout(300)
    leaving(grid)
    office.status = 200
    state(grid, A, "saved")
    expect(field(grid, B, "note")).to_have_value("写到一半")
    expect(grid.locator("[data-grid-heard]")).to_contain_text("已找回上次未保存的 2 格")
    forgive(faults, "status of 500")


def test_what_another_has_kept_is_not_offered(
    grid: Page, office: Office, faults: list[str]
) -> None:
    office.status = 500
    enter(grid, A, "1")
    banner(grid, "服务器暂时无法保存。")
    office.show("month", drawn.month() | {"keep": "8"})
    office.status = 200
    leaving(grid)
    expect(field(grid, A)).to_have_value("")
    forgive(faults, "status of 500")


def test_after_a_reload_a_lost_dispute_is_still_one(grid: Page, office: Office) -> None:
    """The version that was typed upon is kept with the text."""
    office.touched(A, "value", "120")
    enter(grid, A, "118")
    state(grid, A, "conflict")
    office.show("month", drawn.month(12, {0: {"value": "120", "seen": 2}}))
    leaving(grid)
    state(grid, A, "conflict")
    expect(grid.get_by_role("button", name="保留我的：118")).to_be_visible()


def test_what_is_typed_while_an_answer_is_on_its_way_is_not_overwritten(
    grid: Page, office: Office
) -> None:
    def slow(route: object) -> None:
        grid.wait_for_timeout(300)
        route.continue_()  # type: ignore[attr-defined]

    grid.route("**/save", slow)
    enter(grid, A, "1")
    grid.wait_for_timeout(500)
    enter(grid, A, "2")
    told(grid, "已全部保存")
    expect(field(grid, A)).to_have_value("2")
    sent = [(change["text"], change["seen"]) for change in office.sent()]
    assert [("1", 1), ("2", 2)] == sent


def test_a_large_block_goes_in_parts(page: Page, office: Office) -> None:
    office.show("month", drawn.month(1200))
    page.goto("/")
    paste(page, A, "7\n" * 1200)
    told(page, "已全部保存")
    assert [500, 500, 200] == [len(post["changes"]) for post in office.posts]


def test_the_month_is_submitted_when_everything_is_saved(
    grid: Page, office: Office
) -> None:
    field(grid, A).fill("5")
    grid.get_by_role("button", name="提交").click()
    grid.wait_for_url("**/submit")
    assert ["5"] == [change["text"] for change in office.sent()]
    assert ["/submit"] == office.forms[0]["path"]


def test_the_month_is_not_submitted_with_something_wrong(
    grid: Page, office: Office
) -> None:
    field(grid, A).fill("x")
    grid.get_by_role("button", name="提交").click()
    expect(grid.locator("[data-grid-heard]")).to_have_text("请先处理未保存的单元格。")
    expect(field(grid, A)).to_be_focused()
    assert [] == office.forms


def test_without_script_the_month_is_a_form(page: Page, office: Office) -> None:
    changed = {1: {"locked": True}, 7: {"state": "question", "value": "96500"}}
    office.show("month", drawn.month(12, changed))
    page.route("**/*.js", lambda route: route.fulfill(body=""))
    page.goto("/")
    field(page, A).fill("12")
    field(page, A, "note").fill("平稳")
    page.locator(f'tr[data-line="{C}"] summary').click()
    page.locator(f'tr[data-line="{C}"] details textarea').fill("品牌甲")
    page.get_by_label("已核实，无误").check()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/plain")
    form = office.forms[0]
    assert ["12"] == form[f"value:{A}"]
    assert ["平稳"] == form[f"note:{A}"]
    assert ["品牌甲"] == form[f"items:{C}"]
    assert ["1"] == form[f"seen:{A}"]
    assert ["on"] == form["confirmed:a3/profit"]
    assert [office.token] == form["csrfmiddlewaretoken"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_fits_its_screen(
    page: Page, office: Office, size: dict[str, int], language: str
) -> None:
    asked = {7: {"state": "question", "value": "96500", "message": "请核对。"}}
    office.show("month", drawn.month(12, asked), language)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto("/")
    enter(page, A, "x")
    state(page, A, "error")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for line in (A, B):
        box = field(page, line).bounding_box()
        assert box
        assert box["x"] + box["width"] <= size["width"]


def test_paper_shows_the_table(grid: Page) -> None:
    enter(grid, A, "12")
    grid.emulate_media(media="print")
    expect(grid.locator(".month-table thead")).to_be_visible()
    expect(field(grid, A)).to_be_visible()
    expect(grid.locator("[data-grid-bar]")).to_be_hidden()
