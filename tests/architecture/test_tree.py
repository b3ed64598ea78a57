"""What may lie in the tree: no long file, no vague name, nothing of others."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 500
# A stranger carries home one file, and reads all of it. A third of it is lists and streaks:
# they name people, and are computed there again in code of their own.
IN_ONE_FILE = {"src/saima/races/verifier/verify_edition.py": 1725}
VAGUE = {"utils", "util", "common", "helpers", "helper", "services", "service", "misc"}
# Put together here, so that this file does not name what it looks for.
HOST = ".".join(("pypi", "org"))
HOSTS = re.compile(
    "|".join(rf"\b{name}\.(?:org|com|io|net|python)" for name in ("pypi", "npmjs"))
    + "|"
    + "|".join(rf"\b{name}\." for name in ("pythonhosted", "jsdelivr", "unpkg"))
)
FOLDERS = ("root", "work", r"home/\w+")
MACHINES = re.compile("|".join(rf"(?<![\w.])/{folder}/\w" for folder in FOLDERS))
# What is fetched at set-up and never kept: libraries, fonts, packed or mapped files.
FETCHED = re.compile(
    r"(?:^|/)(?:node_modules|vendor)/|\.min\.\w+$|\.map$|\.(?:woff2?|ttf|otf|whl|tgz)$"
)
LONGEST_LINE = 1000


def kept_files() -> list[Path]:
    """Every file that is in the repository or about to be."""
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(ask, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"this is no git checkout ({problem})", allow_module_level=True)
    names = [name for name in done.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


FILES = kept_files()


def short(path: Path) -> str:
    """The path inside the repository."""
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    """The file's text; of a file that is none, nothing."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", "replace")


def naming(pattern: re.Pattern[str]) -> list[str]:
    """The lines in the repository that match."""
    return [
        f"{short(path)}: {line.strip()[:100]}"
        for path in FILES
        for line in text_of(path).splitlines()
        if pattern.search(line)
    ]


def packed(path: Path) -> bool:
    """Whether a script or style sheet was written by a machine."""
    if path.suffix not in {".js", ".mjs", ".css"}:
        return False
    return any(len(line) > LONGEST_LINE for line in text_of(path).splitlines())


def test_the_tree_is_seen() -> None:
    assert ROOT / "pyproject.toml" in FILES
    assert not any("/.venv/" in str(path) for path in FILES)


def test_no_python_file_is_long() -> None:
    """At 500 lines a module becomes a folder."""
    python = [path for path in FILES if path.suffix == ".py"]
    lines = {short(path): text_of(path).count("\n") for path in python}
    long = [name for name, n in lines.items() if n > IN_ONE_FILE.get(name, LONGEST)]
    assert [] == long


def test_no_module_has_a_name_that_says_nothing() -> None:
    """What has no name yet has no place yet."""
    python = [path.relative_to(ROOT) for path in FILES if path.suffix == ".py"]
    vague = [path for path in python if VAGUE & {*path.parts, path.stem}]
    assert [] == vague


def test_no_registry_is_named() -> None:
    """Where packages come from is the machine's own setting."""
    assert [] == naming(HOSTS)
    assert HOSTS.search(f"https://{HOST}/simple")


def test_no_folder_of_one_machine_is_named() -> None:
    assert [] == naming(MACHINES)
    assert MACHINES.search(f"see /{FOLDERS[0]}/saima")


def test_nothing_of_others_is_kept() -> None:
    """Libraries are fetched by lock file."""
    fetched = [short(path) for path in FILES if FETCHED.search(short(path))]
    assert [] == fetched + [short(path) for path in FILES if packed(path)]
    assert FETCHED.search("src/saima/site/static/vendor/echarts.js")


def test_every_package_is_locked_with_its_hash() -> None:
    locks = {lock.stem: lock for lock in (ROOT / "requirements").glob("*.txt")}
    assert {"bench", "core", "dev", "node", "ocr", "run"} == set(locks)
    unhashed = {name: without_hash(lock.read_text()) for name, lock in locks.items()}
    assert {name: [] for name in locks} == unhashed


def test_a_package_without_hash_is_found() -> None:
    hashed = "one==1 \\\n    --hash=sha256:" + "0" * 64
    assert [] == without_hash(hashed)
    assert ["two==2", "three==3"] == without_hash(f"two==2\n{hashed}\nthree==3\n")


def without_hash(lock: str) -> list[str]:
    """The packages of a lock that name no hash; all of nothing is a fault too."""
    blocks = re.split(r"\n(?=[\w.\-]+==)", "\n" + lock)[1:]
    bare = [b for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", b)]
    return [b.split()[0] for b in bare] if blocks else ["nothing"]


def test_the_package_asks_for_what_the_lock_is_made_from() -> None:
    """pyproject.toml and the lists in requirements are the same."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {*project["dependencies"], "flit_core"} == listed("run")
    assert set(project["optional-dependencies"]["ocr"]) == listed("ocr")


def listed(name: str) -> set[str]:
    """The packages that a list names itself."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {line for line in lines if line and not line.startswith(("#", "-"))}


# Put together here, so that this file has none itself.
UNSETTLED = re.compile("^(?:" + "<" * 7 + "|" + ">" * 7 + ") ")


def test_nothing_was_left_unsettled_when_two_changes_met() -> None:
    assert UNSETTLED.match("<" * 7 + " HEAD")
    assert [] == naming(UNSETTLED)
