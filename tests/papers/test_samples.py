"""The sample papers: each has its labels and its line in the README, and none is taken for a race."""

import json
from pathlib import Path

import pytest

from saima.site.cli import samples

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ROOT / "examples" / "papers"
FILES = sorted(p for p in PAPERS.iterdir() if p.name != "README.md")


def test_every_sample_has_labels_and_a_line() -> None:
    """A paper that is added is labelled and told; nothing is labelled that is not there."""
    readme = (PAPERS / "README.md").read_text(encoding="utf-8")
    labelled = {
        path.stem for path in (ROOT / "tests" / "papers" / "demo").glob("*.json")
    }
    assert {path.stem for path in FILES} == labelled
    assert [path.name for path in FILES if f"`{path.name}`" not in readme] == []
    assert {path.suffix for path in FILES} == {".txt", ".docx", ".html", ".pdf"}


def test_one_sample_is_in_the_older_encoding() -> None:
    """The paper of 嘉城 is GB18030, which is no UTF-8."""
    written = (PAPERS / "jiacheng-2022.txt").read_bytes()
    assert "营收突破100亿元" in written.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        written.decode("utf-8")


@pytest.mark.parametrize(
    ("paper", "aims"),
    [
        ("jiacheng-2022", {"营收": 100, "利税": 5, "投资完成额": 68.3}),
        ("airport-2024", {"年度计划投资": 34.15, "校园点位": 10}),
        ("jiatong-2026", {}),
        ("jiaxing-2023", {}),
        ("xiangjiang-2022", {}),
    ],
)
def test_the_targets_a_sample_states(paper: str, aims: dict[str, float]) -> None:
    """Two of the samples set targets, three set none."""
    path = ROOT / "tests" / "papers" / "demo" / f"{paper}.json"
    told = json.loads(path.read_text(encoding="utf-8"))["quantities"]
    sure = [q for q in told if q["kind"] == "target" and q["confidence"] == "sure"]
    assert {q["indicator"]: q["value"] for q in sure} == aims


def test_the_demo_loads_races_and_leaves_papers() -> None:
    """The folder of papers is the largest of the samples and still no race."""
    names = [folder.name for folder in samples.folders(ROOT / "examples")]
    assert "papers" not in names
    assert {"jiacheng-2022", "airport-2024", "xiangjiang-2022"} <= set(names)
