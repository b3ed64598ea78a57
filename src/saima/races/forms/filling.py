"""A form that is being filled in: the text it began with, and what was typed over it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from saima.core.findings import Finding
from saima.core.refusal import Refused
from saima.core.words import Words, words
from saima.races.forms.page import Context, ShownKnot, labels_of, paths_of, shown
from saima.races.forms.placing import TEXT_NAME, placed
from saima.races.forms.posted import Raw
from saima.races.forms.splices import Unwritable
from saima.races.forms.states import Read, State, read_state
from saima.races.forms.typed import Faults, faults_of, typed_state
from saima.races.forms.writing import written
from saima.races.models import Race
from saima.reading.spans import read_spans


@dataclass(frozen=True)
class Filling:
    """The text that is filled in, its fields, and the fields as they were typed."""

    text: str
    read: Read
    state: State
    faults: Faults

    def result(self) -> str:
        """The text with what was typed; refused where it cannot be written."""
        if self.faults:
            raise Refused(
                words(
                    "{count} fields cannot be kept as they are", count=len(self.faults)
                ),
                words("mend the fields that are marked; nothing was saved"),
            )
        try:
            return written(self.text, self.state)
        except Unwritable:
            raise Refused(
                words(
                    "this change cannot be made here without touching something in the "
                    "text that the form does not show"
                ),
                words("make it in the text"),
            ) from None


def filled(text: str, raw: Raw, shown_as: str) -> Filling:
    """Lay what was typed over a text; Refusal where the text cannot be read."""
    read = read_state(read_spans(text, shown_as))
    state = typed_state(read.state, raw)
    return Filling(text, read, state, faults_of(read.state, state))


def begun(race: Race, groups: Sequence[str]) -> tuple[str, Raw]:
    """What a form begins with: the draft, else the race's name with its groups."""
    if _says_anything(race.draft):
        return race.draft, {}
    # A JSON text is a YAML text too, whatever stands in the name of a race.
    name = json.dumps(race.name, ensure_ascii=False)
    before = f"{race.draft.rstrip()}\n" if race.draft.strip() else ""
    rows = {
        str(place): {"name": [group], "items": {"0": {"is": ["item"]}}}
        for place, group in enumerate(groups or [""])
    }
    text = f"{before}name: {name}\nyear: {race.year}\n"
    return text, {"convention": ["month"], "groups": rows}


def _says_anything(text: str) -> bool:
    """Whether a text has more than remarks."""
    lines = (line.strip() for line in text.splitlines())
    return any(line and not line.startswith("#") for line in lines)


def _called(finding: Finding, label: Words | None) -> Finding:
    """A finding that calls a field as the page does, and not as the text does."""
    name = finding.text.values.get("name")
    if label is None or not isinstance(name, str) or not TEXT_NAME.fullmatch(name):
        return finding
    said = Words(finding.text.text, {**finding.text.values, "name": label})
    return replace(finding, text=said)


@dataclass(frozen=True)
class Laid:
    """A form laid out, and its findings with the elements of the page they are about."""

    form: ShownKnot
    findings: tuple[tuple[Finding, str], ...]
    faults: tuple[tuple[Words, str], ...] = ()

    @property
    def count(self) -> int:
        """How many things are wrong."""
        return len(self.findings) + len(self.faults)


def laid_out(filling: Filling, findings: Sequence[Finding], known: Context) -> Laid:
    """Show a form with what was found, each at its field and in a list beside it."""
    bare = shown(filling.state, Context())
    paths = {*paths_of(bare)}
    labels = dict(labels_of(bare))
    places = [
        (_called(one, labels.get(path)), path)
        for one, path in placed(findings, filling.read.lines, paths)
    ]
    at: dict[str, list[Finding]] = {}
    for one, path in places:
        if path:
            at.setdefault(path, []).append(one)
    context = replace(known, findings=at, faults=filling.faults)
    listed = tuple((one, path.replace(".", "-")) for one, path in places)
    wrong = [
        (one, p.replace(".", "-")) for p, own in filling.faults.items() for one in own
    ]
    return Laid(shown(filling.state, context), listed, tuple(wrong))
