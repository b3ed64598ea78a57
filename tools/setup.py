"""Set up what `make` needs, once, and say in one line what is wrong.

Everything below `set_up` may use the Python that Saima needs; this file must start on
an old one, to be able to say that it is old.
"""

import importlib
import shutil
import subprocess
import sys

NEEDED = (3, 11)
TOO_OLD = (
    "Saima needs Python {needed} or newer, and {executable} is {version}: "
    "install a newer one, or name one, for example: make {goal} PY={other}"
)
NO_VENV = (
    "This Python ({executable}) comes without its venv module: install it "
    "(Debian, Ubuntu: apt-get install python3-venv), then run the same command again."
)


def main() -> int:
    """Check the Python that runs this, then hand over."""
    goal = sys.argv[1] if len(sys.argv) > 1 else "demo"
    problem = old_python(goal) or no_venv()
    if problem:
        sys.stderr.write(problem + "\n")
        return 1
    return int(importlib.import_module("set_up.goals").reach(goal))


def old_python(goal: str) -> str:
    """What to say when this Python is too old, else nothing."""
    if sys.version_info >= NEEDED:
        return ""
    return TOO_OLD.format(
        needed=".".join(map(str, NEEDED)),
        executable=sys.executable,
        version=sys.version.split()[0],
        goal=goal,
        other=newer_python(),
    )


def newer_python() -> str:
    """A newer Python on the PATH that starts, or an example of one."""
    for minor in range(14, NEEDED[1] - 1, -1):
        name = f"python3.{minor}"
        if shutil.which(name) and not subprocess.call(
            [name, "-c", ""], stderr=subprocess.DEVNULL
        ):
            return name
    return "/path/to/python3.11"


def no_venv() -> str:
    """What to say when environments cannot be made, else nothing."""
    try:
        importlib.import_module("venv")
        # Debian splits it off, and venv alone makes an environment without pip.
        importlib.import_module("ensurepip.__main__")
    except ImportError:
        return NO_VENV.format(executable=sys.executable)
    return ""


if __name__ == "__main__":
    sys.exit(main())
