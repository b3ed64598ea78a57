"""The browser libraries: from the npm registry into var/vendor."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from set_up import environments, stamps
from set_up.places import NODE_VENV, ROOT, STAMPS, VAR, VENDOR, VENV
from set_up.running import Command, run

OLDEST_NODE = 18
STAMP = STAMPS / "vendor.stamp"
REGISTRY = (
    "the npm registry cannot be reached: check the network, the proxy (HTTPS_PROXY) "
    "or the mirror (npm config set registry …)"
)
# npm waits a minute before it tries again; a person should be told sooner.
PATIENCE = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]


def key() -> str:
    """What the copied files depend on."""
    names = ("package.json", "package-lock.json", ".npmrc", "tools/vendor.py")
    return stamps.key(*(ROOT / name for name in names), str(VENDOR))


def ready() -> bool:
    """Whether var/vendor is complete; then neither npm nor Node is needed."""
    return stamps.holds(STAMP, key())


def make() -> None:
    """Install by lock file, then copy the named files."""
    stamps.remove(STAMP)
    folder = _folder_of_node()
    clean = ["--ignore-scripts", "--no-audit", "--no-fund"]
    npm: Command = [folder / "npm", "ci", *clean, *PATIENCE]
    run("Browser libraries", npm, registry=REGISTRY, env=_for_npm(folder))
    copy: Command = [environments.python(VENV), ROOT / "tools" / "vendor.py", VENDOR]
    run("Browser libraries", copy)
    stamps.write(STAMP, key(), (one for one in VENDOR.rglob("*") if one.is_file()))


def _for_npm(folder: Path) -> dict[str, str]:
    """npm looks its node up on the PATH, and wants to write to the home folder."""
    path = os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])
    homeless = not os.access(os.path.expanduser("~"), os.W_OK)
    cache = {"npm_config_cache": str(VAR / "npm-cache")} if homeless else {}
    return {"PATH": path} | cache


def _folder_of_node() -> Path:
    """The folder with a usable node and npm: the machine's, or else our own."""
    found = _machines_own()
    if found:
        return found
    if not environments.node_ready():
        print(
            f"(no Node {OLDEST_NODE} here: taking one as a package) … ",
            end="",
            flush=True,
        )
        environments.make_node()
    return NODE_VENV / "bin"


def _machines_own() -> Path | None:
    """The machine's folder with npm, if it and its node are new enough and work."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node or not _answer(npm):
        return None
    version = re.match(r"v(\d+)\.", _answer(node))
    enough = version and int(version.group(1)) >= OLDEST_NODE
    return Path(npm).parent if enough else None


def _answer(program: str) -> str:
    """What the program says its version is; nothing if it does not work."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return "" if done.returncode else done.stdout.strip()
