"""What nobody means to ask the library, or asks at an unlucky moment."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from saima.library.actions.papers import read_again
from saima.library.actions.reading import read_in
from saima.library.models import Decision, Paper, PaperState, Statement
from saima.library.tests.made import Library, outcome, usual
from saima.library.tests.test_pages import sent

Browsers = Callable[[str], Client]
LIST = "/papers/g/"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("竣%00工", 1),
        ("%00%00", 1),  # nothing is wanted
        ("'%22;--", 0),
        ("%25%25", 0),
        ("__", 0),
        ("((", 0),
        ("%5C%5C", 0),
        ("x" * 200, 0),
        ("%F0%9F%98%80%F0%9F%98%80", 0),
        ("%ED%A0%80ab", 0),
        ("营收&page=-1", 1),
        ("营收&page=99999999999999999999", 1),
    ],
)
def test_whatever_is_searched_is_answered(
    library: Library, client_of: Browsers, wanted: str, found: int
) -> None:
    library.paper()
    answer = client_of("planner").get(f"{LIST}?q={wanted}")
    assert (200, found) == (answer.status_code, len(answer.context["rows"]))


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}99999999999999999999999/",
        f"{LIST}1/statements/99999999999999999999999/",
        f"{LIST}0/file/",
    ],
)
def test_no_number_is_too_long(
    library: Library, client_of: Browsers, path: str
) -> None:
    assert 404 == client_of("planner").get(path).status_code


def test_a_paper_that_is_read_again_is_still_found(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    read_again(row, by=library.cast.who("planner", "planner"))
    assert PaperState.WAITING == Paper.objects.get().state
    page = client_of("planner").get(f"{LIST}?q=竣工")
    assert [row.pk] == [hit.paper.pk for hit in page.context["hits"]]


def followed(client: Client, html: str) -> set[int]:
    """How the links of a page of the library, and its search, are answered."""
    main = html[html.index("<main") :]
    links = re.findall(r'href="((?:/papers/|\?)[^"#]*)"', main)
    links += re.findall(r'method="get" action="([^"]*)"', main)
    assert links
    assert "?" not in {link[:1] for link in links}  # these lead to where a post went
    return {client.get(link.replace("&amp;", "&")).status_code for link in links}


def test_links_lead_on_from_a_page_that_answers_a_post(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    for n in range(51):
        library.paper(name=f"{n}.txt")
    client = client_of("planner")
    answer = client.post(f"{LIST}upload/", {"papers": sent(b"", "空.txt")})
    assert 409 == answer.status_code
    html = answer.content.decode()
    assert {200} == followed(client, html)
    assert 'rel="next" aria-label="下一页"' in html
    read_again(row, by=library.cast.who("planner", "planner"))
    library.gives = [outcome(usual())]
    read_in(row.pk)
    said = library.said(row)[0]
    path = f"{LIST}{row.pk}/statements/{said.pk}/refuse/"
    answer = client.post(path, {"seen": "77"})
    assert 409 == answer.status_code
    assert {200} == followed(client, answer.content.decode())


def test_more_than_a_thousand_sure_ones_fit_in_a_form(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    numbers = [said.pk for said in library.said(row)]
    client = client_of("planner")
    page = client.get(f"{LIST}{row.pk}/").content.decode()
    field = f'name="statement" value="{",".join(map(str, numbers))}"'
    assert 1 == page.count('name="statement"') == page.count(field)
    many = ",".join(map(str, [*numbers, *range(10_000, 13_000)]))
    path = f"{LIST}{row.pk}/sure/"
    assert 302 == client.post(path, {"statement": many}).status_code
    assert 3 == Decision.objects.count()
    for nothing in ({}, {"statement": ""}, {"statement": ","}):
        assert 409 == client.post(path, nothing).status_code
    assert 404 == client.post(path, {"statement": "1,x"}).status_code


def test_files_beyond_the_first_fifty_are_told(
    library: Library, client_of: Browsers
) -> None:
    files = [sent(b"%d" % n, f"{n}.txt") for n in range(52)]
    answer = client_of("planner").post(f"{LIST}upload/", {"papers": files})
    html = answer.content.decode()
    assert (409, 50) == (answer.status_code, Paper.objects.count())
    assert 2 == html.count("一次最多接收 50 份文件")
    for name in ("50.txt", "51.txt"):
        assert name in html


def test_the_page_of_a_decided_statement_says_so_and_leads_back_to_its_reading(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    said = library.said(row)[0]
    read_again(row, by=library.cast.who("planner", "planner"))
    library.gives = [outcome(usual())]
    read_in(row.pk)
    client, path = client_of("planner"), f"{LIST}{row.pk}/statements/{said.pk}/"
    card = f'href="{LIST}{row.pk}/?reading=1#c{said.pk}"'
    page = client.get(path).content.decode()
    assert card in page
    assert f'action="{path}accept/"' in page
    assert "已有决定的表述" not in page
    client.post(f"{path}refuse/", {"seen": "0", "words": "不用"})
    page = client.get(path).content.decode()
    assert "<q>不用</q>" in page
    assert f'action="{path}accept/"' not in page
    assert f'action="{path}withdraw/"' in page
    assert "<h1>已有决定的表述</h1>" in page
    assert 2 == page.count(card)  # above and below
    other = Statement.objects.get(reading__number=2, position=0)
    page = client.get(path.replace(f"/{said.pk}/", f"/{other.pk}/")).content.decode()
    assert card in page
    assert "<q>不用</q>" in page


def test_what_was_typed_is_not_lost_where_somebody_was_quicker(
    library: Library, client_of: Browsers
) -> None:
    row = library.paper()
    said = library.said(row)[0]
    client, path = client_of("planner"), f"{LIST}{row.pk}/statements/{said.pk}/"
    client.post(f"{path}refuse/", {"seen": "0", "words": "不用"})
    late = {"seen": "0", "words": "口径不<同>"}
    answer = client.post(f"{path}refuse/", late)
    assert 409 == answer.status_code
    page = answer.content.decode()
    assert "您写的原因： <q>口径不&lt;同&gt;</q>" in page
    assert f'<strong><a href="#c{said.pk}">营收要突破1800万元</a> · 刚刚有人' in page
    form = {"seen": "0", "kind": "target", "subject": "b", "indicator": "revenue"}
    form |= {"bound": "exact", "amount": "0.2亿元", "last": "2026-12"}
    answer = client.post(f"{path}accept/", form | late)
    page = answer.content.decode()
    assert 409 == answer.status_code
    for typed in ('value="0.2亿元"', 'value="口径不&lt;同&gt;"', "<q>不用</q>"):
        assert typed in page
    client.post(f"{path}withdraw/", {"seen": Decision.objects.get().pk})
    page = client.post(f"{path}refuse/", late).content.decode()
    assert 1 == page.count('value="口径不&lt;同&gt;"')
