"""Behind a proxy: who is believed about whom, and how much is taken in."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import waitress
from django.core.exceptions import ImproperlyConfigured

from saima.site import proxy

HERE = "127.0.0.1"
FORWARDED = {"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "https"}
MB = 1024 * 1024


def told(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
    """A page that says who asks, and how."""
    start("200 OK", [("Content-Type", "text/plain")])
    kept = sorted(name for name in environ if "FORWARDED" in name)
    said = [environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], *kept]
    return [" ".join(said).encode()]


@contextmanager
def serving(believed: str) -> Iterator[int]:
    """Our server with that page; its port."""
    listener = socket.create_server((HERE, 0))
    server = waitress.create_server(
        told, sockets=[listener], **proxy.believing(believed)
    )

    def run() -> None:
        with suppress(OSError):  # it is closed while it waits
            server.run()

    threading.Thread(target=run, daemon=True).start()
    yield listener.getsockname()[1]
    server.close()


def asked(port: int, headers: dict[str, str]) -> str:
    """What the page says to these headers."""
    connection = http.client.HTTPConnection(HERE, port, timeout=10)
    connection.request("GET", "/", headers=headers)
    said = connection.getresponse().read().decode()
    connection.close()
    return said


def test_nobody_is_believed_unless_told_so() -> None:
    with serving("") as port:
        assert f"{HERE} http" == asked(port, FORWARDED)
        assert f"{HERE} http" == asked(port, {"Forwarded": "for=10.9.8.7;proto=https"})
    with serving("192.0.2.1") as port:  # another proxy than whoever asks
        assert f"{HERE} http" == asked(port, FORWARDED)


def test_the_proxy_is_believed_about_address_and_tls_alone() -> None:
    with serving(HERE) as port:
        assert asked(port, FORWARDED).startswith("10.9.8.7 https")
        # What the browser itself has claimed stands before what the proxy adds.
        two = FORWARDED | {"X-Forwarded-For": "1.2.3.4, 10.9.8.7"}
        assert asked(port, two).startswith("10.9.8.7 https")
        said = asked(port, FORWARDED | {"X-Forwarded-Host": "evil.example"})
        assert "HTTP_X_FORWARDED_HOST" not in said
        assert f"{HERE} http" == asked(port, {})


@pytest.mark.parametrize(
    "given", ["*", "localhost", "127.0.0.1, 10.0.0.1", "10.0.0.0/8"]
)
def test_a_proxy_is_one_address(given: str) -> None:
    assert HERE == proxy.trusted_proxy({"SAIMA_TRUSTED_PROXY": HERE})
    assert "" == proxy.trusted_proxy({})
    with pytest.raises(ImproperlyConfigured):
        proxy.trusted_proxy({"SAIMA_TRUSTED_PROXY": given})


def test_hosts_are_named_in_full() -> None:
    named = proxy.hosts({"SAIMA_HOSTS": "saima.example, saima"})
    assert [*proxy.LOOPBACK, "saima.example", "saima"] == named
    assert proxy.LOOPBACK == proxy.hosts({})
    with pytest.raises(ImproperlyConfigured):
        proxy.hosts({"SAIMA_HOSTS": "*"})


# --- The whole server --------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nobody is named yet."""
    folder = tmp_path_factory.mktemp("proxy")
    migrate = [sys.executable, "-m", "saima", "migrate", "--quiet"]
    subprocess.run(migrate, env=os.environ | {"SAIMA_DATA": str(folder)}, check=True)
    return folder


@contextmanager
def saima(data: Path, **variables: str) -> Iterator[int]:
    """`saima serve` on that database; its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "saima", "serve", "--port", "0"],
        env=os.environ | {"SAIMA_DATA": str(data)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout
        try:
            said = next(line for line in server.stdout if "http://" in line)
            yield int(said.split(":")[2].split("/")[0])
        finally:
            server.terminate()


def answer(port: int, method: str, **headers: str) -> http.client.HTTPResponse:
    """What the page of setting up answers."""
    connection = http.client.HTTPConnection(HERE, port, timeout=10)
    connection.putrequest(method, "/set-up/", skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    return connection.getresponse()


def cookies(response: http.client.HTTPResponse) -> str:
    """The cookies that it sets."""
    return " ".join(response.headers.get_all("Set-Cookie") or [])


def test_cookies_need_tls_behind_a_proxy_and_only_there(data: Path) -> None:
    with saima(data) as port:
        response = answer(port, "GET", Host="saima.example")
        assert 400 == response.status  # a name that nobody gave us
        response = answer(port, "GET")
        assert 200 == response.status
        assert "csrftoken" in cookies(response)
        assert "Secure" not in cookies(response)
    behind = {"SAIMA_TRUSTED_PROXY": HERE, "SAIMA_HOSTS": "saima.example"}
    with saima(data, **behind) as port:
        asked = {"Host": "saima.example", "X_Forwarded_Proto": "https"}
        response = answer(port, "GET", **asked)
        assert 200 == response.status
        assert "Secure" in cookies(response)
        assert response.headers["Strict-Transport-Security"] is None  # the proxy's


def test_more_than_the_largest_upload_is_not_even_read(data: Path) -> None:
    with saima(data) as port:
        response = answer(port, "POST", Content_Length=str(22 * MB))
        assert 413 == response.status
        connection = http.client.HTTPConnection(HERE, port, timeout=60)
        connection.request("POST", "/set-up/", body=b"x" * 20 * MB)  # the control
        assert 413 != connection.getresponse().status


def test_a_proxy_that_is_no_address_is_said_in_one_line(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "saima", "serve", "--port", "0"],
        env=os.environ | {"SAIMA_DATA": str(data), "SAIMA_TRUSTED_PROXY": "*"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (1, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert "SAIMA_TRUSTED_PROXY" in done.stderr
