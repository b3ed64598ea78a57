"""The samples, every month: arrays and core say the same of every entrant."""

from pathlib import Path

import pytest

from saima.core.periods import Month
from saima.facts.tests.agreeing import by_arrays, by_core
from saima.reading.folders import read_folder

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/scheme.yaml"))


@pytest.mark.parametrize("name", FOLDERS)
def test_arrays_rank_a_sample_as_the_core_does(name: str) -> None:
    race = read_folder(EXAMPLES / name).race
    assert race is not None
    for number in range(1, 13):
        month = Month(race.year, number)
        core = by_core(race, month)
        assert core
        assert core == by_arrays(race, month)
