"""Writing rules: drafted, put forward, agreed to by two others, and so published."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from saima.core.editions.document import canonical_json, digest_of
from saima.core.editions.plain import plain_scheme
from saima.core.editions.rules import opening
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.schemes import Scheme
from saima.core.words import words
from saima.journal.actions import Deed, Who, record
from saima.journal.models import Event
from saima.races.actions.eyes import must_not_stand_in
from saima.races.actions.texts import LONGEST_NAME, LONGEST_REASON, kept
from saima.races.models import Assent, Proposal, Race, Rules
from saima.races.presets import draft_from
from saima.races.queries.drafts import checked, written_by
from saima.races.queries.rules import open_proposal

ASSENTS = 2  # persons besides the author
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Grounds:
    """From which month rules are to hold, and why they change."""

    since: Month
    reason: str = ""
    paper: str = ""
    seen: int | None = None  # the state of the draft that was looked at


@transaction.atomic
def save_draft(race: Race, text: str, seen: int, *, by: Who) -> Race:
    """Keep the text as it is being written, right or wrong."""
    kept(text, LONGEST)
    changed = Race.objects.filter(pk=race.pk, seen=seen).update(
        draft=text, seen=seen + 1
    )
    if not changed:
        raise Refused(
            words("somebody else has changed the draft since you opened it"),
            words("keep your text, load the page again and bring the two together"),
        )
    record(Deed("rules.draft", by, _about(race), race.root_id))
    race.draft, race.seen = text, seen + 1
    return race


def begin_draft(race: Race, key: str, seen: int, *, replaces: bool, by: Who) -> Race:
    """Let the draft begin with a published rule, in place of what stands there."""
    text = draft_from(key, race)
    if race.draft.strip() and not replaces:
        raise Refused(
            words("the draft is not empty: beginning anew loses what stands there"),
            words("tick that it is to be replaced, or go on with what is there"),
        )
    return save_draft(race, text, seen, by=by)


@transaction.atomic
def put_forward(race: Race, grounds: Grounds, *, by: Who) -> Proposal:
    """Give the draft to others to look at; it can no longer be changed in that form."""
    race = Race.objects.select_for_update(of=("self",), no_key=True).get(pk=race.pk)
    if grounds.seen is not None and grounds.seen != race.seen:
        raise Refused(
            words("somebody else has changed the draft since you opened it"),
            words("load the page again and look at what is put forward"),
        )
    _must_be_sound(race, race.draft, written_by(race))
    _must_lie_in(race, grounds.since)
    newest = Rules.objects.filter(race=race).order_by("-number").first()
    if newest is not None and newest.text == race.draft:
        raise Refused(
            words("these are the rules that are public already"),
            words("change something first"),
        )
    reason = kept(grounds.reason, LONGEST_REASON)
    paper = kept(grounds.paper, LONGEST_NAME)
    if newest is not None and not (reason and paper):
        raise Refused(
            words("a change of the rules needs its reason and the deciding paper"),
            words("name both"),
        )
    assert by.person is not None
    proposal = Proposal(
        race=race,
        root_id=race.root_id,
        number=Proposal.objects.filter(race=race).count() + 1,
        since=grounds.since,
        text=race.draft,
        reason=reason,
        paper=paper,
        person_id=by.person,
    )
    details = {"since": str(grounds.since), "number": proposal.number}
    record(Deed("rules.propose", by, _about(race), race.root_id, details), [proposal])
    return proposal


@transaction.atomic
def assent(proposal: Proposal, said: str, *, agrees: bool, by: Who) -> Rules | None:
    """Agree with what was put forward, or refuse it; the second yes publishes it."""
    race = Race.objects.select_for_update(of=("self",), no_key=True).get(
        pk=proposal.race_id
    )
    current = open_proposal(race)
    if current is None or current.pk != proposal.pk:
        raise Refused(
            words("this proposal is no longer open"), words("load the page again")
        )
    said = kept(said, LONGEST_REASON)
    if not agrees and not said:
        raise Refused(
            words("a refusal needs words"), words("write what is to be changed")
        )
    _must_be_another(proposal, by)
    assert by.person is not None
    row = Assent(
        proposal=proposal,
        root_id=race.root_id,
        person_id=by.person,
        post=by.post,
        agrees=agrees,
        words=said,
    )
    verb = "rules.agree" if agrees else "rules.refuse"
    details = {"number": proposal.number}
    _write(Deed(verb, by, _about(race), race.root_id, details), row)
    if proposal.assents.filter(agrees=True).count() < ASSENTS:
        return None
    return _publish(race, proposal, by)


def _publish(race: Race, proposal: Proposal, by: Who) -> Rules:
    scheme = _must_be_sound(race, proposal.text, proposal.event_id)
    content = canonical_json(plain_scheme(scheme))
    rules = Rules(
        race=race,
        root_id=race.root_id,
        proposal=proposal,
        number=Rules.objects.filter(race=race).count() + 1,
        since=proposal.since,
        text=proposal.text,
        reason=proposal.reason,
        paper=proposal.paper,
        normal_form=content.decode(),
        content_digest=digest_of(content),
    )
    details = {"since": str(rules.since), "version": rules.number}
    _write(Deed("rules.publish", by, _about(race), race.root_id, details), rules)
    return rules


def _write(deed: Deed, row: Assent | Rules) -> None:
    """Write a row; the database looks by itself who has agreed to what."""
    try:
        with transaction.atomic():
            record(deed, [row])
    except IntegrityError as conflict:
        raise Refused(
            words("these rules were not agreed to by two others"),
            words("load the page again"),
        ) from conflict


def in_time(rules: Rules) -> bool:
    """Whether rules were public before the first month in which they hold opened."""
    return rules.at < opening(rules.since)


def _must_be_sound(race: Race, text: str, written: int | None) -> Scheme:
    found = checked(text, race, written)
    if found.scheme is None:
        raise Refused(
            words(
                "{count} things in the rules are to be settled",
                count=len(found.findings),
            ),
            words("mend the lines that are named"),
        )
    return found.scheme


def _must_lie_in(race: Race, since: Month) -> None:
    if since.year != race.year:
        raise Refused(
            words(
                "{month} lies outside of {year}", month=str(since), year=str(race.year)
            ),
            words("choose a month of the race's year"),
        )


def _must_be_another(proposal: Proposal, by: Who) -> None:
    assert by.person is not None
    given = set(proposal.assents.values_list("person_id", flat=True))
    if by.person == proposal.person_id:
        raise Refused(
            words("whoever puts rules forward does not agree to them"),
            words("two others look at them"),
        )
    if by.person in given:
        raise Refused(
            words("you have said your word on this already"),
            words("a second person looks at it"),
        )
    wrote = _writers_of(proposal)
    if by.person in wrote:
        raise Refused(
            words("whoever wrote at this draft does not agree to it"),
            words("two others look at it"),
        )
    must_not_stand_in(by.person, {proposal.person_id, *given, *wrote}, proposal.event)


def _writers_of(proposal: Proposal) -> set[int]:
    """Who has saved the draft since the proposal before: it is their text as well."""
    before = Proposal.objects.filter(race=proposal.race, number__lt=proposal.number)
    last = before.order_by("-number").values_list("event", flat=True).first()
    saved = Event.objects.filter(
        about=_about(proposal.race),
        verb="rules.draft",
        number__gt=last or 0,
        number__lt=proposal.event_id,
    )
    return {person for person in saved.values_list("person", flat=True) if person}


def _about(race: Race) -> str:
    return f"races.race:{race.pk}"
