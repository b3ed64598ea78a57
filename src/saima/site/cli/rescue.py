"""`saima rescue`: a new first password for an account, when nobody can give one."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from importlib import import_module

from saima.core.refusal import Refused
from saima.site.cli.language import language_of, translator
from saima.site.cli.owner import as_owner


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose account it is."""
    parser.add_argument("username", help="the name of the account")


def run(options: argparse.Namespace) -> int:
    """Print a one-time password, as the owner of the tables; 2 for no such account."""
    outcome: list[int] = []
    failed = as_owner("rescue", partial(_rescued, options.username, outcome))
    return failed or outcome[0]


def _rescued(username: str, outcome: list[int]) -> None:
    # What knows models can be imported only now that Django is set up.
    rescue = import_module("saima.people.actions.handovers").rescue
    try:
        first = rescue(username)
    except Refused as no:
        say = translator(language_of(None))
        told = f"{no.text.say(say)}; {no.next_step.say(say)}"
        print(f"saima rescue: {told}", file=sys.stderr)
        outcome.append(2)
    else:
        print(first)
        outcome.append(0)
