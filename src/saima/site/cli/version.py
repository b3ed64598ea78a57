"""`saima version`: which Saima this is."""

import argparse

import saima


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Print the version."""
    print(f"saima {saima.__version__}")
    return 0
