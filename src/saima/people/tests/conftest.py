"""A group with its administrators and clerks, each with a client of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from saima.people import scope
from saima.people.tests.made import House, house


@pytest.fixture(autouse=True)
def plain(settings: Any) -> None:
    """Static files by their own names, and a quick digest of passwords."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def staff(db: None) -> Iterator[House]:
    """The house, in the scope of everything."""
    with scope.of_everything():
        yield house()


@pytest.fixture
def browser() -> Client:
    """Somebody who has not signed in, and sees faults as pages."""
    return Client(raise_request_exception=False, headers={"accept-language": "en"})
