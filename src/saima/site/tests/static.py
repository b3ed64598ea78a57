"""Static files are listed once for a run of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from whitenoise.base import WhiteNoise


@pytest.fixture(scope="session", autouse=True)
def listed_once() -> Iterator[None]:
    """Every client of a test would look through the whole folder anew."""
    known: dict[tuple[str, ...], dict[str, Any]] = {}
    listed = WhiteNoise.update_files_dictionary

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        # How long a file may be kept depends on how the storage names it.
        key = root, prefix, settings.STORAGES["staticfiles"]["BACKEND"]
        if key not in known:
            listed(self, root, prefix)
            known[key] = dict(self.files)
        self.files.update(known[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", once)
        yield
