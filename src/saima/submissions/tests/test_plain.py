"""A month from end to end by plain forms, as a browser without scripts sends them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saima.core.filling import Entry
from saima.core.workflow import State
from saima.submissions.actions.filling import Change, fill
from saima.submissions.models import Cell, Move, Upload
from saima.submissions.monthly import form_of
from saima.submissions.queries import standings_of
from saima.submissions.tests.made import IN_ORDER, JANUARY, Cast, number
from saima.submissions.tests.test_steps import workbook
from saima.writing.month_workbook import month_workbook

MONTH = "/submissions/a/2026-01/"
As = Callable[[str], Client]


@dataclass
class Form(HTMLParser):
    """The fields of the form that is posted to an address, as they stand on a page."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    inside: bool = False
    text_of: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = dict(given)
        if tag == "form":
            self.inside = attributes.get("action") == self.action
        name = attributes.get("name")
        if not self.inside or not name:
            return
        if tag == "textarea":
            self.fields[name], self.text_of = "", name
        elif attributes.get("type") != "checkbox" or "checked" in attributes:
            self.fields[name] = attributes.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.fields[self.text_of] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text_of = ""


def form_on(client: Client, page: str, action: str) -> dict[str, str]:
    """What a page would post if nothing were typed into its form."""
    form = Form(action)
    form.feed(client.get(page).content.decode())
    assert form.fields, f"{page} has no form for {action}"
    return form.fields


@pytest.fixture
def signed_in(staff: Cast) -> As:
    """A browser in which somebody has signed in, and reads English."""

    def of(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(staff.accounts[name])
        return client

    return of


def typed(fields: dict[str, str]) -> dict[str, str]:
    """The form, filled in so that everything is in order."""
    filled = dict(fields)
    for (subject, indicator), said in IN_ORDER.items():
        for column, text in said.items():
            filled[f"{column}:{subject}/{indicator}"] = text.replace("\n", "\r\n")
    return filled


def state(staff: Cast) -> State:
    """Where the month of unit A stands."""
    made = staff.begun()
    return standings_of([made])[made.pk].state


def values() -> dict[tuple[str, str], object]:
    """What stands in the cells."""
    rows = Cell.objects.values_list("subject__code", "indicator__code", "value")
    return {(subject, indicator): value for subject, indicator, value in rows}


def test_the_form_of_a_month_is_saved_whole(staff: Cast, signed_in: As) -> None:
    reporter = signed_in("reporter")
    fields = form_on(reporter, MONTH, f"{MONTH}save/")
    answer = reporter.post(f"{MONTH}save/", typed(fields))
    assert (302, MONTH) == (answer.status_code, answer.headers["Location"])
    wanted = {key: number(said["value"]) for key, said in IN_ORDER.items()}
    assert wanted == values()
    brands = Cell.objects.get(indicator__code="brands")
    assert ["品牌一", "品牌二"] == brands.items
    # The page shows what was saved, and posting it as it stands changes nothing.
    again = form_on(reporter, MONTH, f"{MONTH}save/")
    assert "100" == again["value:a/revenue"]
    seen = {cell.pk: cell.seen for cell in Cell.objects.all()}
    assert 302 == reporter.post(f"{MONTH}save/", again).status_code
    assert seen == {cell.pk: cell.seen for cell in Cell.objects.all()}


def test_what_cannot_be_saved_is_said_and_the_rest_is_saved(
    staff: Cast, signed_in: As
) -> None:
    reporter = signed_in("reporter")
    fields = typed(form_on(reporter, MONTH, f"{MONTH}save/"))
    answer = reporter.post(f"{MONTH}save/", fields | {"value:a/revenue": "大约一百"})
    assert 409 == answer.status_code
    assert "1 entries were not saved" in answer.content.decode()
    assert number("90") == values()["a1", "rate"]
    assert ("a", "revenue") not in values()


def test_what_somebody_else_changed_meanwhile_is_left(
    staff: Cast, signed_in: As
) -> None:
    reporter, made = signed_in("reporter"), staff.begun()
    fields = typed(form_on(reporter, MONTH, f"{MONTH}save/"))
    change = Change(("a", "revenue"), "value", "7", 0)
    fill(made, [change], by=staff.who("reporter2"))
    answer = reporter.post(f"{MONTH}save/", fields)
    assert 409 == answer.status_code
    assert "reporter2 has changed this line" in answer.content.decode()
    assert number("7") == values()["a", "revenue"]
    # The control: on the page as it is now the same form goes through.
    now = typed(form_on(reporter, MONTH, f"{MONTH}save/"))
    assert 302 == reporter.post(f"{MONTH}save/", now).status_code
    assert number("100") == values()["a", "revenue"]


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 12, "²"])
def test_a_form_that_saw_nothing_overwrites_nothing(
    staff: Cast, signed_in: As, seen: str
) -> None:
    staff.filled()
    reporter = signed_in("reporter")
    fields = form_on(reporter, MONTH, f"{MONTH}save/") | {"value:a/revenue": "5"}
    bad = fields | {"seen:a/revenue": seen}
    assert 409 == reporter.post(f"{MONTH}save/", bad).status_code
    assert number("100") == values()["a", "revenue"]
    assert 302 == reporter.post(f"{MONTH}save/", fields).status_code  # the control
    assert number("5") == values()["a", "revenue"]


def approved(staff: Cast, signed_in: As) -> None:
    """Unit A's month was submitted and approved, by the buttons of its pages."""
    staff.filled()
    for name, step in (("reporter", "submit"), ("approver", "approve")):
        client, address = signed_in(name), f"{MONTH}{step}/"
        given = form_on(client, MONTH, address)
        assert 302 == client.post(address, given).status_code


def test_the_office_sends_back_and_the_unit_submits_again(
    staff: Cast, signed_in: As
) -> None:
    approved(staff, signed_in)
    planner, back = signed_in("planner"), f"{MONTH}return/"
    given = form_on(planner, MONTH, back)
    assert 409 == planner.post(back, given).status_code  # without words
    assert 409 == planner.post(back, {"round": 2, "words": "x"}).status_code
    assert State.APPROVED is state(staff)
    assert 302 == planner.post(back, given | {"words": "请附合同"}).status_code
    assert State.SENT_BACK is state(staff)
    reporter = signed_in("reporter")
    assert "请附合同" in reporter.get(MONTH).content.decode()
    again = form_on(reporter, MONTH, f"{MONTH}submit/")
    assert 302 == reporter.post(f"{MONTH}submit/", again).status_code
    # What waits for the approver is not the office's to send back.
    assert 409 == planner.post(back, {"round": 2, "words": "再改"}).status_code
    assert State.SUBMITTED is state(staff)


def test_an_approver_does_not_send_back_for_the_office(
    staff: Cast, signed_in: As
) -> None:
    approved(staff, signed_in)
    approver, given = signed_in("approver"), {"round": 1, "words": "重报"}
    assert 409 == approver.post(f"{MONTH}send-back/", given).status_code
    assert 403 == approver.post(f"{MONTH}return/", given).status_code
    assert State.APPROVED is state(staff)


def test_a_correction_is_begun_in_words_and_shown_against_what_counts(
    staff: Cast, signed_in: As
) -> None:
    approved(staff, signed_in)
    reporter, again = signed_in("reporter"), f"{MONTH}reopen/"
    given = form_on(reporter, MONTH, again)
    assert 409 == reporter.post(again, given).status_code  # without words
    assert State.APPROVED is state(staff)
    assert 302 == reporter.post(again, given | {"words": "更正收入"}).status_code
    assert State.CORRECTING is state(staff)
    assert "更正收入" == Move.objects.latest("id").words
    save = f"{MONTH}save/"
    fields = form_on(reporter, MONTH, save) | {"value:a/revenue": "120"}
    assert 302 == reporter.post(save, fields).status_code
    given = form_on(reporter, MONTH, f"{MONTH}submit/")
    assert 302 == reporter.post(f"{MONTH}submit/", given).status_code
    page = signed_in("approver").get(MONTH).content.decode()
    assert "<del>100</del> <strong>120</strong>" in page
    assert 1 == page.count("<del>")


# --- The workbook ----------------------------------------------------------------


def sent(client: Client, content: bytes, name: str = "一月.xlsx") -> str:
    """Send a workbook; the address of its trial."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(f"{MONTH}upload/", {"workbook": file})
    assert 302 == answer.status_code
    return str(answer.headers["Location"])


def test_a_workbook_is_tried_then_loaded(staff: Cast, signed_in: As) -> None:
    reporter, made = signed_in("reporter"), staff.begun()
    trial = sent(reporter, workbook(made))
    assert {} == values()
    page = reporter.get(trial).content.decode()
    assert "100" in page
    given = form_on(reporter, trial, f"{trial}load/")
    assert 403 == signed_in("approver").post(f"{trial}load/", given).status_code
    assert 409 == reporter.post(f"{trial}load/", {"seen": "other"}).status_code
    assert {} == values()
    assert 302 == reporter.post(f"{trial}load/", given).status_code
    assert number("100") == values()["a", "revenue"]
    assert Upload.objects.get().loaded_at
    assert f'action="{trial}load/"' not in reporter.get(trial).content.decode()


def test_nothing_is_uploaded_without_a_file(staff: Cast, signed_in: As) -> None:
    answer = signed_in("reporter").post(f"{MONTH}upload/")
    assert 409 == answer.status_code
    assert "no file was chosen" in answer.content.decode()
    assert 0 == Upload.objects.count()


def faulty(staff: Cast) -> bytes:
    """A workbook with a number that is none, and everything else in order."""
    made = staff.begun()
    form = form_of(made.unit, made.month)
    entries = [
        Entry(key, number(said["value"]), "", tuple(said.get("items", "").split()))
        for key, said in IN_ORDER.items()
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(month_workbook(form, entries, lambda text: text))
    )
    cell_of(book, 100).value = "大约一百"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def cell_of(book: Any, value: object) -> Any:
    """The first cell of the first sheet that holds a value."""
    rows = book[book.sheetnames[0]].iter_rows()
    return next(cell for row in rows for cell in row if cell.value == value)


def test_the_workbook_comes_back_with_its_marks(staff: Cast, signed_in: As) -> None:
    reporter, original = signed_in("reporter"), faulty(staff)
    trial = sent(reporter, original)
    page = reporter.get(trial).content.decode()
    assert f'action="{trial}load/"' not in page
    assert "大约一百" in page
    answer = reporter.get(f"{trial}annotated/")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    marked = cell_of(book, "大约一百")
    assert "大约一百" in marked.comment.text
    assert "FFFFC7CE" == marked.fill.fgColor.rgb
    listed = [cell.value for row in book["Findings of the check"] for cell in row]
    assert marked.coordinate in listed
    # Nothing else was marked, and every other cell is as it was sent.
    sheet = book[book.sheetnames[0]]
    comments = [c for row in sheet.iter_rows() for c in row if c.comment]
    assert [marked.coordinate] == [cell.coordinate for cell in comments]
    before = openpyxl.load_workbook(io.BytesIO(original))[sheet.title]
    held = [[c.value for c in row] for row in before.iter_rows()]
    assert held == [[c.value for c in row] for row in sheet.iter_rows()]
    assert 409 == reporter.post(f"{trial}load/", {"seen": "x"}).status_code
    assert {} == values()
    assert JANUARY == staff.begun().month
