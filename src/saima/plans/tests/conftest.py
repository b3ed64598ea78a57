"""A planning office, in the scope of everything; pages set their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from saima.people import scope
from saima.plans.tests.made import Office, office


@pytest.fixture
def planning(db: None) -> Iterator[Office]:
    """The small group company."""
    with scope.of_everything():
        yield office()


@pytest.fixture
def client_of(planning: Office, settings: Any) -> Any:
    """Browsers of those who hold posts."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(planning.accounts[name])
        return client

    return signed_in
