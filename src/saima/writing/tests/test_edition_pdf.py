"""The PDF of an edition: what is printed on it, and when it is refused."""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from saima.core.editions.document import canonical_json, digest_of
from saima.core.refusal import Refused
from saima.core.words import untranslated
from saima.writing import edition_pdf as pdf
from saima.writing.edition_pdf import edition_pdf, qr_code
from saima.writing.edition_told import Content, Issue
from saima.writing.tests.editions import SIGNS, content_of, usual, wide
from saima.writing.typesetting import Unset, families, set_pdf

ISSUE = Issue(
    number=2,
    published_on=date(2026, 11, 27),
    computed_by="规划考核岗",
    published_by="领导岗",
    address="https://x.example/r/",
)


def has_fonts() -> bool:
    """Whether this machine has a Chinese font."""
    return bool(set(pdf.FAMILIES) & set(families()))


fonts = pytest.mark.skipif(
    not has_fonts(), reason="no Chinese font (Debian: apt-get install fonts-noto-cjk)"
)
tools = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="no pdftotext (Debian: poppler-utils)"
)


@pytest.fixture
def read(tmp_path) -> Callable[[bytes], str]:
    """The text of a PDF, as it is laid out."""

    def reading(data: bytes) -> str:
        (tmp_path / "x.pdf").write_bytes(data)
        asked = ["pdftotext", "-layout", "x.pdf", "-"]
        told = subprocess.run(asked, cwd=tmp_path, capture_output=True, check=True)
        return told.stdout.decode()

    return reading


def made(content: Content, **more) -> bytes:
    """The PDF in English."""
    return edition_pdf(content, untranslated, **more)


def line_of(text: str, name: str) -> list[str]:
    """What stands beside a name."""
    return next(line for line in text.splitlines() if name in line).split()


@fonts
@tools
def test_places_scores_and_numbers_stand_as_published(read) -> None:
    text = read(made(content_of(usual()), issue=ISSUE))
    told = line_of(text, "甲公司")
    assert ["1", "↑1", "甲公司", "106.00", "领先", "660.00", "1,200.00"] == told[:7]
    assert ["55.00%", "66.00", "-300.00", "-600.00"] == told[7:11]
    assert ["2", "↓1", "乙公司（sample）"] == line_of(text, "乙公司")[:3]
    assert ["3", "–", "丁公司"] == line_of(text, "丁公司")[:3]


@fonts
@tools
def test_who_has_no_place_is_named_with_the_reason(read) -> None:
    text = read(made(content_of(usual())))
    assert "丙公司 Not ranked: not everything was reported." in " ".join(text.split())
    assert "营业收入: not reported" in text
    assert "戊公司 (A): closed" in text


@fonts
@tools
def test_digest_posts_pages_and_signatures_stand_on_it(read) -> None:
    content = content_of(usual())
    text = read(made(content, issue=ISSUE))
    assert digest_of(canonical_json(content)).hex() in text
    assert "Computed by: 规划考核岗" in text
    assert "Published by: 领导岗" in text
    assert "Published on: 2026-11-27" in text
    assert "edition 2, schedule by month" in text
    assert "page 1 of 1" in text
    for name in ("Prepared by:", "Checked by:", "Issued by:", "Date:"):
        assert name in text
    assert "rules version 1, public before the month opened" in text


@fonts
@tools
def test_a_preview_says_that_it_is_one(read) -> None:
    content = content_of(usual())
    assert "preview" not in read(made(content, issue=ISSUE))
    assert "(preview) 甲集团赛马" in read(made(content))
    assert "preview 3, not public" in read(made(content))


@fonts
@tools
def test_both_rankings_are_printed_where_rules_were_amended(read) -> None:
    running = usual()
    text = read(made(content_of(running, before=running.scheme)))
    assert "By rules version 2, amended after the month had opened" in text
    assert "By rules version 1, public before the month opened" in text
    assert 2 == text.count("甲公司")
    assert "By rules" not in read(made(content_of(running)))


@fonts
@tools
@pytest.mark.parametrize("left_out", [True, False])
def test_of_those_who_are_hidden_the_place_alone_is_printed(read, left_out) -> None:
    content, hidden = content_of(usual()), frozenset("A")
    assert "660.00" in read(made(content))
    if left_out:
        first = content["rankings"][0]["standings"][0]
        assert "A" == first["entrant"]
        del first["items"]
        hidden = frozenset()
    text = read(made(content, hidden=hidden))
    assert ["1", "↑1", "甲公司", "106.00", "领先"] == line_of(text, "甲公司")
    assert "660.00" not in text
    assert "the values of other units are not shown" in text
    assert "543.00" in text
    assert ("Digest" in text) is not left_out


@fonts
@tools
def test_of_those_who_are_hidden_no_gap_is_told(read) -> None:
    text = read(made(content_of(usual()), hidden={"C"}))
    assert "Not ranked: not everything was reported." in text
    assert "营业收入: not reported" not in text


@fonts
@tools
def test_names_are_no_markup(read) -> None:
    odd = '#panic("x") *y* $z$ [w] <end>'
    assert odd in read(made(content_of(usual({"A": odd}))))
    for sign in SIGNS:
        assert sign.strip() in read(made(content_of(usual({"A": f"{sign}公司"}))))


@fonts
def test_the_same_content_gives_the_same_bytes() -> None:
    content = content_of(usual())
    assert made(content) == made(content)
    assert made(content) != made(content, issue=ISSUE)


@fonts
@tools
def test_no_sign_is_left_out_in_silence(read) -> None:
    assert "镕堃公司" in read(made(content_of(usual({"A": "镕堃公司"}))))
    with pytest.raises(Refused, match=r"no font .*install a font"):
        made(content_of(usual({"A": "\ue000公司"})))


def test_without_chinese_fonts_the_package_is_named(monkeypatch) -> None:
    monkeypatch.setattr(pdf, "families", lambda: ["DejaVu Sans"])
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        made(content_of(usual()))


def test_the_best_font_comes_first() -> None:
    assert ["Noto Sans CJK SC", "SimSun"] == pdf.chinese_families(
        ["SimSun", "DejaVu Sans", "Noto Sans CJK SC"]
    )


def test_the_code_for_the_camera_holds_digest_and_address() -> None:
    alone, placed = qr_code("ab" * 32, ""), qr_code("ab" * 32, "https://x.example/")
    assert alone.startswith("<?xml")
    assert len(placed) > len(alone)
    assert qr_code("ab" * 32, "") != qr_code("ac" * 32, "")


@fonts
@pytest.mark.timeout(60)
def test_300_units_with_30_indicators_take_seconds() -> None:
    content = content_of(wide(300, 30))
    started = time.monotonic()
    data = made(content)
    assert time.monotonic() - started < 20
    assert len(data) < 2_000_000


def test_what_typst_says_of_a_wrong_layout_is_passed_on(tmp_path) -> None:
    layout = tmp_path / "x.typ"
    layout.write_text("#let data = json(bytes(sys.inputs.data))\n#data.nothing")
    with pytest.raises(Unset, match="nothing"):
        set_pdf(layout, {"something": "甲"}, tagged=True)
    layout.write_text("#let data = json(bytes(sys.inputs.data))\n#data.something")
    assert set_pdf(layout, {"something": "1"}, tagged=True).startswith(b"%PDF")


@fonts
def test_no_memory_is_kept_of_what_was_set() -> None:
    content = content_of(wide(40, 20))
    made(content)
    before = _resident()
    for number in range(4):
        made({**content, "number": number})
    assert _resident() - before < 40


def _resident() -> int:
    """Memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20
