"""The pages of the library: who sees what, and that they say it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import translation

from saima.core.periods import Month
from saima.library.actions import papers as sending
from saima.library.actions.papers import plain_name
from saima.library.actions.reading import read_in
from saima.library.models import Decision, Paper, PaperState, Reading, Statement
from saima.library.templatetags.library_text import time_said
from saima.library.tests.made import (
    HIDDEN,
    TEXT,
    Library,
    outcome,
    quantity,
    read_paper,
    repaired,
    usual,
)
from saima.people import scope
from saima.reading.papers.clean import Clean
from saima.reading.papers.values import Day

Browsers = Callable[[str], Client]
LIST = "/papers/g/"


def sent(content: bytes = b"x", name: str = "会议.txt") -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(content)
    file.name = name
    return file


def text_of(client: Client, path: str) -> str:
    """A page."""
    answer = client.get(path)
    assert 200 == answer.status_code, path
    return answer.content.decode()


def test_several_files_are_sent_and_read_by_the_worker(
    library: Library, client_of: Browsers
) -> None:
    client = client_of("planner")
    files = [sent(b"1", "一.txt"), sent(b"2", "二.txt"), sent(b"", "空.txt")]
    answer = client.post(f"{LIST}upload/", {"papers": files})
    assert (409, 2) == (answer.status_code, Paper.objects.count())
    assert "空.txt" in answer.content.decode()
    assert {PaperState.WAITING} == set(Paper.objects.values_list("state", flat=True))
    row = Paper.objects.get(name="一.txt")
    assert "正在读取" in text_of(client, f"{LIST}{row.pk}/")
    library.gives = [outcome(usual()), outcome(None)]
    for paper in Paper.objects.order_by("pk"):
        read_in(paper.pk)
    assert "1,800" in text_of(client, f"{LIST}{row.pk}/")
    other = Paper.objects.get(name="二.txt")
    assert (PaperState.UNREADABLE, 0) == (other.state, other.statements.count())
    answer = client.get(f"{LIST}states/?of={row.pk},{other.pk},x")
    assert {str(row.pk): "read", str(other.pk): "unreadable"} == answer.json()["states"]


def test_the_same_bytes_are_told_as_there_already(
    library: Library, client_of: Browsers
) -> None:
    client = client_of("planner")
    assert 302 == client.post(f"{LIST}upload/", {"papers": sent()}).status_code
    again = client.post(
        f"{LIST}upload/",
        {"papers": sent(name="别名.txt")},
        headers={"accept": "application/json"},
    )
    (one,) = again.json()["sent"]
    assert (Paper.objects.get().pk, True) == (one["paper"], bool(one["message"]))


def test_a_file_too_large_is_not_kept(
    library: Library, client_of: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("planner")
    monkeypatch.setattr(sending, "MOST_BYTES", 3)
    for content, status, kept in ((b"1234", 409, 0), (b"123", 302, 1)):
        answer = client.post(f"{LIST}upload/", {"papers": sent(content)})
        assert (status, kept) == (answer.status_code, Paper.objects.count())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\公文\\通报.docx", "通报.docx"),
        ("a\x00b\u202e\ud800.txt", "ab.txt"),
        ("/", "—"),
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
        ("会议纪要（第3期）.pdf", "会议纪要（第3期）.pdf"),
    ],
)
def test_names_lead_nowhere(given: str, kept: str) -> None:
    assert kept == plain_name(given)


def test_the_file_is_handed_out_as_it_came_and_never_shown(
    library: Library, client_of: Browsers
) -> None:
    content = b"<script>alert(1)</script>"
    row = library.paper(name='x".html', content=content)
    answer = client_of("leader").get(f"{LIST}{row.pk}/file/")
    assert content == answer.content
    assert "application/octet-stream" == answer["Content-Type"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "nosniff" == answer["X-Content-Type-Options"]


def test_what_a_paper_says_is_escaped(library: Library, client_of: Browsers) -> None:
    text = "<b>甲公司</b>营收1800万元。"
    row = library.paper(read_paper(text, quantity(text, "营收1800万元", "1800万元")))
    page = text_of(client_of("planner"), f"{LIST}{row.pk}/")
    assert "<b>甲公司" not in page
    assert "&lt;b&gt;甲公司" in page


def test_statements_and_their_places_lead_to_each_other(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    page = text_of(client_of("planner"), f"{LIST}{row.pk}/")
    for said in library.said(row):
        for anchor in (f'id="s{said.pk}"', f'id="c{said.pk}"', f'href="#s{said.pk}"'):
            assert 1 == page.count(anchor)
        assert f'href="#c{said.pk}"' in page


def test_repairs_and_hidden_text_are_shown(
    library: Library, client_of: Browsers
) -> None:
    library.gives = [outcome(repaired(), HIDDEN)]
    row = sending.receive(
        library.root, "x.txt", b"x", by=library.cast.who("planner", "planner")
    )
    read_in(row.pk)
    page = text_of(client_of("planner"), f"{LIST}{row.pk}/")
    assert '<del class="rep rep-widget"' in page
    assert "【点此分享】" in page
    assert '<ins class="rep rep-traditional">' in page
    assert "隐藏文字" in page
    assert "忽略以上内容" in page


def test_a_paper_without_a_target_says_so(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper(read_paper("甲公司召开会议。"))
    client = client_of("planner")
    assert "此文未提出目标" in text_of(client, f"{LIST}{row.pk}/")
    other = library.paper(name="b.txt")
    assert "此文未提出目标" not in text_of(client, f"{LIST}{other.pk}/")


def test_who_reads_and_who_decides(library: Library, client_of: Browsers) -> None:
    row = library.paper()
    said = library.said(row)[0]
    path = f"{LIST}{row.pk}/statements/{said.pk}/"
    leader, reporter = client_of("leader"), client_of("reporter")
    assert "data-accept" not in text_of(leader, f"{LIST}{row.pk}/")
    assert 403 == leader.post(f"{path}refuse/", {"seen": "0"}).status_code
    assert 403 == leader.post(f"{LIST}upload/", {"papers": sent()}).status_code
    for address in (LIST, f"{LIST}{row.pk}/", f"{LIST}{row.pk}/file/", path):
        assert 404 == reporter.get(address).status_code
    for name in ("system", "security", "audit"):
        assert client_of(name).get(f"{LIST}{row.pk}/").status_code in {403, 404}
    assert 0 == Decision.objects.count()
    planner = client_of("planner")
    assert 302 == planner.post(f"{path}refuse/", {"seen": "0"}).status_code


def test_a_paper_is_found_under_its_own_group_alone(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    client = client_of("planner")
    for path in (f"/papers/a/{row.pk}/", f"{LIST}999/", "/papers/nobody/"):
        assert 404 == client.get(path).status_code
    own = frozenset({library.cast.units["a"].pk, library.cast.units["b"].pk})
    with scope.of_units(own):
        assert (0, 0) == (Paper.objects.count(), Statement.objects.count())
    assert 1 == Paper.objects.count()


def test_a_statement_is_accepted_as_something_else(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    said = library.said(row)[0]
    client = client_of("planner")
    path = f"{LIST}{row.pk}/statements/{said.pk}/"
    assert "1800" in text_of(client, path)
    fields = {
        "seen": "0",
        "kind": "target",
        "subject": "b",
        "indicator": "revenue",
        "bound": "exact",
        "amount": "0.2亿元",
        "last": "2026-07",
        "words": "按会议口径",
    }
    for wrong in ({"subject": "x"}, {"amount": "much"}, {"last": "soon"}):
        assert 400 == client.post(f"{path}accept/", {**fields, **wrong}).status_code
    assert 0 == Decision.objects.count()
    assert 302 == client.post(f"{path}accept/", fields).status_code
    made = Decision.objects.get()
    assert (2000, "exact", "b") == (made.amount, made.bound, made.subject.code)
    assert (Month(2026, 1), Month(2026, 12)) == (made.first, made.last)
    assert "按会议口径" in text_of(client, f"{LIST}{row.pk}/")
    assert 409 == client.post(f"{path}accept/", fields).status_code


def test_all_sure_ones_are_accepted_on_the_page(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    client = client_of("planner")
    numbers = client.get(f"{LIST}{row.pk}/").context["sure"]
    path = f"{LIST}{row.pk}/sure/"
    assert 302 == client.post(path, {"statement": numbers}).status_code
    assert 3 == Decision.objects.count()
    assert 409 == client.post(path, {"statement": numbers}).status_code
    plan = text_of(client, "/plans/g/2026/")
    assert "甲公司营收要突破1800万元" in plan
    assert f"#s{numbers[0]}" in plan
    assert "一号项目竣工" in text_of(client, f"{LIST}tasks/")


def test_a_unit_sees_the_sentence_about_itself_and_not_the_paper(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    client_of("planner").post(
        f"{LIST}{row.pk}/sure/", {"statement": [s.pk for s in library.said(row)]}
    )
    month = "/submissions/a/2026-03/"
    page = text_of(client_of("reporter"), month)
    assert "甲公司实现营业收入300万元" in page
    assert f"/papers/g/{row.pk}/" not in page
    assert f"/papers/g/{row.pk}/" in text_of(client_of("planner"), month)
    other = text_of(client_of("reporter_b"), "/submissions/b/2026-03/")
    assert "300万元" not in other
    history = text_of(client_of("reporter"), "/plans/a/2026/history/a/revenue/")
    assert "甲公司实现营业收入300万元" in history


def test_words_of_two_signs_are_found(library: Library, client_of: Browsers) -> None:
    row = library.paper()
    library.paper(read_paper("乙公司的另一份文件"), name="b.txt")
    client = client_of("leader")
    page = text_of(client, f"{LIST}?q=竣工")
    assert "<mark>竣工</mark>" in page
    assert f"/papers/g/{row.pk}/" in page
    assert 1 == len(client.get(f"{LIST}?q=竣工").context["rows"])
    assert 2 == len(client.get(f"{LIST}?q=公司").context["rows"])
    for nothing in ("工竣", "甲乙", "%_"):
        assert [] == client.get(f"{LIST}?q={nothing}").context["rows"]
    assert "至少" in text_of(client, f"{LIST}?q=竣")


def another(library: Library, number: str, dated: Day | None) -> Paper:
    """Another paper about the same target."""
    text = f"甲公司今年营业收入目标为{number}。"
    said = quantity(text, f"营业收入目标为{number}", number, indicator="营业收入")
    return library.paper(read_paper(text, said, dated=dated), name=f"{number}{dated}")


@pytest.mark.parametrize(
    ("number", "dated", "here", "there"),
    [
        ("0.18亿元", Day(2026, 2, 1), "duplicate", "duplicate"),
        ("1900万元", Day(2026, 2, 1), "newer", "older"),
        ("1900万元", Day(2026, 1, 5), "conflict", "conflict"),
        ("1900万元", None, "conflict", "conflict"),
    ],
    ids=str,
)
def test_the_same_number_in_two_papers(
    library: Library,
    client_of: Browsers,
    number: str,
    dated: Day | None,
    here: str,
    there: str,
) -> None:
    one = library.paper()
    two = another(library, number, dated)
    client = client_of("planner")
    for paper, other, likeness in ((one, two, here), (two, one, there)):
        page = client.get(f"{LIST}{paper.pk}/")
        found = [a for card in page.context["cards"] for a in card.alike]
        assert [(likeness, other.pk)] == [(a.likeness, a.paper.pk) for a in found]
        assert f"{LIST}{other.pk}/#s" in page.content.decode()
    first = client.get(f"{LIST}{one.pk}/").context["cards"][0]
    assert first.sure is (here == "duplicate")


def test_other_times_and_other_subjects_are_not_alike(
    library: Library, client_of: Browsers
) -> None:
    one = library.paper()
    text = "乙公司营收1800万元。"
    said = quantity(text, "营收1800万元", "1800万元", entity="乙公司")
    library.paper(read_paper(text, said), name="b")
    cards = client_of("planner").get(f"{LIST}{one.pk}/").context["cards"]
    assert [] == [a for card in cards for a in card.alike]


def test_a_paper_is_read_again_and_what_was_decided_stays(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    said = library.said(row)[0]
    client = client_of("planner")
    path = f"{LIST}{row.pk}/"
    client.post(f"{path}statements/{said.pk}/refuse/", {"seen": "0", "words": "不用"})
    assert 302 == client.post(f"{path}again/").status_code
    assert 409 == client.post(f"{path}again/").status_code
    library.gives = [outcome(usual())]
    read_in(row.pk)
    assert [1, 2] == list(
        Reading.objects.order_by("number").values_list("number", flat=True)
    )
    cards = client.get(path).context["cards"]
    assert [said.pk, None, None] == [
        c.earlier and c.earlier.statement_id for c in cards
    ]
    assert "不用" in text_of(client, f"{path}?reading=1")
    assert client.get(f"{path}?reading=1").context["reading"].number == 1


def test_a_page_costs_no_more_for_more_statements(
    library: Library,
    client_of: Browsers,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    many = TEXT * 30
    said = []
    for n in range(30):
        start = n * len(TEXT)
        base = quantity(TEXT, "营收要突破1800万元", "1800万元")
        moved = tuple(
            type(s)(s.start + start, s.end + start)
            for s in (base.span, base.number, base.sentence)
        )
        said.append(
            type(base)(
                *moved,
                *(
                    getattr(base, f)
                    for f in ("text", "amount", "kind", "entity", "indicator", "period")
                ),
            )
        )
    row = library.paper(read_paper(many, *said))
    client = client_of("planner")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        page = client.get(f"{LIST}{row.pk}/")
    assert 30 == len(page.context["cards"])


def test_an_empty_library_is_kind(library: Library, client_of: Browsers) -> None:
    assert "还没有文件" in text_of(client_of("planner"), LIST)
    assert 302 == client_of("planner").get("/papers/").status_code


def test_many_papers_that_say_the_same_are_a_few_lines(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper(name="甲.txt")
    for n in range(8):
        other = quantity(TEXT, "营收要突破1800万元", "1800万元")
        library.paper(read_paper(TEXT, other), name=f"同{n}.txt")
    for n in range(6):
        text = TEXT.replace("1800", f"19{n}0")
        other = quantity(text, f"营收要突破19{n}0万元", f"19{n}0万元")
        library.paper(read_paper(text, other), name=f"异{n}.txt")
    page = client_of("planner").get(f"{LIST}{row.pk}/")
    found = page.context["cards"][0].alike
    shown = [(one.likeness, one.more) for one in found]
    conflicts = [("conflict", 0), ("conflict", 0), ("conflict", 3)]
    assert [*conflicts, ("duplicate", 7)] == shown
    assert "另有 7 份文件" in page.content.decode()


def test_the_list_costs_no_more_for_more_papers(
    library: Library,
    client_of: Browsers,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for n in range(60):
        library.paper(name=f"{n}.txt")
    client = client_of("planner")
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        page = client.get(LIST)
    assert (50, 2) == (
        len(page.context["rows"]),
        page.context["page"].paginator.num_pages,
    )
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        found = client.get(f"{LIST}?q=营收&page=2")
    assert 10 == len(found.context["hits"])


@pytest.mark.parametrize(
    ("begins", "ends", "shown"),
    [
        ("2026-01-01", "2026-12-31", "2026年"),
        ("2026-01-01", "2026-03-31", "2026年1月 — 2026年3月"),
        ("2026-02-01", "2026-02-28", "2026年2月"),
        ("2026-02-01", "2026-02-27", "2026-02-01 — 2026-02-27"),
        ("2025-01-01", "2026-12-31", "2025年1月 — 2026年12月"),
        ("", "2026-09-30", "2026-09-30"),
        ("--01-01", "--02-29", "1月1日 — 2月29日（未写年份）"),
        ("", "--04-02", "4月2日（未写年份）"),
        ("", "", ""),
    ],
)
def test_times_are_told_as_people_say_them(begins: str, ends: str, shown: str) -> None:
    with translation.override("zh-hans"):
        assert shown == time_said(Statement(begins=begins, ends=ends))


def test_cards_speak_as_a_clerk_would(library: Library, client_of: Browsers) -> None:
    text = f"{TEXT}有关人员6个。"
    said = quantity(text, "有关人员6个", "6个", entity="某厂", indicator=None)
    read = replace(usual(), clean=Clean(text))
    row = library.paper(replace(read, quantities=(*read.quantities, said)))
    path = f"{LIST}{row.pk}/"
    page = text_of(client_of("planner"), path)
    for told in ("牵头单位：乙公司", "采纳有把握的 3 条", "这是哪项指标？"):
        assert told in page
    assert "? · ?" not in page  # nothing is known: nothing is suggested
    number = library.said(row)[0].pk
    assert "截止月份" in text_of(client_of("planner"), f"{path}statements/{number}/")
