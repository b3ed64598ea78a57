"""Pages with a grid, and a server that plays the other side instead of the real one."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.walks.grids.office import Office


@pytest.fixture(scope="session")
def the_office() -> Iterator[Office]:
    """One server for all tests here."""
    office = Office()
    yield office
    office.server.shutdown()


@pytest.fixture(scope="session")
def site_url(the_office: Office) -> str:
    """The address that pages may ask; of this server, not of the real one."""
    return the_office.url


# Made from nothing: what the real server's pages are given must not be this address.
@pytest.fixture(scope="session")
def browser_context_args(site_url: str) -> dict[str, object]:
    """Addresses are relative to this server; the reader's language is Chinese."""
    return {"base_url": site_url, "locale": "zh-CN"}


@pytest.fixture
def office(the_office: Office, context: BrowserContext) -> Office:
    """The server as on a new day, and a clipboard that may be used."""
    the_office.begin()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return the_office
