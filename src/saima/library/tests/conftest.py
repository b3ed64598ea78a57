"""A group at work with a library, in the scope of everything; pages set their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from saima.library import reader
from saima.library.tests.made import Library
from saima.people import scope
from saima.submissions.tests.made import cast


@pytest.fixture
def library(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """The small group company of the submissions, with an empty library."""
    with scope.of_everything():
        made = Library(cast())
        monkeypatch.setattr(reader, "read", made.read)
        yield made


@pytest.fixture
def client_of(library: Library, settings: Any) -> Callable[[str], Client]:
    """Browsers of those who hold posts."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(library.cast.accounts[name])
        return client

    return signed_in
