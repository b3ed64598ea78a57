"""`saima group`: one more group in the installation, with its own administrators."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from importlib import import_module

from saima.core.authority import POST_WORDS, PostKind
from saima.core.refusal import Refused
from saima.site.cli.language import language_of, translator
from saima.site.cli.owner import as_owner

KINDS = (PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The group, and who administers it."""
    parser.add_argument("code", help="the code of the group")
    parser.add_argument("name", help="the name of the group")
    for kind in KINDS:
        parser.add_argument(
            f"--{kind.value.replace('_', '-')}",
            dest=kind.value,
            required=True,
            nargs=3,
            metavar=("NUMBER", "NAME", "ACCOUNT"),
            help=f"the {POST_WORDS[kind]}: staff number, name, account name",
        )


def run(options: argparse.Namespace) -> int:
    """Print three one-time passwords, as the owner of the tables; 2 for a refusal."""
    outcome: list[int] = []
    failed = as_owner("group", partial(_begun, options, outcome))
    return failed or outcome[0]


def _begun(options: argparse.Namespace, outcome: list[int]) -> None:
    # What knows models can be imported only now that Django is set up.
    beginning = import_module("saima.people.actions.beginning")
    scope = import_module("saima.people.scope")
    units = import_module("saima.people.actions.units")
    newcomers = {
        kind: beginning.Newcomer(*getattr(options, kind.value)) for kind in KINDS
    }
    say = translator(language_of(None))
    try:
        with scope.of_everything():
            group = units.NewUnit(options.code, options.name)
            first = beginning.begin_another(group, newcomers)
    except Refused as no:
        told = f"{no.text.say(say)}; {no.next_step.say(say)}"
        print(f"saima group: {told}", file=sys.stderr)
        outcome.append(2)
        return
    for kind, one in newcomers.items():
        print(POST_WORDS[kind].say(say), one.username, first[one.username], sep="\t")
    outcome.append(0)
