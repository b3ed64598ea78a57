"""Cells and rows that say nothing: dashes for “not yet”, and remarks below a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from saima.core.intake.cells import text_of
from saima.core.intake.collected import Collected
from saima.core.intake.headings import Layout
from saima.core.names import folded
from saima.core.tables import Raw
from saima.core.words import words

_DASH = re.compile(r"[-—–―−_/\\.…·]+")
_REMARK = re.compile(
    r"(注|备注|说明|附注|填表|制表|填报|编制|审核|复核|审批|单位负责|分管|负责人|经办"
    r"|联系|电话|报送|日期|note|notes|remark|remarks)\w*\s*\d*\s*[:.、].*",
    re.IGNORECASE | re.DOTALL,
)


def is_dash(raw: Raw) -> bool:
    """Whether a cell holds only a dash, a stroke or dots: nothing that can be read."""
    if not isinstance(raw, str) or raw[-1:].isalnum():
        return False  # almost every cell ends in a digit
    return _DASH.fullmatch(folded(raw)) is not None


def is_remark(row: Sequence[Raw]) -> bool:
    """Whether a row is a remark or a signature line below a table (注：, 填表人：)."""
    filled = [text for text in map(text_of, row) if text]
    return bool(filled) and _REMARK.fullmatch(folded(filled[0])) is not None


def last_told(layout: Layout, columns: Iterable[int]) -> int:
    """The last of the columns below which any row holds more than a dash; -1 if none."""
    rows = layout.sheet.rows[layout.heading + 1 :]
    told = (
        column
        for column in columns
        if any(
            column < len(row) and row[column] is not None and not is_dash(row[column])
            for row in rows
            if not is_remark(row)
        )
    )
    return max(told, default=-1)


def refuse_dashes(
    layout: Layout, index: int, dashes: Sequence[int], found: Collected
) -> None:
    """One finding for the dashes of a row: what they are to mean is not said."""
    found.error(
        "dash",
        layout.sheet.place(index, dashes[0]),
        words(
            "{count} cells of this row hold a dash in place of a number",
            count=len(dashes),
        ),
        words(
            "leave a cell empty if it is not reported, write 0 for nothing; what does "
            "not apply all year is written 不适用 in the targets"
        ),
    )
