"""Where things are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "saima"
LOCALE = PACKAGE / "locale"
LOCKS = ROOT / "requirements"

VENV = ROOT / ".venv"
CORE_VENV = ROOT / ".venv-core"
NODE_VENV = ROOT / ".node"

VAR = Path(os.environ.get("SAIMA_VAR") or ROOT / "var").absolute()
VENDOR = VAR / "vendor"
STATIC = VAR / "static"
STAMPS = VAR / "set-up"
LOG = VAR / "log" / "setup.log"


def short(path: Path) -> str:
    """The path as a person in the checkout would write it."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
