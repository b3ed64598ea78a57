"""Make the lock files anew: versions and hashes of every package, and no address.

Arguments go to uv: `make lock ARGS=--upgrade` takes the newest versions that the .in
files allow; without it only what must change does.
"""

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
# In this order: each one after the lock that it is held to.
NAMES = ("run", "ocr", "dev", "core", "node", "bench")
SHAPE = ["--universal", "--generate-hashes", "--only-binary", ":all:", "--no-header"]


def main(arguments: list[str]) -> int:
    """Lock the Python packages, then the browser libraries."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            uv = shutil.which("uv") or throw_away_uv(Path(folder))
            for name in NAMES:
                lock_python(uv, name, arguments)
        lock_browser()
    except subprocess.CalledProcessError as problem:
        print(f"make lock: {problem.cmd[0]} failed; see above.", file=sys.stderr)
        return 1
    except FileNotFoundError as missing:
        print(f"make lock: {missing.filename} is not installed.", file=sys.stderr)
        return 1
    return 0


def throw_away_uv(folder: Path) -> str:
    """uv, for as long as the folder is there."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", "uv"], check=True)
    return str(folder / "bin" / "uv")


def lock_python(uv: str, name: str, arguments: list[str]) -> None:
    """One .txt from its .in, the same for every machine."""
    print(f"requirements/{name}.txt", flush=True)
    compile_ = [uv, "pip", "compile", "-q", *SHAPE, "--python-version", "3.11"]
    files = [f"{name}.in", "-o", f"{name}.txt"]
    subprocess.run([*compile_, *arguments, *files], cwd=LOCKS, check=True)


def lock_browser() -> None:
    """package-lock.json; the exact versions stand in package.json."""
    print("package-lock.json", flush=True)
    only_lock = ["npm", "install", "--package-lock-only", "--silent"]
    subprocess.run(only_lock, cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
