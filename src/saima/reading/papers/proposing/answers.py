"""A model's answer held against the paper: what does not stand there literally is refused."""

import json
from dataclasses import dataclass, replace
from typing import Any

from saima.reading.papers.amounts import Found, amounts_in
from saima.reading.papers.folded import folded
from saima.reading.papers.orders import spoken_to
from saima.reading.papers.values import Kind, Quantity, Span, Stretch

MOST_ITEMS = 400
MOST_SIGNS = 120
_KEYS = {"quote", "number", "indicator", "entity", "kind"}


@dataclass(frozen=True)
class Refusal:
    """An item that was not taken: its place in the answer, and a fixed code for why."""

    item: int
    code: str


@dataclass(frozen=True)
class Proposed:
    """What of an answer the paper bears out, and what was refused."""

    quantities: tuple[Quantity, ...]
    refused: tuple[Refusal, ...]


def proposed_in(answer: str, text: str) -> Proposed:
    """Read an answer; values come from the paper's own signs, never from the model's."""
    items = _items(answer)
    if items is None:
        return Proposed((), (Refusal(-1, "not_the_form"),))
    taken: list[Quantity] = []
    refused: list[Refusal] = []
    flat = folded(text)
    numbers = {found.number.start: found for found in amounts_in(flat)}
    for place, item in enumerate(items):
        outcome = _checked(item, text, flat, numbers)
        if isinstance(outcome, Quantity):
            taken.append(outcome)
        else:
            refused.append(Refusal(place, outcome))
    return Proposed(tuple(taken), tuple(refused))


def _items(answer: str) -> list[Any] | None:
    """Give the list of an answer that has the form to the letter; None else."""
    try:
        whole = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or set(whole) != {"quantities"}:
        return None
    items = whole["quantities"]
    return items if isinstance(items, list) and len(items) <= MOST_ITEMS else None


def _checked(
    item: Any, text: str, flat: str, numbers: dict[int, Found]
) -> Quantity | str:
    """Give the quantity that an item names, or the code of what is wrong with it."""
    if not isinstance(item, dict) or set(item) != _KEYS:
        return "not_the_form"
    words = [item[key] for key in ("quote", "number", "indicator")]
    if not all(isinstance(word, str) and 0 < len(word) <= MOST_SIGNS for word in words):
        return "not_the_form"
    if not isinstance(item["kind"], str) or item["kind"] not in set(Kind):
        return "not_the_form"
    if not isinstance(item["entity"], str | None):
        return "not_the_form"
    start = text.find(item["quote"])
    if start < 0:
        return "quote_not_in_paper"
    span = Span(start, start + len(item["quote"]))
    places = (numbers[place] for place in range(*span) if place in numbers)
    same = (one for one in places if one.number.of(flat) == folded(item["number"]))
    found = next(same, None)
    if found is None:
        return "number_not_in_quote"
    if not _near(item["indicator"], text, span):
        return "indicator_not_in_paper"
    if item["entity"] and not _names(item["entity"], text):
        return "entity_not_in_paper"
    quantity = _quantity(item, text, span, found)
    return replace(
        quantity, doubts=(*quantity.doubts, *spoken_to(flat, quantity.sentence))
    )


def _names(words: str, text: str) -> bool:
    """A name has at least two letters or characters, on one line of the paper."""
    letters = sum(sign.isalpha() for sign in words)
    return letters >= 2 and "\n" not in words and words in text


def _near(words: str, text: str, span: Span) -> bool:
    """An indicator stands in the quote, or at most a sentence before it."""
    return _names(words, text[max(0, span.start - 160) : span.end])


def _quantity(item: dict[str, Any], text: str, span: Span, found: Found) -> Quantity:
    left = max(text.rfind(sign, 0, found.number.start) for sign in "。；;\n") + 1
    ends = [
        place for sign in "。；;\n" if (place := text.find(sign, found.number.end)) >= 0
    ]
    sentence = Span(left, min(ends, default=len(text)))
    return Quantity(
        Span(min(span.start, found.span.start), max(span.end, found.span.end)), found.number, sentence,
        item["quote"], found.amount, Kind(item["kind"]), item["entity"] or None, item["indicator"],
        Stretch(), ("by_model",),
    )  # fmt: skip


def together(
    read: tuple[Quantity, ...], proposed: tuple[Quantity, ...]
) -> tuple[Quantity, ...]:
    """Join both in order of place: a model adds what was not read, and names what was left unnamed.

    What was read without a doubt stays as it was read; all a model has touched is marked `by_model`.
    """
    by_number = {one.number: one for one in proposed if not _cuts(one, read)}
    merged = [_named(one, by_number.pop(one.number, None)) for one in read]
    return tuple(sorted([*merged, *by_number.values()], key=lambda one: one.number))


def _cuts(one: Quantity, read: tuple[Quantity, ...]) -> bool:
    """Whether a number is a part of one that was read otherwise: the 5% of 3%—5%."""
    return any(
        one.number != other.number
        and one.number.start < other.number.end
        and other.number.start < one.number.end
        for other in read
    )


def _named(read: Quantity, proposed: Quantity | None) -> Quantity:
    if proposed is None or not read.doubts:
        return read
    return replace(
        read,
        indicator=read.indicator or proposed.indicator,
        entity=read.entity or proposed.entity,
        doubts=(*read.doubts, "by_model"),
    )
