"""`make faults`: kill the program or the database at random moments, then look.

Clerks fill in, submit and approve without a pause. Again and again one of them, the
worker or the database's postmaster is killed with signal 9. At the end everything that
was acknowledged must be there, nothing half done, and the record sound.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLERKS = 2


@dataclass
class Clerk:
    """A child that works, and what it has acknowledged."""

    number: int
    told: list[str]
    process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start it, and listen."""
        command = [sys.executable, "-m", "tests.faults.clerk", str(self.number)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.listener = threading.Thread(target=self._listen, args=[self.process])
        self.listener.start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            if line.endswith("\n"):
                self.told.append(line.strip())

    def kill(self) -> None:
        """Kill it, and hear the last of what it said."""
        self.process.kill()
        self.process.wait()
        self.listener.join()


def main() -> int:
    """Kill so many times, then check; the exit code says whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    dice = random.Random(options.seed)
    told: list[str] = []
    clerks = [Clerk(number, told) for number in range(CLERKS)]
    worker = _worker()
    killed: Counter[str] = Counter()
    try:
        for _ in range(options.kills):
            _wait_for_work(told, clerks, dice)
            what = dice.choice(["program", "program", "worker", "postmaster"])
            killed[what] += 1
            if what == "program":
                clerk = dice.choice(clerks)
                clerk.kill()
                clerk.start()
            elif what == "worker":
                worker.kill()
                worker.wait()
                worker = _worker()
            else:
                _kill_postmaster()
    finally:
        worker.kill()
        worker.wait()
        for clerk in clerks:
            clerk.kill()
    print("killed:", dict(killed))
    check = [sys.executable, "-m", "tests.faults.check"]
    done = subprocess.run(check, cwd=ROOT, input="\n".join(told), text=True)
    return done.returncode


def _wait_for_work(told: list[str], clerks: list[Clerk], dice: random.Random) -> None:
    """Until something more was acknowledged, and then a random moment."""
    heard, until = len(told), time.monotonic() + 60
    while len(told) < heard + len(clerks):
        if time.monotonic() > until:
            raise SystemExit(
                "nothing was acknowledged for a minute: work does not go on"
            )
        time.sleep(0.005)
    time.sleep(dice.uniform(0, 0.15))


def _worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "saima", "work"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def _kill_postmaster() -> None:
    told = Path(os.environ["SAIMA_VAR"]) / "postgres" / "data" / "postmaster.pid"
    # Where there is none, or it is that of a dead one, it is just being started anew.
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(told.read_text().splitlines()[0]), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
