"""Repairs keep their place: from the clean text to the original and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saima.reading.papers.clean import Clean, Reason, Repair
from saima.reading.papers.values import Span


@st.composite
def repairs_of(draw: st.DrawFn, text: str) -> list[Repair]:
    """Draw repairs apart from each other, each of one character or more."""
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [
        Repair(
            Span(start, end),
            draw(st.text("xyz", max_size=3)),
            draw(st.sampled_from(list(Reason))),
        )
        for start, end in pairs
    ]


@st.composite
def cleans(draw: st.DrawFn) -> Clean:
    """Draw a text repaired three times over."""
    clean = Clean(draw(st.text("abcdefgh", max_size=20)))
    for _ in range(3):
        clean = clean.then(draw(repairs_of(clean.text)))
    return clean


@given(st.data())
def test_passes_compose(data: st.DataObject) -> None:
    original = data.draw(st.text("abcdefgh", max_size=20))
    one = Clean.of(original, data.draw(repairs_of(original)))
    edits = data.draw(repairs_of(one.text))
    two = one.then(edits)
    assert two.text == Clean.of(one.text, edits).text
    assert Clean.of(original, two.repairs) == two


@given(cleans())
@settings(max_examples=60)
def test_what_a_span_comes_from_holds_it(clean: Clean) -> None:
    size = len(clean.text)
    spans = [Span(a, b) for a in range(size) for b in range(a + 1, size + 1)]
    for span in spans:
        source = clean.origin(span)
        assert 0 <= source.start <= source.end <= len(clean.original)
        back = clean.back(source)
        if source.start < source.end:
            assert back.start <= span.start < span.end <= back.end
        within = Clean.of(
            clean.original[source.start : source.end],
            [
                Repair(Span(s - source.start, e - source.start), text, reason)
                for (s, e), text, reason in clean.repairs
                if source.start <= s and e <= source.end
            ],
        )
        assert span.of(clean.text) in within.text


@given(cleans())
def test_the_way_back_is_monotone(clean: Clean) -> None:
    places = [clean.origin(Span(at, at + 1)) for at in range(len(clean.text))]
    assert places == sorted(places)


def test_what_was_taken_out_at_an_edge_stays_outside() -> None:
    clean = Clean.of("线(xiàn)路。", [Repair(Span(1, 7), "", Reason.PINYIN)])
    assert clean.text == "线路。"
    assert clean.origin(Span(0, 1)) == (0, 1)
    assert clean.origin(Span(1, 2)) == (7, 8)
    assert clean.origin(Span(0, 2)) == (0, 8)
    assert clean.back(Span(2, 5)) == (1, 1)
    assert clean.back(Span(0, 9)) == (0, 3)


def test_a_repair_within_a_longer_one_takes_its_reason() -> None:
    clean = Clean("買彩金，好").then(
        [Repair(Span(0, 1), "买", Reason.TRADITIONAL)],
    )
    spam = clean.then([Repair(Span(0, 4), "", Reason.SPAM)])
    assert spam.repairs == (Repair(Span(0, 4), "", Reason.SPAM),)
    turned = Clean("X眾Y").then([Repair(Span(0, 3), "我們好", Reason.SHIFTED)])
    turned = turned.then([Repair(Span(1, 2), "们", Reason.TRADITIONAL)])
    assert turned.repairs == (Repair(Span(0, 3), "我们好", Reason.SHIFTED),)


def test_repairs_that_overlap_are_refused() -> None:
    one, two = (Repair(Span(at, at + 2), "", Reason.SPACE) for at in (0, 1))
    with pytest.raises(ValueError, match="overlap at 1"):
        Clean.of("abc", [one, two])
