"""Python environments that hold exactly what a lock file lists."""

import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from set_up import stamps
from set_up.places import CORE_VENV, LOCKS, NODE_VENV, PACKAGE, ROOT, VENV
from set_up.running import Command, run

REGISTRY = (
    "the Python package registry cannot be reached: check the network, the proxy "
    "(HTTPS_PROXY) or the mirror (PIP_INDEX_URL)"
)
# A stamp of another interpreter, machine or folder says nothing about this one.
HERE = f"{sys.version_info[:2]} {platform.machine()} {ROOT}"


def python(venv: Path) -> Path:
    """The environment's interpreter."""
    return venv / "bin" / "python"


def packages_ready(lock: str) -> bool:
    """Whether .venv has at least what the lock lists; `dev` has all of `run` too."""
    enough = ("dev",) if lock == "dev" else ("run", "dev")
    return any(_holds(VENV, one) for one in enough)


def make_packages(lock: str) -> None:
    """Make .venv, or add to it what the tests need beside what runs."""
    if lock == "dev" and _holds(VENV, "run") and not _stamp(VENV, "dev").exists():
        _install(VENV, "dev")
    else:
        _remake(VENV, lock)


def core_ready() -> bool:
    """Whether .venv-core is as locked."""
    return _holds(CORE_VENV, "core")


def make_core() -> None:
    """Make the environment that has nothing but pytest and hypothesis."""
    _remake(CORE_VENV, "core")


def node_ready() -> bool:
    """Whether .node is as locked."""
    return _holds(NODE_VENV, "node")


def make_node() -> None:
    """Make the environment that has Node and npm."""
    _remake(NODE_VENV, "node")


def itself_ready() -> bool:
    """Whether Saima itself is installed, as pyproject.toml describes it now."""
    return stamps.holds(_stamp(VENV, "itself"), _itself_key())


def make_itself() -> None:
    """Install Saima itself, so that what is edited is what runs."""
    stamps.remove(_stamp(VENV, "itself"))
    as_it_is = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", "."]
    run("Saima itself", [*_pip(VENV), *as_it_is])
    stamps.write(_stamp(VENV, "itself"), _itself_key(), _installed(VENV))


def _itself_key() -> str:
    return stamps.key(ROOT / "pyproject.toml", PACKAGE / "__init__.py", HERE)


def _remake(venv: Path, lock: str) -> None:
    """Begin anew: what is left of an older or broken environment is not trusted."""
    _remove(venv)
    run(f"The environment {venv.name}", [sys.executable, "-m", "venv", venv])
    _install(venv, lock)


def _remove(venv: Path) -> None:
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        # The interpreter first: should the rest fail, nobody takes it for whole.
        python(venv).unlink(missing_ok=True)
        shutil.rmtree(venv)


def _install(venv: Path, lock: str) -> None:
    """Install the lock's packages: wheels only, each with the hash that was locked."""
    for stamp in venv.glob("saima-*.stamp"):
        stamps.remove(stamp)
    hashed: Command = ["--require-hashes", "--only-binary", ":all:", "--no-deps"]
    listed: Command = ["-r", LOCKS / f"{lock}.txt"]
    run("Python packages", [*_pip(venv), *hashed, *listed], registry=REGISTRY)
    stamps.write(_stamp(venv, lock), _key(lock), [python(venv), *_installed(venv)])


def _pip(venv: Path) -> Command:
    return [
        *(python(venv), "-m", "pip", "install"),
        *("--no-input", "--progress-bar", "off"),
    ]


def _holds(venv: Path, lock: str) -> bool:
    return stamps.holds(_stamp(venv, lock), _key(lock))


def _stamp(venv: Path, name: str) -> Path:
    return venv / f"saima-{name}.stamp"


def _key(lock: str) -> str:
    return stamps.key(LOCKS / f"{lock}.txt", HERE)


def _installed(venv: Path) -> Iterator[Path]:
    """One path for each installed package."""
    return venv.glob("lib/python*/site-packages/*.dist-info")
