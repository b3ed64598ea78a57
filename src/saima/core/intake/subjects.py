"""Reading the table of units, projects, parcels and branches."""

from __future__ import annotations

from collections.abc import Sequence

from saima.core.findings import Place
from saima.core.intake.cells import read_month, read_yes
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.intake.lookup import data_rows, find_subject
from saima.core.names import folded
from saima.core.periods import Month
from saima.core.subjects import Subject, SubjectKind, Subjects, cycles
from saima.core.tables import Raw
from saima.core.words import words

KINDS = {
    "": SubjectKind.UNIT,
    "unit": SubjectKind.UNIT,
    "单位": SubjectKind.UNIT,
    "公司": SubjectKind.UNIT,
    "集团": SubjectKind.UNIT,
    "project": SubjectKind.PROJECT,
    "项目": SubjectKind.PROJECT,
    "parcel": SubjectKind.PARCEL,
    "地块": SubjectKind.PARCEL,
    "片区": SubjectKind.PARCEL,
    "branch": SubjectKind.BRANCH,
    "支部": SubjectKind.BRANCH,
    "党支部": SubjectKind.BRANCH,
}


def read_subjects(layouts: Sequence[Layout], found: Collected) -> tuple[Subject, ...]:
    """Read all subjects, each with what stands above it."""
    subjects: dict[str, Subject] = {}
    places: dict[str, Place] = {}
    names: dict[str, str] = {}
    for layout in layouts:
        for index, row in data_rows(layout, found):
            place = layout.sheet.place(index, layout.columns["name"])
            subject = _subject(layout, row, place, found)
            taken = subject.code in subjects or folded(subject.name) in names
            if taken and subject.name:
                found.error(
                    "duplicate_row",
                    place,
                    words("“{name}” stands in the table twice", name=subject.name),
                    words("keep one row for it, or give the other its own name"),
                )
                continue
            subjects[subject.code] = subject
            names[folded(subject.name)] = subject.code
            places[subject.code] = place
    return _with_parents(tuple(subjects.values()), places, found)


def _subject(
    layout: Layout, row: Sequence[Raw], place: Place, found: Collected
) -> Subject:
    name = layout.text(row, "name")
    if not name:
        found.error(
            "unknown_subject",
            place,
            words("the name is missing"),
            words("enter a name, or delete the row"),
        )
    kind = KINDS.get(layout.key(row, "kind"))
    if kind is None:
        found.error(
            "unknown_kind",
            place,
            words(
                "no kind of subject is called “{name}”", name=layout.text(row, "kind")
            ),
            words("write 单位, 项目, 地块 or 支部 (unit, project, parcel or branch)"),
        )
    return Subject(
        layout.text(row, "code") or name,
        name,
        kind or SubjectKind.UNIT,
        layout.text(row, "parent") or None,
        layout.text(row, "group") or None,
        _month(layout, row, "opened", place, found),
        _month(layout, row, "closed", place, found),
        sample=bool(read_yes(layout.cell(row, "sample"))),
    )


def _month(
    layout: Layout, row: Sequence[Raw], column: str, place: Place, found: Collected
) -> Month | None:
    text = layout.text(row, column)
    if not text:
        return None
    month = read_month(layout.cell(row, column))
    if month is None:
        found.error(
            "not_a_month",
            place,
            words("“{text}” is not a month", text=text),
            words("write it as 2022-05"),
        )
    return month


def _with_parents(
    read: Sequence[Subject], places: dict[str, Place], found: Collected
) -> tuple[Subject, ...]:
    """The subjects with their parents as codes; unknown parents and circles refused."""
    known = Subjects(read)
    settled = []
    for subject in read:
        parent = subject.parent
        if parent is not None:
            above = find_subject(parent, known, places[subject.code], found)
            parent = above.code if above else None
        settled.append(subject.under(parent))
    circles = cycles({s.code: s.parent for s in settled})
    for circle in circles:
        found.error(
            "cycle",
            places[circle[0]],
            words(
                "these stand above each other in a circle: {names}",
                names=" → ".join(known[code].name for code in (*circle, circle[0])),
            ),
            words("correct the 上级 of one of them"),
        )
    if not circles:
        return tuple(settled)
    return tuple(subject.under(None) for subject in settled)
