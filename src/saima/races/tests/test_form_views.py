"""The page of the form: who may use it, what it keeps, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from saima.people import scope
from saima.races.models import Race
from saima.races.tests.conftest import SCHEME, reader_of

FORM, FILL, TEXT = (
    "/rules/jia-2022/form/",
    "/rules/jia-2022/form/fill/",
    "/rules/jia-2022/",
)
Sent = dict[str, list[str]]


class Fields(HTMLParser):
    """What a browser would send of the form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: Sent = {}
        self._within, self._area, self._select = False, "", ""
        self.feed(page)

    def add(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = own.get("id") == "rules-form"
        if not self._within:
            return
        name = own.get("name", "")
        if (
            tag == "input"
            and name
            and (own.get("type") != "checkbox" or "checked" in own)
        ):
            self.add(name, own.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in own:
            self.add(self._select, own.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.add(name, "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line end in a field is the page's, and no browser sends it.
            self.sent[self._area][-1] = self.sent[self._area][-1].removeprefix("\n")
            self._area = ""
        elif tag == "form":
            self._within = False


def kept() -> Race:
    """The race as it stands in the record."""
    with scope.of_everything():
        return Race.objects.get(slug="jia-2022")


def drafted(text: str) -> None:
    """Let the draft be a text."""
    with scope.of_everything():
        Race.objects.filter(slug="jia-2022").update(draft=text)


def fields(client: Client) -> Sent:
    """The fields of the page, as they stand."""
    answer = client.get(FORM)
    assert 200 == answer.status_code
    return Fields(answer.content.decode()).sent


def send(
    client: Client, sent: Sent, deed: str = "save", **more: str
) -> tuple[int, str]:
    """What is answered to whoever presses a button."""
    body = sent | {"do": [deed]} | {name: [value] for name, value in more.items()}
    answer = client.post(FILL, body)
    return answer.status_code, answer.content.decode()


def in_form(page: str, name: str) -> list[str]:
    """The values of a field on a page."""
    return Fields(page).sent.get(name, [])


def test_saved_as_it_is_the_draft_is_the_same_text(chinese: Client) -> None:
    before = kept()
    assert 302 == send(chinese, fields(chinese))[0]
    after = kept()
    assert (before.draft, before.seen + 1) == (after.draft, after.seen)


def test_a_change_is_saved_by_the_same_deed_as_a_text(chinese: Client) -> None:
    sent = fields(chinese)
    sent["groups.0.items.0.weight"] = ["50"]
    assert 302 == send(chinese, sent)[0]
    assert SCHEME.replace("weight: 60", "weight: 50").strip() == kept().draft.strip()
    page = chinese.get(FORM).content.decode()
    assert "权重合计" in page
    assert "事故（起，越低越好）" in page
    assert re.search(r'id="f-groups-0-items-e">\s*<p>[^<]*90', page)


def test_of_two_who_save_the_second_keeps_what_was_typed(chinese: Client) -> None:
    mine, other = fields(chinese), fields(chinese)
    other["year"], mine["year"] = ["2023"], ["2024"]
    assert 302 == send(chinese, other)[0]
    status, page = send(chinese, mine)
    assert (409, True) == (status, "您打开之后" in page)
    assert ["2024"] == in_form(page, "year")
    assert f'href="{FORM}" target="_blank"' in page
    assert "year: 2023" in kept().draft
    status, _ = send(chinese, Fields(page).sent)  # nor by pressing once more
    assert 409 == status


def test_what_is_wrong_in_a_field_loses_nothing(chinese: Client) -> None:
    sent = fields(chinese)
    sent["groups.0.items.0.weight"], sent["name"] = ["６０"], ['<b>"甲"</b> & # x']
    before = kept().draft
    status, page = send(chinese, sent)
    assert (409, True) == (status, "半角数字" in page)
    assert ["６０"] == in_form(page, "groups.0.items.0.weight")
    assert ['<b>"甲"</b> & # x'] == in_form(page, "name")
    assert "<b>" not in page
    assert before == kept().draft


def test_buttons_keep_what_was_typed_and_save_nothing(chinese: Client) -> None:
    sent, before = fields(chinese), kept()
    sent["name"] = ["改名"]
    for deed in ("add:groups.0.items", "add:groups.0.items:knot", "add:groups", "show"):
        status, page = send(chinese, sent, deed)
        assert (200, ["改名"]) == (status, in_form(page, "name"))
        sent = Fields(page).sent
    assert ["knot"] == sent["groups.0.items.3.is"]
    assert "groups.2.name" in sent
    status, page = send(chinese, sent, "remove:groups.1")
    assert ["yes"] == in_form(page, "groups.1.gone")
    assert "二组" in page
    assert (before.draft, before.seen) == (kept().draft, kept().seen)
    status, page = send(chinese, Fields(page).sent, "back:groups.1")
    assert ["二组"] == in_form(page, "groups.1.name")


def test_an_empty_draft_begins_with_the_groups_that_run(chinese: Client) -> None:
    drafted("# 说明\n")
    sent = fields(chinese)
    assert [["一组"], ["二组"]] == [sent[f"groups.{n}.name"] for n in range(2)]
    assert ["甲集团赛马"] == sent["name"]
    sent["groups.0.items.0.indicator"], sent["groups.0.items.0.weight"] = (
        ["营收"],
        ["100"],
    )
    sent["groups.0.items.0.curve.use"] = ["kind:linear"]
    assert 302 == send(chinese, sent)[0]
    assert BEGUN == kept().draft


BEGUN = """\
# 说明
name: "甲集团赛马"
year: 2022
convention: month
groups:
  - name: 一组
    items:
      - {indicator: 营收, weight: 100, curve: {kind: linear}}
  - {name: 二组}
"""


def test_a_form_begins_with_a_published_rule_and_stays_a_form(chinese: Client) -> None:
    drafted("")
    page = chinese.get(FORM).content.decode()
    assert 'name="back" value="form"' in page
    sent = {"preset": "mianyang-lists", "back": "form", "seen": kept().seen}
    answer = chinese.post(f"{TEXT}begin/", sent)
    assert (302, FORM) == (answer.status_code, answer["location"])


def test_both_pages_lead_to_each_other(chinese: Client) -> None:
    assert f'href="{TEXT}"' in chinese.get(FORM).content.decode()
    assert f'href="{FORM}"' in chinese.get(TEXT).content.decode()


UNREADABLE = "name: a\n  year: 2\n"


def test_a_text_that_cannot_be_read_is_no_form(chinese: Client) -> None:
    drafted(UNREADABLE)
    page = chinese.get(FORM).content.decode()
    assert "第 2 行" in page
    assert 'rules-form"' not in page
    status, page = send(chinese, {"seen": [str(kept().seen)]}, base=UNREADABLE)
    assert (409, True) == (status, "第 2 行" in page)
    assert UNREADABLE == kept().draft


def test_what_the_form_cannot_write_is_left_to_the_text(
    chinese: Client,
) -> None:
    drafted("name: a\ntie_break: [\n  营收,  # 先\n  事故]\n")
    sent = fields(chinese)
    sent["tie_break"] = ["事故", "营收"]
    status, page = send(chinese, sent)
    assert (409, True) == (status, "表单不能代改" in page)
    assert ["事故", "营收"] == [one for one in in_form(page, "tie_break") if one]


def test_sixty_indicators_are_one_form(chinese: Client) -> None:
    rows = "".join(
        f"      - {{indicator: 指标{n}, weight: 1, curve: {{kind: steps, per: 2%}}}}\n"
        for n in range(60)
    )
    text = f"name: a\nyear: 2022\nconvention: month\ngroups:\n  - name: g\n    items:\n{rows}"
    drafted(text)
    sent = fields(chinese)
    assert len(sent) > 1_000
    assert 302 == send(chinese, sent)[0]
    assert text.strip() == kept().draft.strip()


@pytest.mark.parametrize("who", ["leader", "supervisor"])
def test_who_may_only_look_sees_the_form_and_changes_nothing(
    home: Any, who: str
) -> None:
    client = reader_of("zh-CN", who)
    page = client.get(FORM).content.decode()
    assert '<fieldset class="bare" disabled>' in page
    assert 'value="save"' not in page
    before = kept().draft
    assert 403 == send(client, {"base": [""], "seen": ["1"]})[0]
    assert before == kept().draft


@pytest.mark.parametrize("who", ["a-reporter", "auditor", "system"])
def test_who_may_not_see_the_draft_sees_no_form(home: Any, who: str) -> None:
    client = reader_of("zh-CN", who)
    text = client.get(TEXT).status_code
    assert text == client.get(FORM).status_code
    assert 403 == send(client, {})[0]


def test_english_has_no_chinese_labels(english: Client) -> None:
    page = english.get(FORM).content.decode()
    for said in ("By form", "As text", "Weights together", "Scored by"):
        assert said in page
    labels = re.findall(r"<(?:label[^>]*|legend|h2|summary)>([^<]*)<", page)
    assert [] == [one for one in labels if re.search("[\u4e00-\u9fff]", one)]


def test_nothing_that_is_sent_breaks_the_page(chinese: Client) -> None:
    for sent in ({}, {"base": ["["]}, {"seen": ["x"]}, {"do": ["add:" + "a." * 50]}):
        for deed in ("save", "show", "add:groups", "remove:groups.0", "\x00"):
            status, _ = send(chinese, {**sent}, deed)
            assert status in (200, 302, 409)
    many = {f"groups.{n}.name": ["x"] for n in range(400)}
    assert 409 == send(chinese, {"base": ["name: a\n"], **many})[0]


def lines_of(page: str) -> Iterator[str]:
    """The findings beside the form."""
    yield from re.findall(r'<li class="finding[^>]*>(.*?)</li>', page)


def test_findings_lead_to_their_fields_and_call_them_as_the_page_does(
    chinese: Client,
) -> None:
    drafted(SCHEME.replace(", weight: 60", "").replace("cap: 120%", "cap: 一点二"))
    page = chinese.get(FORM).content.decode()
    found = [*lines_of(page)]
    assert any(
        'href="#f-groups-0-items-0-weight"' in one and "权重" in one for one in found
    )
    for at in re.findall(r'href="#(f-[\w-]+)"', " ".join(found)):
        assert f'id="{at}"' in page
