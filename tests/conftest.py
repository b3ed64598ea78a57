"""The real server, a browser that runs as here, and a guard on what pages ask for."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Route

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


@dataclass(frozen=True)
class Demo:
    """The server of the demo: its address, and the passwords of its accounts."""

    url: str
    passwords: Mapping[str, str]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The real server with the samples, on the hashed build that `make` has made."""
    folder = tmp_path_factory.mktemp("demo")
    complaints, data = folder / "stderr", folder / "data"
    serve = [sys.executable, "-m", "saima", "demo", "--port", "0"]
    with (
        complaints.open("w") as stderr,
        subprocess.Popen(
            serve,
            cwd=ROOT,
            env=os.environ | {"SAIMA_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as server,
    ):
        assert server.stdout
        said = next((line for line in server.stdout if "http://" in line), "")
        if not said:
            pytest.fail(f"the server did not start: {complaints.read_text()}")
        kept = (data / "demo-accounts.txt").read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in kept]
        yield Demo(said.split()[3].rstrip("/"), {row[0]: row[1] for row in rows})
        server.terminate()


@pytest.fixture(scope="session")
def site_url(demo: Demo) -> str:
    """The address of the server."""
    return demo.url


@pytest.fixture(scope="session")
def signed_in(browser: Browser, demo: Demo) -> Callable[[str], Any]:
    """What a browser keeps of whoever has signed in with an account of the demo."""

    @functools.cache
    def state(username: str) -> Any:
        context = browser.new_context(base_url=demo.url, locale="zh-CN")
        page = context.new_page()
        page.goto("/sign-in/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(demo.passwords[username])
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        kept = context.storage_state()
        context.close()
        return kept

    return state


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any],
    site_url: str,
    signed_in: Callable[[str], Any],
) -> dict[str, Any]:
    """Addresses are relative to the site; a planner has signed in, and reads Chinese."""
    ours = {"base_url": site_url, "locale": "zh-CN"}
    return {**browser_context_args, **ours, "storage_state": signed_in("planner")}


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


@pytest.fixture
def act_as(
    context: BrowserContext, signed_in: Callable[[str], Any]
) -> Callable[[str], None]:
    """Go on in the browser as another account of the demo."""

    def swap(username: str) -> None:
        state = signed_in(username)
        context.clear_cookies()
        context.add_cookies(state["cookies"])

    return swap
