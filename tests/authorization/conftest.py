"""Two groups for every test here, with passwords that cost nothing to keep."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from tests.authorization import world as worlds
from tests.authorization.world import World

QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


@pytest.fixture(autouse=True)
def plain(settings: Any) -> None:
    """Static files by their own names, and a quick digest of passwords."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.PASSWORD_HASHERS = QUICK["PASSWORD_HASHERS"]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The groups are built once for a module; what a test changes is undone after it.

    A test that needs the rows to be there for others builds its own, in a module where
    nobody asks for these.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**QUICK):
            built = worlds.build()
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    """The two groups, with no trace of what another test has done to them."""
    return deepcopy(built)
