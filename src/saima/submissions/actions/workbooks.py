"""A month's workbook comes back: tried first, then loaded whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from saima.core.filling import Entry
from saima.core.findings import Finding, Severity
from saima.core.refusal import Refused
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.plans.queries import duties_in
from saima.reading.month_workbook import read_month_workbook
from saima.submissions.actions.filling import lock, must_be_fillable
from saima.submissions.models import Cell, Submission, Upload
from saima.submissions.monthly import entries_of, form_of
from saima.submissions.queries import cells_of

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Trial:
    """What a workbook would do: its entries, what was found, and what would change."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    changes: tuple[tuple[Entry | None, Entry], ...]
    seen: str  # a digest of what the changes would be made to

    @property
    def loadable(self) -> bool:
        """Whether nothing in it is wrong; what is asked may be confirmed afterwards."""
        return not any(f.severity is Severity.ERROR for f in self.findings)


@transaction.atomic
def receive(submission: Submission, name: str, content: bytes, *, by: Who) -> Upload:
    """Keep a workbook that was sent; nothing is loaded yet."""
    must_be_fillable(submission)
    must_be_small(len(content))
    digest = hashlib.sha256(content).digest()
    _must_be_new(submission, digest)
    upload = Upload.objects.create(
        submission=submission,
        unit_id=submission.unit_id,
        person_id=by.person,  # type: ignore[misc]  # a page's actor is a person
        at=timezone.now(),
        name=Path(name).name[:255],
        digest=digest,
        content=content,
    )
    _record("upload.receive", upload, by, {"bytes": len(content)})
    return upload


def must_be_small(size: int) -> None:
    """Refuse what is no month of a unit, before it is read."""
    if size > MOST_BYTES:
        raise Refused(
            words("the file is larger than {limit} MB", limit=MOST_BYTES // 1024**2),
            words("send the month's workbook alone"),
        )


def _must_be_new(submission: Submission, digest: bytes) -> None:
    """The same file twice is a slip, unless the form was changed in between."""
    loaded = (
        Upload.objects.filter(
            submission=submission, digest=digest, loaded_at__isnull=False
        )
        .order_by("-loaded_at")
        .first()
    )
    if loaded is None or not _nothing_changed_since(loaded):
        return
    at = timezone.localtime(loaded.loaded_at)
    raise Refused(
        words("this very file was loaded at {at}", at=f"{at:%Y-%m-%d %H:%M}"),
        words("nothing changed since: there is nothing to do"),
    )


def _nothing_changed_since(upload: Upload) -> bool:
    trial = try_out(upload)
    return not trial.changes


def try_out(upload: Upload) -> Trial:
    """Read a workbook against the form of its month, without loading anything."""
    submission = upload.submission
    form = form_of(submission.unit, submission.month)
    with tempfile.TemporaryDirectory(prefix="saima-") as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(bytes(upload.content))
        entries, findings = read_month_workbook(path, upload.name, form)
    before = {entry.key: entry for entry in entries_of(cells_of(submission))}
    looked_at = [_looked_at(before.get(entry.key), entry) for entry in entries]
    changes = tuple(
        (before.get(entry.key), entry)
        for entry in looked_at
        if _content(before.get(entry.key)) != _content(entry)
    )
    base = [(*e.key, str(_content(before.get(e.key)))) for _, e in changes]
    seen = hashlib.sha256(repr(base).encode()).hexdigest()
    return Trial(tuple(entries), tuple(findings), changes, seen)


def _looked_at(before: Entry | None, entry: Entry) -> Entry:
    """What was confirmed of another number is not confirmed of this one."""
    stale = before is not None and before.confirmed and before.value != entry.value
    return replace(entry, confirmed=False) if stale else entry


def _content(entry: Entry | None) -> tuple[object, ...]:
    if entry is None:
        return None, "", (), False
    value = None if entry.value is None else entry.value.normalize()
    return value, entry.note, tuple(entry.items), entry.confirmed


@transaction.atomic
def load(upload: Upload, seen: str, *, by: Who) -> int:
    """Load a workbook that was tried; how many lines it changed.

    `seen` is what the trial said it would change: if somebody has typed since, the
    workbook is tried again first.
    """
    submission = upload.submission
    lock(submission)
    must_be_fillable(submission)
    trial = try_out(upload)
    if not trial.loadable:
        raise Refused(
            words("the workbook has errors, nothing was loaded"),
            words("mend the marked cells and send it again"),
        )
    if trial.seen != seen:
        raise Refused(
            words("what the workbook would change was itself changed meanwhile"),
            words("look at the differences again, then load it"),
        )
    _write(submission, trial, by)
    Upload.objects.filter(pk=upload.pk).update(loaded_at=timezone.now())
    details = {"month": str(submission.month), "lines": len(trial.changes)}
    _record("upload.load", upload, by, details)
    return len(trial.changes)


def _write(submission: Submission, trial: Trial, by: Who) -> None:
    duties = {
        (duty.subject.code, duty.indicator.code): duty
        for duty in duties_in([submission.unit_id], submission.month)
    }
    held = {
        (cell.subject.code, cell.indicator.code): cell for cell in cells_of(submission)
    }
    new, old = [], []
    for _, entry in trial.changes:
        cell = held.get(entry.key)
        if cell is None:
            duty = duties[entry.key]
            cell = Cell(
                submission=submission,
                unit_id=submission.unit_id,
                subject_id=duty.subject_id,
                indicator_id=duty.indicator_id,
                seen=0,
            )
            new.append(cell)
        else:
            old.append(cell)
        cell.value, cell.note, cell.items = entry.value, entry.note, list(entry.items)
        cell.confirmed = entry.confirmed
        cell.seen += 1
        cell.person_id = by.person  # type: ignore[assignment]
    Cell.objects.bulk_create(new, batch_size=2000)
    changed = ["value", "note", "items", "confirmed", "seen", "person"]
    Cell.objects.bulk_update(old, changed, batch_size=500)


def _record(verb: str, upload: Upload, by: Who, details: dict[str, object]) -> None:
    about = f"submissions.upload:{upload.pk}"
    record(Deed(verb, by, about, upload.unit_id, details))
