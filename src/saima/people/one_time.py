"""Passwords and codes that are read from paper, and used once."""

from __future__ import annotations

import secrets

# Without signs that are mistaken for each other when read from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
ONE_TIME_LENGTH = 14


def one_time_password() -> str:
    """A first password, to be changed when it is used."""
    signs = [secrets.choice(ALPHABET) for _ in range(ONE_TIME_LENGTH)]
    return "-".join("".join(signs[i : i + 5]) for i in range(0, ONE_TIME_LENGTH, 5))
