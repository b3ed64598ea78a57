"""The lists behind the counts of a month's workbook: a row for each thing counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from saima.core.filling import Key, Line, MonthForm
from saima.core.findings import Finding, Place, error
from saima.core.intake.cells import key_of, text_of
from saima.core.month_sheet import labels, of_kind
from saima.core.tables import Raw, Sheet
from saima.core.words import words
from saima.reading.month_workbook.tables import Found, Table, table_of


@dataclass
class Lists:
    """The names in the sheet of lists, by line, each with its place."""

    items: dict[Key, list[str]] = field(default_factory=dict)
    places: dict[Key, list[Place]] = field(default_factory=dict)


def read_lists(
    sheets: Sequence[Sheet], form: MonthForm, record: Mapping[str, str], found: Found
) -> Lists:
    lists = Lists()
    by_label = _by_label([line for line in form.lines if line.items])
    if not by_label:
        return lists
    headings = of_kind(record, "items")
    table = table_of(sheets, headings, record.get("sheet:items", ""), found)
    if table is None:
        return lists
    for index, cells in table.rows():
        asked = key_of(cells["subject"]), key_of(cells["indicator"])
        name = text_of(cells["name"])
        if not (name or any(asked)):
            continue
        lines = by_label.get(asked, set())
        if len(lines) == 1:
            (key,) = lines
            lists.items.setdefault(key, []).append(name)
            place = table.place(index, "name")
            lists.places.setdefault(key, []).append(place)
        else:
            found.append(_of_what(table, index, cells, several=bool(lines)))
    return lists


def _by_label(lines: Iterable[Line]) -> dict[tuple[str, str], set[Key]]:
    """Which lines subject and indicator name; one of them may be left open."""
    lines = tuple(lines)
    subjects = labels(line.subject for line in lines)
    indicators = labels(line.indicator for line in lines)
    by_label: dict[tuple[str, str], set[Key]] = {}
    for line in lines:
        subject, indicator = line.key
        for named in (subjects[subject], subject, ""):
            for of in (indicators[indicator], indicator, ""):
                asked = key_of(named), key_of(of)
                by_label.setdefault(asked, set()).add(line.key)
    return by_label


def _of_what(
    table: Table, index: int, cells: Mapping[str, Raw], *, several: bool
) -> Finding:
    step = words("choose subject and indicator from the lists of their cells")
    place = table.place(index, "indicator")
    if several:
        text = words("it is not said which figure this is counted in")
    else:
        text = words(
            "no list is asked for “{subject} {indicator}”",
            subject=text_of(cells["subject"])[:40],
            indicator=text_of(cells["indicator"])[:40],
        )
    return error("item_of_what", place, text, step)
