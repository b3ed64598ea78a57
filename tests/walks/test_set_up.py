"""What the set-up says: one line for everything that can be wrong."""

import errno
import importlib
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
browser = importlib.import_module("set_up.browser")
environments = importlib.import_module("set_up.environments")
stamps = importlib.import_module("set_up.stamps")
trouble = importlib.import_module("set_up.trouble")

SAID = {
    "No space left": "ERROR: Could not install packages due to an OSError: [Errno 28] "
    "No space left on device",
    "No space left: ": "npm error code ENOSPC",
    "No permission to write /srv/saima/.venv": "Error: [Errno 13] Permission denied: "
    "'/srv/saima/.venv'",
    "No permission to write /srv/saima/node_modules": "npm error code EACCES\nnpm error "
    "Error: EACCES: permission denied, mkdir '/srv/saima/node_modules'",
    "is not the one that was locked": "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES "
    "FROM THE REQUIREMENTS FILE.",
    "registry cannot be reached": "WARNING: Retrying … NewConnectionError(… [Errno 111] "
    "Connection refused)\nERROR: No matching distribution found for django==5.2.19",
    "check the network": "npm error code ENOTFOUND",
    "the registry has no django==5.2.19": "ERROR: No matching distribution found for "
    "django==5.2.19",
    "ERROR: something new": "hello\nERROR: something new\nbye",
    "it said nothing": "",
}


@pytest.mark.parametrize(("line", "output"), SAID.items(), ids=SAID)
def test_a_tools_failure_becomes_one_line(line: str, output: str) -> None:
    """The cause that counts, not the last thing that was printed."""
    told = str(trouble.of_output("Step", output, registry=environments.REGISTRY))
    assert line in told
    assert 1 == len(told.splitlines())


@pytest.mark.parametrize(
    ("number", "line"),
    [(errno.ENOSPC, "No space left"), (errno.EACCES, "/here"), (errno.EIO, "/here")],
)
def test_the_systems_refusal_becomes_one_line(number: int, line: str) -> None:
    """Also when it is the set-up itself that is refused."""
    assert line in str(trouble.of_error(OSError(number, "no", "/here")))


def test_a_stamp_holds_for_its_key_and_while_all_is_there(tmp_path: Path) -> None:
    """What is half done is never taken for done."""
    stamp, made = tmp_path / "one.stamp", tmp_path / "made"
    assert not stamps.holds(stamp, "key")
    made.touch()
    stamps.write(stamp, "key", [made])
    assert stamps.holds(stamp, "key")
    assert not stamps.holds(stamp, "other")
    made.unlink()
    assert not stamps.holds(stamp, "key")


def test_a_torn_stamp_does_not_hold(tmp_path: Path) -> None:
    stamp = tmp_path / "one.stamp"
    stamp.write_text('{"key": "k')
    assert not stamps.holds(stamp, "k")


def test_a_key_changes_with_every_input(tmp_path: Path) -> None:
    """Content, absence and order; and no two lists run into one another."""
    file = tmp_path / "file"
    absent = stamps.key(file)
    file.write_text("ab")
    keys = [absent, stamps.key(file), stamps.key("a", "b"), stamps.key("ab", "")]
    assert len(keys) == len(set(keys))
