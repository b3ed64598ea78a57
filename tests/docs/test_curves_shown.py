"""The curves that the reference shows are read, and give the points that it says."""

import re
from fractions import Fraction

import pytest
import yaml
from tests.docs.pages import ROOT, blocks, reference

from saima.core.curves.form import Curve
from saima.core.findings import Place
from saima.core.intake.asking import Asked
from saima.core.intake.collected import Collected
from saima.core.intake.curves import CurveKind, read_curve
from saima.core.numbers import read_fraction
from saima.core.schemes import MEASURE_AXES, Measure
from saima.reading.trees import parse_tree

SCHEME = reference("scheme.md")
# kind: the weight that the text takes, and points at an x
TOLD = {
    CurveKind.LINEAR: (60, {"95%": "57", "130%": "72"}),
    CurveKind.STEPS: (40, {"102.9%": "40", "103%": "41", "97%": "38"}),
    CurveKind.RATE_BANDS: (20, {"115%": "22.5", "90%": "17"}),
    CurveKind.THRESHOLD: (10, {"80%": "5"}),
    CurveKind.LADDER: (10, {"60%": "6", "59.99%": "0"}),
    CurveKind.EFFICACY: (10, {"60": "7"}),
    CurveKind.POINTS: (20, {"80%": "12", "100%": "20"}),
    CurveKind.PIECES: (10, {"59%": "0", "60%": "6", "80%": "8", "100%": "10"}),
}


def shown(kind: CurveKind) -> str:
    """The YAML that the reference shows for a kind."""
    part = re.split(rf"^### {kind}$", SCHEME, flags=re.MULTILINE)[1]
    return blocks(part)[0].text


def curve_of(kind: CurveKind, weight: int) -> Curve | None:
    """The curve of the YAML that is shown."""
    found, place = Collected(), Place("scheme.md")
    asked = Asked(parse_tree(shown(kind).encode(), "scheme.md"), found, place)
    measure = asked.choice("measure", Measure, Measure.ACHIEVEMENT)
    assert measure is not None
    rising = measure is not Measure.ACTUAL  # where less is better in the example
    curve = asked.within("curve")
    made = read_curve(curve, Fraction(weight), MEASURE_AXES[measure], rising=rising)
    assert () == found.findings()
    return made


@pytest.mark.parametrize("kind", CurveKind)
def test_a_curve_of_the_reference_gives_what_it_says(kind: CurveKind) -> None:
    weight, told = TOLD[kind]
    made = curve_of(kind, weight)
    assert made is not None
    for x, points in told.items():
        at = read_fraction(x)
        assert at is not None
        assert read_fraction(points) == made.value(at), x


def test_every_yaml_of_the_reference_is_yaml() -> None:
    yamls = [b.text for b in blocks(SCHEME) if b.language == "yaml"]
    assert len(yamls) >= len(CurveKind) + 3
    assert all(isinstance(yaml.safe_load(text), dict) for text in yamls)


def test_the_whole_scheme_of_the_reference_is_the_one_that_the_samples_obey() -> None:
    """Every name at the top of a sample's scheme stands in the table of keys."""
    for path in sorted((ROOT / "examples").glob("*/scheme.yaml")):
        for key in yaml.safe_load(path.read_text("utf-8")):
            assert f"| `{key}` |" in SCHEME
