"""The command `saima`, as a person calls it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import saima


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Call it and wait."""
    return subprocess.run(
        [sys.executable, "-m", "saima", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | variables,
        timeout=60,
    )


def assert_one_line(done: subprocess.CompletedProcess[str], *told: str) -> None:
    """It failed, with one line that tells these things."""
    assert 1 == done.returncode
    assert "" == done.stdout
    assert 1 == len(done.stderr.splitlines())
    assert [] == [one for one in told if one not in done.stderr]


def test_it_knows_its_version() -> None:
    done = run("version")
    assert (0, f"saima {saima.__version__}\n") == (done.returncode, done.stdout)


def test_without_a_command_it_lists_them() -> None:
    done = run()
    assert 2 == done.returncode
    assert "serve" in done.stdout


def test_a_command_loads_nothing_of_the_others() -> None:
    """What the month costs at the command line must not include the web."""
    look = (
        "import sys; from saima.site.cli import main; main(['version']); "
        "sys.exit(any(name in sys.modules for name in ('django', 'waitress')))"
    )
    assert 0 == subprocess.run([sys.executable, "-c", look], timeout=60).returncode


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert_one_line(run("serve", "--port", str(port)), str(port), "taken", "PORT=")


def test_a_port_that_is_none_is_said_in_one_line() -> None:
    assert_one_line(run("serve", "--port", "eighty"), "eighty", "number")
    assert_one_line(run("serve", "--port", "70000"), "70000", "number")


def test_a_build_that_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    done = run("serve", "--port", "0", SAIMA_VAR=str(tmp_path))
    assert_one_line(done, "make demo")


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    run("serve", "--port", "0", SAIMA_VAR=str(tmp_path))
    key = tmp_path / "secret-key"
    first = key.read_text()
    run("serve", "--port", "0", SAIMA_VAR=str(tmp_path))
    assert first == key.read_text()
    assert len(first) >= 50
    assert 0o600 == key.stat().st_mode & 0o777
    assert [key] == [path for path in tmp_path.iterdir() if path.is_file()]
