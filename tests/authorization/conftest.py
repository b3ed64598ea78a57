"""Two groups for every test here, with passwords that cost nothing to keep."""

from typing import Any

import pytest
from tests.authorization import world as worlds
from tests.authorization.world import World


@pytest.fixture(autouse=True)
def plain(settings: Any) -> None:
    """Static files by their own names, and a quick digest of passwords."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db: None) -> World:
    """The two groups."""
    return worlds.build()
