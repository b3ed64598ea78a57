"""`saima demo`, started again and again: what it loads, prints and refuses."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


class Demo:
    """A demo with a database and a folder of samples of its own."""

    def __init__(self, folder: Path) -> None:
        self.data, self.races = folder / "data", folder / "races"
        self.complaints = folder / "stderr"
        self.accounts = self.data / "demo-accounts.txt"
        self.races.mkdir()

    def add(self, sample: str) -> Path:
        """Put a sample into the folder."""
        copy = self.races / sample
        shutil.copytree(EXAMPLES / sample, copy)
        return copy

    def start(self) -> tuple[int, str, str]:
        """Start, stop as soon as it serves; its code and what it said."""
        named = {"SAIMA_DATA": str(self.data), "SAIMA_RACES": str(self.races)}
        said: list[str] = []
        with (
            self.complaints.open("w") as stderr,
            subprocess.Popen(
                [sys.executable, "-m", "saima", "demo", "--port", "0"],
                env=os.environ | named,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            ) as server,
        ):
            assert server.stdout
            for line in server.stdout:
                said.append(line)
                if "http://" in line:
                    server.terminate()
                    break
        return server.returncode, "".join(said), self.complaints.read_text("utf-8")


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    """Nothing is loaded yet."""
    return Demo(tmp_path)


def test_each_folder_is_loaded_once_and_the_accounts_stay(demo: Demo) -> None:
    demo.add("airport-2024")
    _, first, _ = demo.start()
    assert "规划考核岗·机场主体及配套项目（示例）" in first
    assert 0o600 == demo.accounts.stat().st_mode & 0o777
    kept = demo.accounts.read_text("utf-8")
    assert 9 == len(kept.splitlines())
    bad = demo.add("xiangjiang-2022")
    (bad / "units.csv").write_text("编码,名称\n", "utf-8")
    _, again, complaints = demo.start()
    assert first.splitlines()[:-1] == again.splitlines()[:-1]
    assert "xiangjiang-2022" in complaints
    assert kept == demo.accounts.read_text("utf-8")
    shutil.copy(EXAMPLES / "xiangjiang-2022" / "units.csv", bad)
    _, third, complaints = demo.start()
    assert "xiangjiang-planner" in third
    assert "" == complaints
    assert demo.accounts.read_text("utf-8").startswith(kept)


def test_a_database_that_is_new_has_accounts_of_its_own_alone(demo: Demo) -> None:
    """What an earlier database was opened with opens nothing any more."""
    demo.add("airport-2024")
    demo.data.mkdir()
    demo.accounts.write_text("old\tpassword\t规划考核岗·旧\n", "utf-8")
    _, said, _ = demo.start()
    kept = demo.accounts.read_text("utf-8")
    assert 9 == len(kept.splitlines())
    assert "All 9 accounts" in said
    assert "old" not in kept
    assert 0o600 == demo.accounts.stat().st_mode & 0o777
    demo.start()  # the control: the database is no longer new
    assert kept == demo.accounts.read_text("utf-8")


def test_an_organization_of_ones_own_is_left_alone(demo: Demo) -> None:
    demo.add("airport-2024")
    demo.start()
    demo.accounts.unlink()
    code, said, complaints = demo.start()
    assert (1, "") == (code, said)
    assert "saima serve" in complaints
