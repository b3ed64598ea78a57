"""The verbs of all deeds, in words."""

from __future__ import annotations

from saima.core.words import Words, words

VERB_WORDS = {
    "set_up": words("set up"),
    "account.sign_in": words("signed in"),
    "account.sign_out": words("signed out"),
    "account.add": words("added an account"),
    "account.password": words("changed the password"),
    "account.reset": words("gave a new first password"),
    "account.on": words("switched an account on"),
    "account.off": words("switched an account off"),
    "account.hold": words("had an account wait for its release"),
    "account.release": words("released an account"),
    "account.rescue": words("gave a first password on the server's console"),
    "person.add": words("entered a person"),
    "post.grant": words("granted a post"),
    "post.end": words("ended a post"),
    "unit.add": words("added a unit"),
    "unit.move": words("moved a unit"),
    "unit.merge": words("merged a unit"),
    "unit.close": words("closed a unit"),
    "unit.group": words("sorted a unit into a grouping"),
    "unit.grouping": words("began a grouping"),
    "indicator.add": words("added indicators"),
    "indicator.version": words("changed an indicator"),
    "indicator.listed": words("set that an indicator asks for names"),
    "indicator.words": words("changed an indicator's words"),
    "subject.add": words("added subjects"),
    "subject.close": words("closed a subject"),
    "duty.add": words("set who reports what"),
    "duty.cease": words("ended what is reported of a subject"),
    "duty.end": words("ended what a closed unit reports"),
    "deadline.set": words("set a deadline"),
    "deadline.extend": words("gave a unit more time"),
    "plan.adopt": words("adopted a plan"),
    "plan.change": words("changed the draft of a plan"),
    "plan.phase": words("spread a year over its months"),
    "plan.discard": words("discarded the draft of a plan"),
    "plan.receive": words("sent a plan's workbook"),
    "plan.load": words("loaded a plan's workbook"),
    "race.load": words("loaded a race"),
    "race.open": words("opened a race"),
    "race.enter": words("set who runs in a race"),
    "rules.draft": words("drafted the rules of a race"),
    "rules.propose": words("proposed the rules of a race"),
    "rules.agree": words("agreed to the rules of a race"),
    "rules.refuse": words("refused the rules of a race"),
    "rules.publish": words("published the rules of a race"),
    "edition.compute": words("computed an edition of a ranking"),
    "edition.publish": words("published an edition of a ranking"),
    "submission.begin": words("began a month"),
    "submission.fill": words("filled in a month"),
    "submission.load": words("loaded a month's workbook"),
    "submission.submit": words("submitted a month"),
    "submission.approve": words("approved a month"),
    "submission.accept": words("accepted a month"),
    "submission.send_back": words("sent a month back"),
    "submission.reopen": words("reopened a month"),
    "upload.receive": words("sent a month's workbook"),
    "upload.load": words("loaded a month's workbook"),
}
# What is kept of a deed beside its verb, by the names it is kept under.
DETAIL_WORDS = {
    "bytes": words("size in bytes"),
    "code": words("code"),
    "codes": words("codes"),
    "count": words("number of them"),
    "deputizes": words("in the stead of"),
    "due_on": words("last day"),
    "edition": words("edition"),
    "entrants": words("entrants"),
    "figures": words("figures"),
    "grouping": words("grouping"),
    "into": words("into the unit"),
    "kind": words("post"),
    "label": words("class"),
    "last": words("the last of it"),
    "lines": words("lines"),
    "listed": words("asks for names"),
    "month": words("month"),
    "name": words("name"),
    "number": words("its number"),
    "opened": words("from the day"),
    "paper": words("paper"),
    "parent": words("under the unit"),
    "person": words("person"),
    "reason": words("reason"),
    "round": words("round"),
    "since": words("from the month"),
    "slug": words("address of the race"),
    "targets": words("targets"),
    "unit": words("the unit"),
    "version": words("version"),
    "year": words("year"),
}


def verb_words(verb: str) -> Words:
    """A verb in words; one of a later version as it is written."""
    return VERB_WORDS.get(verb) or words("{verb}", verb=verb)


def detail_words(name: str) -> Words:
    """A name of what is kept in words; one of a later version as it is written."""
    return DETAIL_WORDS.get(name) or words("{verb}", verb=name)
