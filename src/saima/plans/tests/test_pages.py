"""The pages of the plan, for those who make it, those who see it, and strangers."""

from __future__ import annotations

import io
import json
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from saima.core.periods import Month
from saima.plans import reported
from saima.plans.actions import workbooks
from saima.plans.models import Draft, PlanUpload, Target
from saima.plans.tests.made import TIED, YEAR, Office

PLAN = f"/plans/g/{YEAR}/"
OWN = f"/plans/a/{YEAR}/"


def cell(text: str, seen: int = 0) -> dict[str, Any]:
    return {
        "subject": "a",
        "indicator": "revenue",
        "column": "year",
        "text": text,
        "seen": seen,
    }


def typed(client: Any, body: Any, path: str = PLAN) -> Any:
    text = json.dumps(body)
    return client.post(f"{path}cells/", text, content_type="application/json")


def shown(answer: Any) -> Any:
    return answer.context["grid"]["cells"]


def test_every_page_opens_for_the_planner(planning: Office, client_of: Any) -> None:
    planning.adopted()
    client = client_of("planner")
    paths = ("/plans/", "/plans/g/catalog/", PLAN, OWN, f"{PLAN}history/a/revenue/")
    for path in (*paths, f"{PLAN}workbook/", f"{PLAN}workbook/?money=yi"):
        assert 200 == client.get(path).status_code, path
    found = client.get(f"{PLAN}history/?subject=a&indicator=revenue")
    assert f"{PLAN}history/a/revenue/" == found.url
    assert 404 == client.get("/plans/g/1066/").status_code
    assert 404 == client.get(f"{OWN}history/b/revenue/").status_code


def test_a_reporter_sees_the_own_plan_and_no_draft(
    planning: Office, client_of: Any
) -> None:
    seen = planning.adopted()
    planning.type({("a", "revenue", "year"): "1313"}, seen=seen)
    client = client_of("reporter")
    answer = client.get(OWN)
    assert "1200" == shown(answer)["revenue"]["a"]["year"]
    assert answer.context["grid"]["readonly"]
    assert 404 == client.get(PLAN).status_code
    assert 403 == typed(client, {"changes": [cell("1")]}, OWN).status_code
    assert "1313" == shown(client_of("planner").get(PLAN))["revenue"]["a"]["year"]


def test_the_head_pledges_to_nobody_below_it(planning: Office, client_of: Any) -> None:
    planning.adopted()
    client = client_of("planner")
    own, whole = (client.get(f"{path}pledge/").content.decode() for path in (OWN, PLAN))
    assert "g集团：a公司承诺" in own
    assert "上级单位（签字）" not in own
    assert "g集团：g集团" not in whole
    assert "上级单位（签字）" in whole


def test_who_adopted_stands_in_the_history(planning: Office, client_of: Any) -> None:
    planning.adopted()
    path = f"{PLAN}history/a/revenue/"
    assert "下达人" in client_of("planner").get(path).content.decode()
    planning.second_version(reason="系统导入")  # by the machine, which has no name
    text = client_of("planner").get(path).content.decode()
    assert "录入时间" in text
    assert "变更原因" in text


def test_strangers_find_no_plan(planning: Office, client_of: Any) -> None:
    planning.adopted()
    client = client_of("stranger")
    for path in (PLAN, OWN, f"{PLAN}workbook/", f"{PLAN}history/a/revenue/"):
        assert 404 == client.get(path).status_code
    assert 404 == typed(client, {"changes": [cell("1")]}).status_code
    assert 404 == client.post(f"{PLAN}adopt/").status_code


def test_the_plan_is_changed_at_the_head_alone(
    planning: Office, client_of: Any
) -> None:
    planning.adopted()
    answer = typed(client_of("planner_a"), {"changes": [cell("1")]}, OWN)
    assert (409, 0) == (answer.status_code, Draft.objects.count())
    assert answer.json()["next"]
    assert 409 == client_of("planner").post(f"{OWN}discard/").status_code


def test_the_grid_types_spreads_and_hears_of_conflicts(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    (one,) = typed(client, {"changes": [cell("0.12亿元")]}).json()["cells"]
    assert ("saved", "1200") == (one["state"], one["text"])
    wanted = {"subject": "a", "indicator": "revenue", "template": "even"}
    answer = typed(client, {"phase": {**wanted, "seen": one["seen"]}})
    assert ["100"] * 12 == [one["text"] for one in answer.json()["cells"]]
    late = typed(client_of("planner2"), {"changes": [cell("1")]}).json()["cells"][0]
    assert ("conflict", "planner") == (late["state"], late["theirs"]["by"])
    for strange in ([], {}, {"changes": []}, {"changes": [1]}, {"changes": [{}]}):
        assert 409 == typed(client, strange).status_code


def test_a_plan_is_adopted_on_its_page(planning: Office, client_of: Any) -> None:
    client = client_of("planner")
    sent = {"since": f"{YEAR}-01", "reason": "", "paper": ""}
    refused = client.post(f"{PLAN}adopt/", sent)
    assert (409, 0) == (refused.status_code, Target.objects.count())
    planning.draft(TIED)
    assert 400 == client.post(f"{PLAN}adopt/", {**sent, "since": "never"}).status_code
    assert 302 == client.post(f"{PLAN}adopt/", sent).status_code
    assert 3 == Target.objects.count()
    text = client.get(f"{PLAN}history/a/revenue/").content.decode()
    assert "planner" in text


def test_late_first_targets_are_explained_and_decided_on_the_page(
    planning: Office, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    planning.type({("a", "costs", "year"): "100"})
    client = client_of("planner")
    assert "whole_year" not in client.get(PLAN).content.decode()
    monkeypatch.setattr(reported, "_through", [lambda units, year: Month(year, 6)])
    page = client.get(PLAN).content.decode()
    assert "whole_year" in page
    assert f"{YEAR}年6月" in page
    sent = {"since": f"{YEAR}-06", "reason": "补下", "paper": "示例〔2026〕9号"}
    assert 409 == client.post(f"{PLAN}adopt/", sent).status_code
    sent["whole_year"] = "on"
    assert 302 == client.post(f"{PLAN}adopt/", sent).status_code
    assert Month(YEAR, 1) == Target.objects.get().since
    text = client.get(f"{PLAN}history/a/costs/").content.decode()
    assert "补下" in text


@pytest.mark.parametrize("depth", [100, 100_000])
def test_brackets_within_brackets_are_not_understood(
    planning: Office, client_of: Any, depth: int
) -> None:
    client, deep = client_of("planner"), "[" * depth + "]" * depth
    send = partial(client.post, f"{PLAN}cells/", content_type="application/json")
    answer = send(f'{{"changes": {deep}}}')
    assert (409, 0) == (answer.status_code, Draft.objects.count())
    assert answer.json()["next"]
    assert 200 == send(json.dumps({"changes": [cell("1")], "more": [[]]})).status_code


def test_a_body_of_fifty_megabytes_is_refused_in_words(
    planning: Office, client_of: Any
) -> None:
    client = client_of("planner")
    spaces = " " * 50_000_000
    answer = typed(client, {"changes": [cell("1")], "more": spaces})
    assert (409, 0) == (answer.status_code, Draft.objects.count())
    assert answer.json()["next"]
    small = typed(client, {"changes": [cell("1")], "more": spaces[:2_000_000]})
    assert (200, 1) == (small.status_code, Draft.objects.count())


@pytest.mark.parametrize("text", ["\ud800", "1\x00"])
def test_signs_that_no_table_keeps_are_not_understood(
    planning: Office, client_of: Any, text: str
) -> None:
    client = client_of("planner")
    assert 409 == typed(client, {"changes": [cell(text)]}).status_code
    assert 200 == typed(client, {"changes": [cell("𠮷")]}).status_code


def test_a_file_too_large_is_refused_before_it_is_read(
    planning: Office, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("planner")
    book = client.get(f"{PLAN}workbook/").content
    read: list[int] = []

    def reading(file: UploadedFile, *args: Any) -> bytes:
        read.append(file.size or 0)
        return book

    monkeypatch.setattr(UploadedFile, "read", reading, raising=False)
    for limit, status, times in ((len(book) - 1, 409, 0), (len(book), 302, 1)):
        monkeypatch.setattr(workbooks, "MOST_BYTES", limit)
        file = io.BytesIO(book)
        file.name = "计划.xlsx"
        answer = client.post(f"{PLAN}uploads/", {"file": file})
        assert (status, times) == (answer.status_code, len(read))


def test_what_a_target_means_is_drafted(planning: Office, client_of: Any) -> None:
    seen = planning.adopted()
    client = client_of("planner")
    path = f"{PLAN}history/a/revenue/meaning/"
    sent = {"bound": "exact", "floor": "1000", "stretch": "", "seen": seen}
    assert 409 == client.post(path, {**sent, "floor": "much"}).status_code
    assert 0 == Draft.objects.count()
    assert 302 == client.post(path, sent).status_code
    draft = Draft.objects.get()
    assert ("exact", 1000, None) == (draft.bound, draft.floor, draft.stretch)


def test_a_workbook_goes_out_and_in(planning: Office, client_of: Any) -> None:
    planning.adopted()
    client = client_of("planner")
    book = client.get(f"{PLAN}workbook/").content
    file = SimpleUploadedFile("计划.xlsx", book)
    sent = client.post(f"{PLAN}uploads/", {"file": file})
    number = PlanUpload.objects.get().pk
    assert f"{PLAN}uploads/{number}/" == sent.url
    assert 200 == client.get(sent.url).status_code
    seen = client.get(sent.url).context["trial"].seen
    assert 302 == client.post(f"{sent.url}load/", {"seen": seen}).status_code
    assert 409 == client.post(f"{sent.url}load/", {"seen": "old"}).status_code
    assert 404 == client.get(f"/plans/g/{YEAR + 1}/uploads/{number}/").status_code
    assert 400 == client.post(f"{PLAN}uploads/").status_code
