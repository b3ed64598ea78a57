"""The build that is served: hashed, compressed, ours alone, under a strict policy."""

import gzip
import json
import re
from http.client import HTTPMessage
from urllib.error import HTTPError
from urllib.request import Request, build_opener

import pytest
from django.conf import settings
from playwright.sync_api import Page

LIBRARIES = (
    "vendor/tabler.min.css",
    "vendor/tabler.min.js",
    "vendor/tabler-theme.min.js",
    "vendor/alpine.min.js",
    "vendor/echarts.min.js",
    "django_htmx/htmx-2.min.js",
)
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


def get(url: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body, whatever the status is."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with build_opener().open(Request(url, headers=named)) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def hashed(name: str) -> str:
    """The address that a file has in this build."""
    manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())
    return f"/static/{manifest['paths'][name]}"


@pytest.mark.parametrize("name", [*LIBRARIES, "saima/favicon.svg"])
def test_a_static_file_is_hashed_compressed_and_kept_for_good(
    site_url: str, name: str
) -> None:
    """A browser fetches it once for as long as it is the same."""
    status, headers, body = get(site_url + hashed(name), accept_encoding="gzip")
    assert 200 == status
    assert HASHED.search(hashed(name))
    assert "immutable" in headers["Cache-Control"]
    if headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    assert body
    assert b"sourceMappingURL" not in body


def test_the_large_files_are_compressed(site_url: str) -> None:
    """The chart library crosses the network in a third of its size."""
    _, headers, body = get(
        site_url + hashed("vendor/echarts.min.js"), accept_encoding="gzip"
    )
    assert "gzip" == headers["Content-Encoding"]
    assert len(body) < 500_000


def test_every_library_comes_with_its_license() -> None:
    """Nothing of others is served without their terms."""
    licenses = {path.name for path in (settings.VAR / "vendor/licenses").iterdir()}
    assert {"tabler-core.txt", "alpinejs-csp.txt", "echarts.txt"} <= licenses


@pytest.mark.parametrize("path", ["/", "/nothing-here", "/static/nothing.js"])
def test_every_answer_carries_the_policy(site_url: str, path: str) -> None:
    """Also a refusal, and a file that is not there."""
    _, headers, _ = get(site_url + path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "same-origin" == headers["Referrer-Policy"]
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "DENY" == headers["X-Frame-Options"]


def test_a_page_names_hashed_files_only(site_url: str) -> None:
    """No page may point to a file whose content could change under its name."""
    status, _, body = get(f"{site_url}/")
    named = re.findall(r"/static/[^\"'\s>]+", body.decode())
    assert 200 == status
    assert named
    assert [] == [name for name in named if not HASHED.search(name)]


def test_another_hosts_name_is_refused(site_url: str) -> None:
    """A page of somebody else cannot reach the site under its own name."""
    status, _, _ = get(f"{site_url}/", host="saima.example")
    assert 400 == status


def test_the_first_page_opens_without_complaint(page: Page) -> None:
    """Nothing from outside, no error, no violation: the guard looks."""
    page.goto("/", wait_until="networkidle")
    assert page.locator("h1").count()


SLIPS = {
    "asked for http://saima.example/": "location.assign('http://saima.example/')",
    "console: oh": "console.error('oh')",
    "script: ": "setTimeout(() => { throw new Error('oh') })",
    "policy violation: script-src": "document.body.append(Object.assign("
    "document.createElement('script'), {textContent: '1'}))",
    "policy violation: style-src": "document.body.innerHTML = '<p style=\"top:0\">'",
    "policy violation: connect-src": "fetch('http://saima.example/').catch(() => 0)",
}


@pytest.mark.parametrize(("fault", "slip"), SLIPS.items(), ids=SLIPS)
def test_the_guard_sees(page: Page, faults: list[str], fault: str, slip: str) -> None:
    """Each thing that the guard is for, done on purpose."""
    page.goto("/")
    assert [] == faults
    page.evaluate(f"() => {{ {slip} }}")
    page.wait_for_timeout(200)
    assert any(fault in one for one in faults)
    faults.clear()
