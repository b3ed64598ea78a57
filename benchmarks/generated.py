"""A folder of a race, made up: so many units, thirty indicators, twelve months.

The same size gives the same bytes every time. Run alone it writes one folder:
`python benchmarks/generated.py FOLDER UNITS [ENTRANTS_OF_A_GROUP]`.
"""

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

INDICATORS = 30
YEAR, MONTHS = 2022, 12
ENTRANTS_OF_A_GROUP = 100
SEED = 20220314
ROWS_FOR_A_GAP = 5_000  # one row in so many leaves a month unreported

# Every kind of curve in turn; the weight of an item is 100/30, so all give decimals.
CURVES = """\
curves:
  proportional: {kind: linear, cap: 120%}
  steps: {kind: steps, per: 3%, add: 0.1, deduct: 0.1, max_add: 1, max_deduct: 2}
  bands: {kind: rate_bands, above: [{upto: 110%, per_point: 0.05}, {per_point: 0.02}], below: 0.04, limit: 1}
  threshold: {kind: threshold, zero_below: 60%}
  ladder: {kind: ladder, levels: [{at_least: 70%, points: 1}, {at_least: 90%, points: 2}, {at_least: 100%, points: 3}]}
  through: {kind: points, through: [{x: 50%, points: 0}, {x: 80%, points: 2}, {x: 110%, points: 3.5}]}
"""
CURVE_NAMES = ("proportional", "steps", "bands", "threshold", "ladder", "through")
WEIGHTS = ["3.33"] * 20 + ["3.34"] * 10  # 100 together


class Made(NamedTuple):
    """How the figures of an indicator are made up."""

    name: str
    row: tuple[str, ...]  # of the table of indicators
    kind: str  # amount, loss, count, rate or lower


def indicators() -> list[Made]:
    """Thirty: amounts, profits that may be losses, counts, rates, less is better."""
    kinds = ("amount", "amount", "loss", "count", "rate", "lower")
    return [_indicator(number, kinds[number % 6]) for number in range(INDICATORS)]


def _indicator(number: int, kind: str) -> Made:
    name = f"指标{number + 1:02}"
    unit = {"count": "个", "rate": "%"}.get(kind, "万元")
    said = {"count": "数量", "rate": "比率"}.get(kind, "金额")
    way = "越低越好" if kind == "lower" else "越高越好"
    may = "是" if kind == "loss" else ""
    return Made(name, (name, unit, said, way, may), kind)


def write(folder: Path, units: int, of_a_group: int = ENTRANTS_OF_A_GROUP) -> None:
    """Write the five files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = indicators()
    groups = -(-units // of_a_group)
    (folder / "scheme.yaml").write_text("\n".join(_scheme(made, groups)), "utf-8")
    head = ["名称", "计量单位", "类型", "方向", "可为负"]
    _table(folder / "indicators.csv", head, (one.row for one in made))
    rows = ((_unit(u), _group(u // of_a_group)) for u in range(units))
    _table(folder / "units.csv", ["名称", "组别"], rows)
    _plan_and_figures(folder, units, made)


def _plan_and_figures(folder: Path, units: int, made: list[Made]) -> None:
    dice = random.Random(SEED)
    months = [f"{month}月" for month in range(1, MONTHS + 1)]
    with (
        (folder / "targets.csv").open("w", encoding="utf-8", newline="") as targets,
        (folder / "figures.csv").open("w", encoding="utf-8", newline="") as figures,
    ):
        plan, done = csv.writer(targets), csv.writer(figures)
        plan.writerow(["对象", "指标", "全年目标"])
        done.writerow(["对象", "指标", *months])
        for unit in range(units):
            for one in made:
                target, reported = _year(one.kind, dice)
                plan.writerow([_unit(unit), one.name, target])
                done.writerow([_unit(unit), one.name, *reported])


def _year(kind: str, dice: random.Random) -> tuple[str, list[str]]:
    """A target of the year and its twelve figures, one now and then not reported."""
    if kind == "count":
        target = dice.randrange(24, 240)
        figures = [str(round(target / 12 * dice.uniform(0.5, 1.5))) for _ in range(12)]
    elif kind == "rate":
        target = dice.randrange(60, 100)
        figures = [f"{target * dice.uniform(0.85, 1.15):.1f}" for _ in range(12)]
    else:
        target = dice.randrange(1_200, 240_000)
        if kind == "loss" and dice.random() < 0.2:
            target = -target
        figures = [f"{target / 12 * dice.uniform(0.7, 1.3):.2f}" for _ in range(12)]
    if dice.randrange(ROWS_FOR_A_GAP) == 0:
        figures[dice.randrange(12)] = ""
    return str(target), figures


def _scheme(made: list[Made], groups: int) -> Iterator[str]:
    yield f"name: 测速\nyear: {YEAR}\nconvention: month\nlights: {{items: 银川}}"
    yield CURVES + "groups:"
    for group in range(groups):
        yield f"  - name: {_group(group)}\n    items:"
        for number, (one, weight) in enumerate(zip(made, WEIGHTS, strict=True)):
            curve = CURVE_NAMES[number % len(CURVE_NAMES)]
            yield f"      - {{indicator: {one.name}, weight: {weight}, curve: {curve}}}"


def _table(path: Path, head: list[str], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def _unit(number: int) -> str:
    return f"单位{number + 1:05}"


def _group(number: int) -> str:
    return f"第{number + 1:03}组"


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:]))
