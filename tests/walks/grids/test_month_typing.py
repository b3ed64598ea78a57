"""The month grid under the hands of a reporter: keys, blocks, undo, input methods."""

import pytest
from playwright.sync_api import Page, expect
from tests.walks.grids import drawn
from tests.walks.grids.office import Office
from tests.walks.grids.sheets import (
    cell,
    clip,
    enter,
    field,
    heard,
    paste,
    pick,
    state,
    texts,
    told,
)

A, B, C = "a1/revenue", "a1/profit", "a1/brands"
D, E, F = "a2/revenue", "a2/profit", "a2/brands"
LAST = "a4/brands"


@pytest.fixture
def grid(page: Page, office: Office) -> Page:
    """Twelve lines, one of them locked."""
    office.show("month", drawn.month(12, {4: {"locked": True, "value": "88"}}))
    page.goto("/")
    return page


def test_what_is_typed_is_saved_and_shown_as_the_server_has_it(
    grid: Page, office: Office
) -> None:
    enter(grid, A, "１02.5")
    state(grid, A, "saved")
    expect(field(grid, A)).to_have_value("102.5")
    told(grid, "已全部保存")
    assert [("a1/revenue", "value", "１02.5", 1)] == [
        pick(change, "line", "column", "text", "seen") for change in office.sent()
    ]
    enter(grid, A, "103")
    state(grid, A, "saved")
    expect(field(grid, A)).to_have_value("103")
    assert 2 == office.sent()[-1]["seen"]


def test_enter_goes_down_and_back_up(grid: Page) -> None:
    field(grid, A).focus()
    grid.keyboard.press("Enter")
    expect(field(grid, B)).to_be_focused()
    grid.keyboard.press("Shift+Enter")
    expect(field(grid, A)).to_be_focused()


def test_arrows_lead_out_of_a_cell_only_from_the_edge_of_its_text(grid: Page) -> None:
    enter(grid, A, "12")
    field(grid, A).focus()
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("ArrowUp")
    expect(field(grid, A)).to_be_focused()
    grid.keyboard.press("F2")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("ArrowRight")
    expect(field(grid, A)).to_be_focused()
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("ArrowRight")
    expect(field(grid, A, "note")).to_be_focused()


def test_tab_goes_to_the_note_and_on_to_the_next_line(grid: Page) -> None:
    field(grid, A).focus()
    grid.keyboard.press("Tab")
    expect(field(grid, A, "note")).to_be_focused()
    grid.keyboard.press("Tab")
    expect(field(grid, B)).to_be_focused()


def test_the_first_click_chooses_the_number_so_that_typing_replaces_it(
    grid: Page,
) -> None:
    enter(grid, A, "12")
    field(grid, A).click()
    grid.keyboard.type("7")
    expect(field(grid, A)).to_have_value("7")
    field(grid, A).click()
    grid.keyboard.press("End")
    grid.keyboard.type("5")
    expect(field(grid, A)).to_have_value("75")


def test_escape_gives_the_cell_its_text_back(grid: Page, office: Office) -> None:
    enter(grid, A, "12")
    state(grid, A, "saved")
    field(grid, A).fill("99")
    grid.keyboard.press("Escape")
    expect(field(grid, A)).to_have_value("12")
    grid.keyboard.press("Enter")
    enter(grid, B, "1")
    state(grid, B, "saved")
    assert ["12", "1"] == [change["text"] for change in office.sent()]


def test_a_line_break_in_a_note_is_alt_enter(grid: Page, office: Office) -> None:
    field(grid, A, "note").focus()
    grid.keyboard.type("一")
    grid.keyboard.press("Alt+Enter")
    grid.keyboard.type("二")
    grid.keyboard.press("Enter")
    state(grid, A, "saved", "note")
    assert "一\n二" == office.sent()[0]["text"]
    expect(field(grid, B, "note")).to_be_focused()


def test_a_block_is_pasted_with_its_line_breaks_and_quotes(
    grid: Page, office: Office
) -> None:
    paste(grid, A, '100\t"上旬\n""集中""结算"\r\n1,200.50\t平稳\r\n3\t"引"号\r\n')
    state(grid, C, "saved", "note")
    wanted = ["100", '上旬\n"集中"结算', "1200.50", "平稳", "3", '"引"号']
    places = [(line, column) for line in (A, B, C) for column in ("value", "note")]
    assert wanted == texts(grid, *places)
    heard(grid, "已粘贴 6 格。")
    assert 1 == len(office.posts)


def test_a_locked_line_is_skipped_and_the_block_goes_on_below(
    grid: Page, office: Office
) -> None:
    paste(grid, D, "1\n2\n3\n")
    state(grid, F, "saved")
    assert ["1", "88", "3"] == texts(grid, (D, "value"), (E, "value"), (F, "value"))
    heard(grid, "已粘贴 2 格。 跳过锁定的 1 格。")
    assert [D, F] == [change["line"] for change in office.sent()]
    grid.keyboard.press("ArrowDown")
    grid.keyboard.type("5")
    expect(field(grid, E)).to_have_value("88")


def test_what_lies_beyond_the_table_is_cut_and_it_is_said(
    grid: Page, office: Office
) -> None:
    paste(grid, LAST, "1\tnote\tmore\n2\n3\n")
    state(grid, LAST, "saved", "note")
    heard(grid, "已粘贴 2 格。 超出表格末尾的 2 行未粘贴。 超出表格右侧的 1 列未粘贴。")
    assert 2 == len(office.sent())


def test_one_copied_cell_is_put_where_one_stands(grid: Page) -> None:
    """As Excel copies it: with a line end."""
    field(grid, A).fill("15")
    grid.keyboard.press("Home")
    clip(grid, "2\r\n")
    grid.keyboard.press("Control+v")
    expect(field(grid, A)).to_have_value("215")


def test_a_block_is_marked_copied_cut_and_taken_back(grid: Page) -> None:
    paste(grid, A, "1\tx\n2\ty\n")
    state(grid, B, "saved", "note")
    field(grid, A).focus()
    grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Shift+ArrowRight")
    heard(grid, "已选 2 行 × 2 列。")
    grid.keyboard.press("Control+x")
    places = [(line, column) for line in (A, B) for column in ("value", "note")]
    assert ["", "", "", ""] == texts(grid, *places)
    assert "1\tx\n2\ty" == grid.evaluate("navigator.clipboard.readText()")
    grid.keyboard.press("Control+z")
    assert ["1", "x", "2", "y"] == texts(grid, *places)
    heard(grid, "已撤销 4 格。")
    grid.keyboard.press("Control+Shift+z")
    assert ["", "", "", ""] == texts(grid, *places)


def test_one_value_fills_a_marked_block(grid: Page) -> None:
    field(grid, A).click()
    field(grid, C).click(modifiers=["Shift"])
    clip(grid, "8")
    grid.keyboard.press("Control+v")
    values = [(line, "value") for line in (A, B, C, D)]
    assert ["8", "8", "8", ""] == texts(grid, *values)
    grid.keyboard.press("Delete")
    assert ["", "", "", ""] == texts(grid, *values)


def test_a_block_is_marked_by_dragging(grid: Page) -> None:
    field(grid, A).hover()
    grid.mouse.down()
    field(grid, C, "note").hover()
    grid.mouse.up()
    expect(grid.locator(".in-block")).to_have_count(6)
    grid.keyboard.press("Escape")
    expect(grid.locator(".in-block")).to_have_count(0)


def test_undo_goes_back_change_by_change_and_tells_the_server(
    grid: Page, office: Office
) -> None:
    enter(grid, A, "1")
    enter(grid, B, "2")
    state(grid, B, "saved")
    grid.keyboard.press("Control+z")
    grid.keyboard.press("Control+z")
    assert ["", ""] == texts(grid, (A, "value"), (B, "value"))
    expect(field(grid, A)).to_be_focused()
    told(grid, "已全部保存")
    sent = [(change["line"], change["text"]) for change in office.sent()]
    assert [(A, "1"), (B, "2")] == sent[:2]
    assert {(A, ""), (B, "")} == set(sent[2:])
    grid.keyboard.press("Control+z")
    heard(grid, "没有可撤销的内容。")


def test_enter_while_an_input_method_composes_does_not_leave_the_cell(
    grid: Page, office: Office
) -> None:
    note = field(grid, A, "note")
    note.focus()
    ime = grid.context.new_cdp_session(grid)
    compose = {"selectionStart": 6, "selectionEnd": 6, "text": "ji'suan"}
    ime.send("Input.imeSetComposition", compose)
    for key in ("Enter", "ArrowDown", "Escape"):  # as a browser gives them to a page
        note.dispatch_event("keydown", {"key": key, "isComposing": True})
        note.dispatch_event("keydown", {"key": key, "keyCode": 229})
    expect(note).to_be_focused()
    ime.send("Input.insertText", {"text": "结算"})
    expect(note).to_have_value("结算")
    assert [] == office.posts
    grid.keyboard.press("Enter")
    expect(field(grid, B, "note")).to_be_focused()
    state(grid, A, "saved", "note")


def test_a_list_is_entered_in_a_window_and_its_number_follows(
    grid: Page, office: Office
) -> None:
    grid.locator(f'tr[data-line="{C}"] [data-open-items]').click()
    box = grid.get_by_label("每行填一项").last
    box.fill("品牌甲\n\n 品牌乙 \n品牌甲")
    expect(grid.locator("[data-items-twice]")).to_have_text("“品牌甲”重复。")
    box.fill("品牌甲\n\n 品牌乙 ")
    expect(grid.locator("[data-items-count]")).to_have_text("共 2 项")
    grid.get_by_role("button", name="确定").click()
    state(grid, C, "saved")
    expect(field(grid, C)).to_have_value("2")
    sent = {change["column"]: change["text"] for change in office.sent()}
    assert {"items": "品牌甲\n品牌乙", "value": "2"} == sent
    expect(grid.locator(f'tr[data-line="{C}"] [data-count]')).to_have_text("2")


def test_a_list_that_is_closed_again_changes_nothing(
    grid: Page, office: Office
) -> None:
    opener = grid.locator(f'tr[data-line="{C}"] [data-open-items]')
    opener.click()
    grid.get_by_label("每行填一项").last.fill("品牌甲")
    grid.keyboard.press("Escape")
    expect(opener).to_be_focused()
    enter(grid, A, "1")
    state(grid, A, "saved")
    assert ["value"] == [change["column"] for change in office.sent()]


def test_every_field_has_a_name(grid: Page) -> None:
    names = {
        field(grid, A): "城建公司（示例） 营业收入，本月数 (万元)",
        field(grid, A, "note"): "城建公司（示例） 营业收入，说明",
    }
    for place, name in names.items():
        expect(place).to_have_accessible_name(name)
    enter(grid, A, "x")
    state(grid, A, "error")
    description = "有误，未保存 不是数字。 请填写数字，如 1234.5。"
    expect(field(grid, A)).to_have_accessible_description(description)
    expect(field(grid, A)).to_have_attribute("aria-invalid", "")


def test_a_line_is_found_by_its_name_and_what_is_done_can_be_hidden(
    grid: Page,
) -> None:
    grid.get_by_placeholder("查找对象或指标").fill("水务")
    expect(grid.locator("tr[data-line]:visible")).to_have_count(3)
    grid.get_by_placeholder("查找对象或指标").fill("")
    enter(grid, A, "1")
    state(grid, A, "saved")
    grid.get_by_label("只看未填和待处理").check()
    expect(cell(grid, A)).to_be_hidden()
    expect(cell(grid, E)).to_be_hidden()
    expect(cell(grid, B)).to_be_visible()
