"""What the pages tell to type can be typed, and prints what they say."""

from pathlib import Path

import pytest
from tests.docs.pages import PAGES, agrees, blocks, runs_anything, short, take

RUNNING = [page for page in PAGES if runs_anything(page)]


@pytest.mark.parametrize("paper", RUNNING, ids=short)
def test_the_commands_of_a_page_print_what_it_shows(
    paper: Path, tmp_path: Path
) -> None:
    """From the first block to the last, in one folder."""
    for block in blocks(paper.read_text("utf-8")):
        for call, printed in take(block, tmp_path):
            told = f"$ {call.command}\n{printed}"
            assert agrees(call.printed, printed), told


def test_the_tutorial_is_among_them() -> None:
    assert "docs/tutorial/first-race.md" in map(short, RUNNING)


@pytest.mark.parametrize(
    ("shown", "agreed"),
    [
        ("one\ntwo\n", True),
        ("one\n…\n", True),
        ("o…\ntwo\n", True),
        ("…\ntwo\n", True),
        ("one\n", False),
        ("one\nthree\n", False),
    ],
)
def test_what_is_left_out_is_marked(shown: str, agreed: bool) -> None:
    """A positive control: a page that shows something else is found out."""
    assert agreed is agrees(shown, "one\ntwo\n")
