"""The real server, a browser that runs as here, and a guard on what pages ask for."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import BrowserContext, ConsoleMessage, Route

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The browser reports a refusal as an event; on the console everybody hears it.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `policy violation: ${event.effectiveDirective} ${event.blockedURI || "inline"}`))
"""


@functools.cache
def no_browser() -> str:
    """Why no page can be opened here; nothing when it can."""
    if not CHROMIUM:
        return "Chromium is not installed (Debian: apt-get install chromium)"
    node, _ = compute_driver_executable()
    driver = subprocess.run([node, "--version"], capture_output=True, text=True)
    return f"Playwright does not run: {driver.stderr}" if driver.returncode else ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a page; where none can be opened it is skipped, but not in CI."""
    for item in items:
        if {"page", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            if not os.environ.get("CI") and no_browser():
                item.add_marker(pytest.mark.skip(reason=no_browser()))


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """Debian's Chromium; it refuses its sandbox to root only."""
    if no_browser():
        pytest.fail(no_browser())
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    ours = {"executable_path": CHROMIUM, "args": [*QUIET, *sandbox]}
    return {**browser_type_launch_args, **ours}


@pytest.fixture(scope="session")
def site_url(
    tmp_path_factory: pytest.TempPathFactory, served_database: str
) -> Iterator[str]:
    """The address of the real server, on the hashed build that `make` has made."""
    complaints = tmp_path_factory.mktemp("server") / "stderr"
    serve = [sys.executable, "-m", "saima", "serve", "--port", "0"]
    with (
        complaints.open("w") as stderr,
        subprocess.Popen(
            serve,
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": served_database},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as server,
    ):
        assert server.stdout
        said = server.stdout.readline()
        if "http://" not in said:
            pytest.fail(f"the server did not start: {complaints.read_text()}")
        yield said.split()[3].rstrip("/")
        server.terminate()


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], site_url: str
) -> dict[str, Any]:
    """Addresses are relative to the site; the reader's language is Chinese."""
    return {**browser_context_args, "base_url": site_url, "locale": "zh-CN"}


@pytest.fixture
def faults() -> list[str]:
    """What the pages of this test have done wrong."""
    return []


@pytest.fixture
def context(
    context: BrowserContext, site_url: str, faults: list[str]
) -> Iterator[BrowserContext]:
    """A browser that stays on the site, and fails the test when a page complains."""

    def stay(route: Route) -> None:
        if route.request.url.startswith(f"{site_url}/"):
            route.continue_()
        else:
            faults.append(f"asked for {route.request.url}")
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    context.route("**/*", stay)
    context.on("console", hear)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.add_init_script(TELL_VIOLATIONS)
    yield context
    assert [] == faults
