"""An edition: computed by one person, looked at, and published by a second one."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from saima.core.editions.document import canonical_json, digest_of
from saima.core.editions.honors import without_values
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.core.schemes import Peers
from saima.core.words import words
from saima.journal.actions import Deed, Who
from saima.journal.models import Event, LedgerRow
from saima.people import scope
from saima.people.queries import this_month
from saima.plans.models import Subject
from saima.races.actions.eyes import must_not_stand_in
from saima.races.actions.putting_down import put_down
from saima.races.actions.slices import Slices
from saima.races.actions.texts import LONGEST_REASON, kept
from saima.races.models import Edition, Place, Publication, Race, Working
from saima.races.queries.content import (
    AsOf,
    MonthNow,
    Moving,
    at_rest,
    latest_publication,
    month_now,
    plain_content,
)
from saima.races.queries.drafts import says_otherwise
from saima.races.queries.pausing import nothing_collected
from saima.races.queries.published import content_of, file_of
from saima.races.verifier import verify_edition

NOTHING_TO_RANK = words("no rules hold in this month")
COMPUTE_AGAIN = words("compute the month again and look at what became of it")
COMPUTED_MEANWHILE = Refused(
    words("somebody else has just computed this month"), words("load the page again")
)
PUBLISHED_MEANWHILE = Refused(
    words("somebody else has just published this month"), words("load the page again")
)
OTHER_RULES = Refused(
    words("the text of the rules does not say what places would be computed by"),
    words("put the rules forward again, and tell the system administrator"),
)
NOT_THE_SAME = Refused(
    words("the check does not give the same places: nothing is published"),
    words("tell the system administrator, and keep everything as it is"),
)


def compute(race: Race, month: Month, reason: str, *, by: Who) -> Edition:
    """Put down a month as it is now, for somebody else to look at and publish."""
    _must_be_over(month)
    reason = kept(reason, LONGEST_REASON)
    published = latest_publication(race, month)
    if published is not None and not reason:
        raise Refused(
            words("a correction needs its reason"),
            words("say what became known since it was published"),
        )
    with nothing_collected(), scope.of_everything(), transaction.atomic():
        Race.objects.select_for_update(of=("self",), no_key=True).get(pk=race.pk)
        now, as_of = _read(race, month)
        if any(says_otherwise(one.ruling.rules) for one in now.rankings):
            raise OTHER_RULES
        number = Edition.objects.filter(race=race, month=month).count() + 1
        content = plain_content(race, now, number, reason, as_of)
        body = canonical_json(content)
        assert by.person is not None
        edition = Edition(
            race=race,
            root_id=race.root_id,
            month=month,
            number=number,
            reason=reason,
            body=zlib.compress(body),
            content_digest=digest_of(body),
            person_id=by.person,
        )
        details = {"month": str(month), "number": number}
        deed = Deed("edition.compute", by, _about(race), race.root_id, details)
        put_down(deed, [edition], COMPUTED_MEANWHILE)
    return edition


def publish(edition: Edition, *, by: Who) -> Publication:
    """Make an edition public, when it is still what the record says."""
    _must_be_over(edition.month)
    _must_be_another(edition, by)
    with nothing_collected(), scope.of_everything(), transaction.atomic():
        race = Race.objects.select_for_update(of=("self",), no_key=True).get(
            pk=edition.race_id
        )
        _must_be_newest(edition)
        content = content_of(edition)
        now, as_of = _read(race, edition.month)
        _must_be_true(edition, content, now)
        _must_be_verified(file_of(edition))
        publication = _write(race, edition, content, now, by)
        # The journal is ours until we are done: what was entered while we checked is
        # all that can have been missed.
        if bytes(publication.event.previous) != as_of.digest:
            _must_be_true(edition, content, _read(race, edition.month)[0])
        return publication


def _must_be_true(edition: Edition, content: Mapping[str, Any], now: MonthNow) -> None:
    """What an edition says is what the record says, and has said when it was computed.

    The core has ranked the month again for it: every point and place is compared.
    """
    told = content["record"]
    told_at = datetime.fromisoformat(told["at"])
    as_of = AsOf(told["event"], bytes.fromhex(told["digest"]), told_at)
    if not _is_deed(as_of, before=edition.event_id):
        raise _not_so()
    own = plain_content(edition.race, now, edition.number, edition.reason, as_of)
    if digest_of(canonical_json(own)) != bytes(edition.content_digest):
        raise _not_so()


def _is_deed(as_of: AsOf, *, before: int) -> bool:
    """Whether the journal stood there once, before an event."""
    told = {"number": as_of.number, "digest": as_of.digest, "at": as_of.at}
    return as_of.number < before and Event.objects.filter(**told).exists()


def _not_so() -> Refused:
    return Refused(
        words("something was approved or changed since this was computed"),
        COMPUTE_AGAIN,
    )


def _read(race: Race, month: Month) -> tuple[MonthNow, AsOf]:
    try:
        now, as_of = at_rest(lambda: month_now(race, month))
    except Moving as moving:
        raise Refused(
            words("figures are being approved at this moment"),
            words("try again in a minute"),
        ) from moving
    if now is None:
        raise Refused(NOTHING_TO_RANK, words("publish rules that begin by then"))
    if not now.whole:
        raise Refused(
            words("somebody who was entered neither runs nor is absent for a reason"),
            words("look at the groups of the entrants"),
        )
    return now, as_of


def _must_be_verified(file: bytes) -> None:
    """The file must pass the program that anybody can check it with."""
    try:
        found = verify_edition.report(file, None)["differences"]
    except verify_edition.NoEdition as fault:
        found = [fault]
    if found:
        raise NOT_THE_SAME


def _must_be_over(month: Month) -> None:
    if month >= this_month():
        raise Refused(
            words("{month} is not over yet", month=str(month)),
            words("wait until the month has ended and been reported"),
        )


def _must_be_newest(edition: Edition) -> None:
    newest = Edition.objects.filter(race=edition.race_id, month=edition.month)
    if newest.filter(number__gt=edition.number).exists():
        raise Refused(
            words("the month was computed again since"), words("look at the newest one")
        )
    if Publication.objects.filter(edition=edition).exists():
        raise Refused(
            words("this edition is public already"), words("load the page again")
        )


def _must_be_another(edition: Edition, by: Who) -> None:
    assert by.person is not None
    if by.person == edition.person_id:
        raise Refused(
            words("whoever computed an edition does not publish it"),
            words("a second person looks at it and publishes it"),
        )
    must_not_stand_in(by.person, {edition.person_id}, edition.event)


def _write(
    race: Race, edition: Edition, content: Mapping[str, Any], now: MonthNow, by: Who
) -> Publication:
    before = latest_publication(race, edition.month)
    number = before.number + 1 if before else 1
    assert by.person is not None
    publication = Publication(
        edition=edition,
        race=race,
        root_id=race.root_id,
        month=edition.month,
        number=number,
        reason=edition.reason,
        head=canonical_json(_head(content, now)).decode(),
        content_digest=edition.content_digest,
        person_id=by.person,
    )
    rows: list[LedgerRow] = [publication, *_rows(publication, content, now)]
    details = {"month": str(edition.month), "number": number, "edition": edition.number}
    deed = Deed("edition.publish", by, _about(race), race.root_id, details)
    put_down(deed, rows, PUBLISHED_MEANWHILE)
    return publication


def _head(content: Mapping[str, Any], now: MonthNow) -> dict[str, Any]:
    """What the whole group may know of an edition beside the places."""
    ranked = [one for one in now.rankings[0].standings if one.rank is not None]
    honors = _public_honors(content, now)
    told = ("version", "since", "published_at", "timing", "digest")
    return {
        "record": content["record"],
        "absent": content["absent"],
        "indicators": content["world"]["indicators"],
        "calendar": content["world"]["calendar"],
        "rankings": [
            {name: ranking["rules"][name] for name in told}
            for ranking in content["rankings"]
        ],
        "ranked": len(ranked),
        "unranked": len(now.rankings[0].standings) - len(ranked),
        **({} if honors is None else {"honors": honors}),
    }


def _public_honors(
    content: Mapping[str, Any], now: MonthNow
) -> Mapping[str, Any] | None:
    """Lists and streaks of the ranking that counts; shares only where figures are open."""
    honors: Mapping[str, Any] | None = content["rankings"][0].get("honors")
    open_to_all = now.rankings[0].race.scheme.peers is Peers.VALUES
    return honors if honors is None or open_to_all else without_values(honors)


SHOWN = ("group", "rank", "previous", "score", "light", "unranked", "deduction")


def _rows(
    publication: Publication, content: Mapping[str, Any], now: MonthNow
) -> Iterator[LedgerRow]:
    codes = [one.entrant.code for one in now.rankings[0].standings]
    rows = {s.code: s for s in Subject.objects.filter(code__in=codes)}
    for index, ranking in enumerate(content["rankings"]):
        for position, standing in enumerate(ranking["standings"]):
            subject = rows[standing["entrant"]]
            entrant = now.rankings[0].race.subjects[subject.code]
            shown = {
                "code": subject.code,
                "name": entrant.name,
                "sample": entrant.sample,
                **{name: standing[name] for name in SHOWN},
            }
            yield Place(
                publication=publication,
                root_id=publication.root_id,
                unit_id=subject.unit_id,
                subject=subject,
                ranking=index,
                position=position,
                shown=canonical_json(shown).decode(),
            )
    open_to_all = now.rankings[0].race.scheme.peers is Peers.VALUES
    slices = Slices(content)
    for code in codes:
        body = canonical_json(slices.of(code))
        yield Working(
            publication=publication,
            root_id=publication.root_id,
            unit_id=rows[code].unit_id,
            subject=rows[code],
            open=open_to_all,
            body=zlib.compress(body),
        )


def _about(race: Race) -> str:
    return f"races.race:{race.pk}"
