"""The command `saima`: a table of sub-commands, of which only the called is loaded."""

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from types import ModuleType

# name: (module, help). The module has `add_arguments(parser)` and `run(options)`,
# which returns the exit code.
COMMANDS = {
    "backup": ("saima.site.cli.backup", "keep the whole database in one file"),
    "demo": ("saima.site.cli.demo", "serve the samples, with a cast by post"),
    "group": ("saima.site.cli.group", "begin one more group beside those there"),
    "migrate": ("saima.site.cli.migrate", "make or renew the tables of the database"),
    "race": ("saima.site.cli.race", "rank the month of a folder, and explain it"),
    "read": ("saima.site.cli.read", "read papers: their numbers and tasks as JSON"),
    "rescue": ("saima.site.cli.rescue", "give an account a new first password"),
    "restore": ("saima.site.cli.restore", "bring a backup back, and prove it"),
    "serve": ("saima.site.cli.serve", "serve the pages on this machine"),
    "verify": ("saima.site.cli.verify", "whether the record is as it was written"),
    "version": ("saima.site.cli.version", "print the version"),
    "work": ("saima.site.cli.work", "do what events set off, beside the server"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may know no Chinese
    given = sys.argv[1:] if arguments is None else list(arguments)
    parser, command = _parser(given[0] if given else "")
    options = parser.parse_args(given)
    if command is None:
        parser.print_help()
        return 2
    return _run(command, options)


def _parser(chosen: str) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    """The parser with every name, and the chosen command's module if there is one."""
    parser = argparse.ArgumentParser(
        prog="saima",
        description="Saima 赛马: a group company's year as an honest race.",
    )
    choices = parser.add_subparsers(metavar="COMMAND")
    command = None
    for name, (module, summary) in COMMANDS.items():
        own = choices.add_parser(name, help=summary, description=summary)
        if name == chosen:
            command = importlib.import_module(module)
            command.add_arguments(own)
    return parser, command


def _run(command: ModuleType, options: argparse.Namespace) -> int:
    """Run it; being stopped, or a reader that went away, is not a fault."""
    # Told to end, it ends as after Ctrl-C: what was started is stopped in good order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = int(command.run(options))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code
