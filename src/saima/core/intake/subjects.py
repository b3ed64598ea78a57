"""Reading the table of units, projects, parcels and branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from saima.core.definitions import code_from
from saima.core.intake.cells import read_month
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout, Row
from saima.core.intake.lookup import check_name, data_rows, find_subject, nearest
from saima.core.names import folded
from saima.core.periods import Month
from saima.core.subjects import Subject, SubjectKind, Subjects, cycles
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
    "elimination": SubjectKind.ELIMINATION,
    "内部抵销": SubjectKind.ELIMINATION,
    "内部交易": SubjectKind.ELIMINATION,
    "抵销": SubjectKind.ELIMINATION,
}
ADD_GROUP = words("add the group to the scheme, or correct the 组别")


def read_subjects(
    layouts: Sequence[Layout], groups: frozenset[str] | None, found: Collected
) -> tuple[Subject, ...]:
    """Read all subjects, each with what stands above it.

    `groups` are the folded names of the scheme's groups, None where not known.
    """
    subjects: dict[str, Subject] = {}
    rows: dict[str, Row] = {}
    names: set[str] = set()
    for layout in layouts:
        for index, cells in data_rows(layout, found):
            row = Row(layout, index, cells)
            subject = _subject(row, found)
            own = {folded(subject.name), folded(subject.code)}
            if own & names and subject.name:
                _twice(subject, names, row, found)
                continue
            names |= own
            subjects[subject.code], rows[subject.code] = subject, row
            _check_group(subject, groups, row, found)
    return _with_parents(tuple(subjects.values()), rows, found)


def _twice(subject: Subject, names: set[str], row: Row, found: Collected) -> None:
    column = "name" if folded(subject.name) in names else "code"
    found.error(
        "duplicate_row",
        row.place(column),
        words("“{name}” stands in the table twice", name=row.text(column)),
        words("keep one row for it, or give the other its own name and code"),
    )


def _check_group(
    subject: Subject, groups: frozenset[str] | None, row: Row, found: Collected
) -> None:
    if subject.group and groups is not None and folded(subject.group) not in groups:
        found.error(
            "unknown_group",
            row.place("group"),
            words(
                "{subject} is in the group “{group}”, which the scheme does not know",
                subject=subject.name,
                group=subject.group,
            ),
            nearest(subject.group, sorted(groups), ADD_GROUP),
        )


def _subject(row: Row, found: Collected) -> Subject:
    name = row.text("name")
    if not name:
        found.error(
            "unknown_subject",
            row.place("name"),
            words("the name is missing"),
            words("enter a name, or delete the row"),
        )
    check_name(row, found)
    kind = KINDS.get(row.key("kind"))
    if kind is None:
        found.error(
            "unknown_kind",
            row.place("kind"),
            words("no kind of subject is called “{name}”", name=row.text("kind")),
            words("write 单位, 项目, 地块 or 支部 (unit, project, parcel or branch)"),
        )
    opened, closed = _month(row, "opened", found), _month(row, "closed", found)
    if opened and closed and closed < opened:
        found.error(
            "closed_before_opened",
            row.place("closed"),
            words("{subject} closes before it opens", subject=name),
            words("correct 启用 or 停用 (opened, closed)"),
        )
    return Subject(
        row.text("code") or code_from(name),
        name,
        kind or SubjectKind.UNIT,
        row.text("parent") or None,
        row.text("group") or None,
        opened,
        closed,
        sample=row.yes("sample", found),
    )


def _month(row: Row, column: str, found: Collected) -> Month | None:
    text = row.text(column)
    if not text:
        return None
    month = read_month(row.cell(column))
    if month is None:
        found.error(
            "not_a_month",
            row.place(column),
            words("“{text}” is not a month", text=text),
            words("write it as 2022-05"),
        )
    return month


def _with_parents(
    read: Sequence[Subject], rows: Mapping[str, Row], found: Collected
) -> tuple[Subject, ...]:
    """The subjects with their parents as codes; unknown parents and circles refused."""
    known = Subjects(read)
    settled = []
    for subject in read:
        parent = subject.parent
        if parent is not None:
            place = rows[subject.code].place("parent")
            above = find_subject(parent, known, place, found)
            parent = above.code if above else None
        settled.append(subject.under(parent))
    circles = cycles({s.code: s.parent for s in settled})
    for circle in circles:
        found.error(
            "cycle",
            rows[circle[0]].place("parent"),
            words(
                "these stand above each other in a circle: {names}",
                names=" → ".join(known[code].name for code in (*circle, circle[0])),
            ),
            words("correct the 上级 of one of them"),
        )
    deep = [] if circles else _too_deep(settled)
    for subject in deep:
        found.error(
            "too_deep",
            rows[subject.code].place("parent"),
            words(
                "{name} lies more than {limit} levels deep",
                name=subject.name,
                limit=DEEPEST,
            ),
            words("correct the 上级 of one of those above it"),
        )
    if circles or deep:
        return tuple(subject.under(None) for subject in settled)
    return _with_dates(settled)


DEEPEST = 50  # levels of a tree; a group company has five or six


def _too_deep(settled: Sequence[Subject]) -> list[Subject]:
    """Those right below the deepest level that is read."""
    parents = {subject.code: subject.parent for subject in settled}
    depth: dict[str, int] = {}
    for code in parents:
        path: list[str] = []
        here: str | None = code
        while here is not None and here not in depth:
            path.append(here)
            here = parents[here]
        level = 0 if here is None else depth[here]
        for above in reversed(path):
            level += 1
            depth[above] = level
    return [s for s in settled if depth[s.code] == DEEPEST + 1]


def _with_dates(settled: Sequence[Subject]) -> tuple[Subject, ...]:
    """The subjects with the dates of what stands above them where they have none."""
    tree = Subjects(settled)

    def opened(subject: Subject) -> Month | None:
        if subject.opened is not None or subject.parent is None:
            return subject.opened
        return opened(tree[subject.parent])

    def closed(subject: Subject) -> Month | None:
        if subject.closed is not None or subject.parent is None:
            return subject.closed
        return closed(tree[subject.parent])

    return tuple(
        subject.open_from(opened(subject), closed(subject)) for subject in tree
    )
