"""Make the group that the clerks work on: `python -m tests.faults.prepare`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saima.site.settings")
django.setup()

from tests.faults import world  # noqa: E402

if __name__ == "__main__":
    world.build()
