"""Links between pages lead somewhere, and no page is without one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.pages import DOCS, PAGES, ROOT, short

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
OUTSIDE = ("http://", "https://")


def links(page: Path) -> list[str]:
    """The links of a page, its blocks left out."""
    return LINK.findall(FENCE.sub("", page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    """The anchors that its headings make."""
    text = FENCE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    found = []
    for link in links(page):
        if link.startswith(OUTSIDE):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("paper", PAGES, ids=short)
def test_the_links_of_a_page_lead_somewhere(paper: Path) -> None:
    assert [] == broken(paper)


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    """A positive control."""
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](none.md) [b](#one) [c](#two) [d](page.md#one)\n")
    assert ["none.md", "#two"] == broken(page)


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        inside = [link for link in links(page) if not link.startswith(OUTSIDE)]
        targets = {(page.parent / link.partition("#")[0]).resolve() for link in inside}
        waiting += [t for t in targets if t.suffix == ".md" and t not in reached]
    assert [] == [short(page) for page in DOCS.rglob("*.md") if page not in reached]


def test_the_pages_are_spelled_as_the_dictionary_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *map(str, PAGES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ("", 0) == (done.stdout + done.stderr, done.returncode)
