"""Pages of the journal, with static files by their own names."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def plain(settings: Any) -> None:
    """Static files by their own names."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
