"""The verifier agrees with what is true, and finds every lie: it is not our code."""

from __future__ import annotations

import ast
import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given

from saima.core.editions.document import canonical_json, digest_of, opened
from saima.core.subjects import Subject
from saima.core.tests.drawn import tried
from saima.core.tests.made import JUNE, closed, even, race, target, units
from saima.facts.tests.drawn import months, races
from saima.journal.actions import MACHINE
from saima.people import scope
from saima.races.actions.loading import load_folder
from saima.races.models import Edition
from saima.races.queries.published import file_of
from saima.races.tests.frozen import BEFORE, content_of, placed_anew, sealed_again
from saima.races.verifier import verify_edition

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
PROGRAM = Path(verify_edition.__file__)
SAMPLES = ("jiacheng-2022", "airport-2024", "xiangjiang-2022")
QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
Content = dict[str, Any]
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def files(django_db_setup: None, django_db_blocker: Any) -> Files:
    """The files of all editions of the samples, as the record hands them out."""
    with django_db_blocker.unblock(), transaction.atomic(), scope.of_everything():
        with override_settings(**QUICK):
            for name in SAMPLES:
                load_folder(EXAMPLES / name, by=MACHINE)
        found = Edition.objects.order_by("pk").select_related("race")
        made = {f"{one.race.slug} {one.month}": file_of(one) for one in found}
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def file(files: Files) -> bytes:
    """One edition with several groups, projects, lights and a missing report."""
    return files["jiacheng-2022 2022-05"]


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What the program returns and says of a file."""

    def check(file: bytes, *arguments: str) -> tuple[int, str]:
        path = tmp_path / "edition"
        path.write_bytes(file)
        code = verify_edition.main([str(path), "--lang", "en", *arguments])
        return code, capsys.readouterr().out

    return check


def differing(file: bytes) -> set[str]:
    """The names of what differs in a file whose seal fits."""
    found = verify_edition.report(file, None)
    return {one.what for one in found["differences"]}


# --- What is true --------------------------------------------------------------------


def test_every_month_of_every_sample_is_recomputed(files: Files) -> None:
    assert set(SAMPLES) == {name.split()[0] for name in files}
    for name, file in files.items():
        found = verify_edition.report(file, None)
        assert (name, []) == (name, found["differences"])
        assert found["entered"] == found["ranked"] + found["unranked"] + found["absent"]


def test_it_runs_where_there_is_no_saima(files: Files, tmp_path: Path) -> None:
    """Isolated, without what is installed: nothing of Saima can be imported."""
    alone = tmp_path / "verify_edition.py"
    alone.write_bytes(PROGRAM.read_bytes())
    isolated = [sys.executable, "-I", "-S", "-X", "utf8"]
    for name, file in files.items():
        (tmp_path / "edition").write_bytes(file)
        asked = [*isolated, str(alone), str(tmp_path / "edition"), "--lang", "en"]
        done = subprocess.run(asked, capture_output=True, text=True)
        assert (name, 0, "") == (name, done.returncode, done.stderr)
        assert "places recomputed and equal; digest" in done.stdout
    tried_import = [*isolated, "-c", "import saima"]
    assert subprocess.run(tried_import, capture_output=True).returncode == 1


def test_it_is_a_module_too(file: bytes, tmp_path: Path) -> None:
    (tmp_path / "edition").write_bytes(file)
    name = "saima.races.verifier.verify_edition"
    asked = [sys.executable, "-X", "utf8", "-m", name, str(tmp_path / "edition")]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0
    assert "个名次全部重新计算，结果一致" in done.stdout


def test_it_needs_nothing_but_python_3_9() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 9))
    named: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            named.add(str(node.module))
    assert "json" in named
    assert {name.split(".")[0] for name in named} <= set(sys.stdlib_module_names)


@tried(150)
@given(races(), months())
def test_it_agrees_with_the_core_on_rules_of_any_shape(race: Any, month: Any) -> None:
    file = sealed_again(content_of(race, month))
    found = verify_edition.report(file, None)
    assert [] == found["differences"]


def amended(file: bytes) -> Content:
    """An edition under rules that were changed after its month had opened."""
    content = opened(file)
    (newer,) = content["rankings"]
    older = copy.deepcopy(newer)
    older["rules"].update(published_at=BEFORE, timing="at_opening")
    newer["rules"].update(version=2, timing="amended")
    content["rankings"] = [newer, older]
    return content


def test_an_amended_month_has_both_rankings(file: bytes) -> None:
    content = amended(file)
    assert set() == differing(sealed_again(content))
    content["rankings"].reverse()
    assert {"version", "timing", "published_at"} == differing(sealed_again(content))
    content = amended(file)
    late = content["rankings"][0]["rules"]["published_at"]
    content["rankings"][1]["rules"].update(published_at=late, timing="afterwards")
    assert set() == differing(sealed_again(content))
    content["rankings"][1]["rules"]["timing"] = "at_opening"
    assert {"timing", "published_at"} >= differing(sealed_again(content)) > set()
    content = amended(file)
    content["rankings"][1]["rules"]["version"] = 2
    assert {"version"} == differing(sealed_again(content))


def test_whoever_is_closed_is_absent_and_nobody_else() -> None:
    over = closed(Subject("C", "C 公司", group="A"), 5)
    runners = [*units("AB"), over]
    targets = [target(one.code, "200") for one in runners]
    figures = [even(one.code, "90") for one in runners]
    content = content_of(race(runners, targets, figures), JUNE)
    assert ["C"] == [one["code"] for one in content["absent"]]
    assert set() == differing(sealed_again(content))
    content["absent"][0]["why"] = "not_open"
    assert {"absent"} == differing(sealed_again(content))
    content["absent"] = []
    assert {"absent"} == differing(sealed_again(content))
    left = {"code": "D", "name": "D 公司", "group": "A", "why": "left"}
    content = content_of(race(runners, targets, figures), JUNE)
    content["absent"].append(left)
    assert set() == differing(sealed_again(content))


# --- What was changed ----------------------------------------------------------------


def test_a_changed_byte_is_found_wherever_it_is(file: bytes, told: Any) -> None:
    assert told(file)[0] == 0
    spread = {*range(120), *range(len(file) - 80, len(file))}
    spread.update(range(0, len(file), len(file) // 900))
    assert len(spread) >= 1000
    for position in sorted(spread):
        one = file[position] ^ (1 + position % 7)
        changed = file[:position] + bytes([one]) + file[position + 1 :]
        assert told(changed)[0] in (1, 2), position


def test_a_byte_more_or_less_is_found(file: bytes, told: Any) -> None:
    for position in (0, 20, 80, 90, 91, len(file) // 2, len(file)):
        more = file[:position] + b" " + file[position:]
        less = file[: max(position - 1, 0)] + file[max(position, 1) :]
        assert told(more)[0] in (1, 2), position
        assert told(less)[0] in (1, 2), position
    assert told(file + b"\n")[0] == 1
    assert told(file)[0] == 0


def first(content: Content) -> Any:
    """The entrants of the ranking that counts."""
    return content["rankings"][0]["standings"]


def at(content: Content, *names: Any) -> Any:
    """What lies below some names."""
    for name in names:
        content = content[name]
    return content


def put(*path: Any, value: Any) -> Callable[[Content], None]:
    """The lie that puts something else in a place."""

    def lie(content: Content) -> None:
        holder = at(content, *path[:-1])
        assert holder[path[-1]] != value
        holder[path[-1]] = value

    return lie


def swapped(content: Content) -> None:
    standings = first(content)
    standings[0], standings[1] = standings[1], standings[0]


def dropped(content: Content) -> None:
    del first(content)[-1]


def twice(content: Content) -> None:
    first(content).append(first(content)[-1])


def invented(content: Content) -> None:
    gone = {"code": "x", "name": "某公司", "group": "一组", "why": "closed"}
    content["absent"].append(gone)


def without_target(content: Content) -> None:
    """The target of somebody who has points for it."""
    code = first(content)[0]["entrant"]
    own = [t for t in content["world"]["targets"] if t["subject"] == code and t["year"]]
    own[0]["year"] = own[0]["year"] + "9"
    own[0]["months"] = None


def another_figure(content: Content) -> None:
    code = first(content)[0]["entrant"]
    own = [f for f in content["world"]["figures"] if f["subject"] == code]
    own[0]["months"][-1] = "987654"


STANDING = ("rankings", 0, "standings", 0)
SCORED = (*STANDING, "items", 0)
RULES = ("rankings", 0, "rules")
RED = {"name": "红灯", "light": "red"}
LIES: dict[str, tuple[Callable[[Content], None], str]] = {
    "a point": (put(*SCORED, "points", value="1.00"), "points"),
    "a status": (put(*SCORED, "status", value="missing"), "status"),
    "a reason": (put(*SCORED, "reason", value="no_rule"), "reason"),
    "an actual": (put(*SCORED, "actual", value="1"), "actual"),
    "a target of an item": (put(*SCORED, "target", value="1"), "target"),
    "a plan": (put(*SCORED, "plan", value="1/3"), "plan"),
    "what was measured": (put(*SCORED, "measured", value="1/3"), "measured"),
    "a light of an item": (put(*SCORED, "light", value=RED), "light"),
    "a score": (put(*STANDING, "score", value="99.00"), "score"),
    "a full score": (put(*STANDING, "full_score", value="99"), "full_score"),
    "a light": (put(*STANDING, "light", value=RED), "light"),
    "a place": (put(*STANDING, "rank", value=2), "rank"),
    "a tie": (put("rankings", 0, "standings", 1, "rank", value=1), "rank"),
    "a place before": (put(*STANDING, "previous", value=9), "previous"),
    "a deduction": (put(*STANDING, "deduction", value="1"), "deduction"),
    "a reason for no place": (put(*STANDING, "unranked", value="missing"), "unranked"),
    "a group": (put(*STANDING, "group", value="别的组"), "group"),
    "an order": (swapped, "position"),
    "an entrant gone": (dropped, "entrants"),
    "an entrant twice": (twice, "entrants"),
    "somebody absent": (invented, "absent"),
    "a target": (without_target, "target"),
    "a figure": (another_figure, "actual"),
    "a weight": (
        put("rankings", 0, "scheme", "groups", 0, "tree", "weight", value="50"),
        "rules_digest",
    ),
    "a rule": (put("rankings", 0, "scheme", "decimals", value=3), "rules_digest"),
    "a digest of rules": (put(*RULES, "digest", value="0" * 64), "rules_digest"),
    "a timing": (put(*RULES, "timing", value="at_opening"), "timing"),
    "a beginning": (put(*RULES, "since", value="2022-12"), "since"),
    "a moment": (
        put(*RULES, "published_at", value="2999-01-01T00:00:00.000000+00:00"),
        "published_at",
    ),
    "an early moment": (
        put(*RULES, "published_at", value="2021-01-01T00:00:00.000000+00:00"),
        "timing",
    ),
    "a year": (put("race", "year", value=2023), "year"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_named_though_the_digest_fits(name: str, file: bytes) -> None:
    tell, what = LIES[name]
    content = opened(file)
    assert set() == differing(sealed_again(content))
    tell(content)
    assert what in differing(sealed_again(content))


def test_a_difference_says_who_and_what_and_how_much(file: bytes, told: Any) -> None:
    content = opened(file)
    right, item = first(content)[0]["items"][0]["points"], first(content)[0]["items"][0]
    item["points"] = "1.00"
    code, said = told(sealed_again(content))
    assert code == 1
    who = f"({first(content)[0]['entrant']}) · {item['indicator']}"
    assert f"{who}: points: the file has 1.00, it should be {right}" in said


def test_a_lie_all_through_differs_from_the_printed_digest(
    file: bytes, told: Any
) -> None:
    """Whoever changes a figure and computes anew makes another edition, no false one."""
    content = opened(file)
    printed = digest_of(canonical_json(content)).hex()
    another_figure(content)
    changed = sealed_again(placed_anew(sealed_again(content)))
    assert told(changed)[0] == 0
    code, said = told(changed, "--digest", printed)
    assert code == 1
    assert f"it should be {printed}" in said
    assert told(file, "--digest", printed.upper())[0] == 0
    assert told(file, "--digest", printed[:40])[0] == 2


# --- What is no edition --------------------------------------------------------------


def resealed(body: bytes) -> bytes:
    """Any bytes under a seal that fits."""
    return b"saima-edition 1 sha256=%s\n" % digest_of(body).hex().encode() + body


NO_EDITIONS = {
    "nothing": b"",
    "a seal alone": resealed(b""),
    "no JSON": resealed(b"{"),
    "a list": resealed(b"[]"),
    "a number": resealed(b"1"),
    "lists in lists": resealed(b"[" * 200_000),
    "lists in lists, closed": resealed(b"[" * 900 + b"]" * 900),
    "maps in maps": resealed(b'{"a":' * 100_000),
    "a float": resealed(b'{"form":1.0}'),
    "no number": resealed(b'{"form":NaN}'),
    "digits": resealed(b'{"form":' + b"9" * 100_000 + b"}"),
    "half a sign": resealed(b'{"form":"\\ud800"}'),
    "no UTF-8": resealed(b'{"form":"\xff"}'),
    "UTF-16": resealed('{"form":"saima-edition/1"}'.encode("utf-16")),
    "a mark at the beginning": resealed(b'\xef\xbb\xbf{"form":"saima-edition/1"}'),
}


@pytest.mark.parametrize("name", NO_EDITIONS)
def test_what_is_no_edition_is_said_to_be_none(name: str, told: Any) -> None:
    code, said = told(NO_EDITIONS[name])
    assert code == 2
    assert said.startswith("this is no edition: ")


def test_there_is_one_form_only(file: bytes, told: Any) -> None:
    content = opened(file)
    spaced = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    body = canonical_json(content)
    again = body.replace(b'{"absent":', b'{"absent":[],"absent":', 1)
    for other in (spaced, again, body + b"\n", json.dumps(content).encode()):
        code, said = told(resealed(other))
        assert (2, True) == (code, "one form" in said)
    assert told(resealed(body))[0] == 0


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: bytes, told: Any
) -> None:
    assert verify_edition.main([str(tmp_path / "none")]) == 2
    assert verify_edition.main([str(tmp_path)]) == 2
    monkeypatch.setattr(verify_edition, "LARGEST", len(file))
    assert told(file)[0] == 0
    monkeypatch.setattr(verify_edition, "LARGEST", len(file) - 1)
    assert told(file)[0] == 2


def test_a_circle_of_subjects_is_none(file: bytes, told: Any) -> None:
    content = opened(file)
    one, other = content["world"]["subjects"][:2]
    one["parent"], other["parent"] = other["code"], one["code"]
    code, said = told(sealed_again(content))
    assert (2, True) == (code, "in a circle" in said)


def test_names_move_no_cursor(file: bytes, told: Any) -> None:
    content = opened(file)
    content["race"]["name"] = "赛\x1b[2J\n马"
    code, said = told(sealed_again(content))
    assert (0, False) == (code, "\x1b" in said)
    assert "赛\ufffd[2J\ufffd马" in said


def test_as_json_for_other_programs(file: bytes, told: Any) -> None:
    content = opened(file)
    code, said = told(file, "--json")
    plain = json.loads(said)
    assert (0, [], content["month"]) == (code, plain["differences"], plain["month"])
    first(content)[0]["rank"] = 7
    code, said = told(sealed_again(content), "--json")
    (one,) = json.loads(said)["differences"]
    assert (1, "rank", 7, 1) == (code, one["what"], one["stands"], one["should"])
    code, said = told(b"", "--json")
    assert (2, ["no_edition"]) == (code, list(json.loads(said)))


def test_what_may_be_said_is_said_in_both_languages() -> None:
    told = {what for _, what in LIES.values()} | {"version", "items", "digest"}
    assert told <= set(verify_edition.CHINESE)
    source = PROGRAM.read_text("utf-8")
    named = re.findall(r'NoEdition\("(\w+)"', source)
    named += re.findall(r'phrase\(\S+, "(\w+)"', source)
    assert len(named) > 20
    assert set(named) <= set(verify_edition.WORDS)
    assert set(re.findall(r'Difference\([^"]*"(\w+)"', source)) <= set(
        verify_edition.CHINESE
    )
    for english, chinese in verify_edition.WORDS.values():
        names = [sorted(re.findall(r"{\w+}", text)) for text in (english, chinese)]
        assert names[0] == names[1]
        assert english != chinese


def test_the_form_is_that_of_the_reference() -> None:
    """The program was written from this page; its notation of the form is the page's."""
    page = (EXAMPLES.parent / "docs/reference/edition.md").read_text("utf-8")
    block = re.search(r"^```text\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert block is not None
    assert block[1] == verify_edition.FORMS.lstrip("\n")


JUNK = (None, True, 0, -1, 10**14, "", "0", "1/0", "-7/3", "zz", "1" * 5000, [], {})


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in some content."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inner:
        yield (*path, name)
        if isinstance(one, dict | list):
            yield from places_in(one, (*path, name))


def test_no_content_makes_it_stumble(files: Files, told: Any) -> None:
    """Something else in every place of a small edition, sealed anew."""
    content = opened(files["xiangjiang-2022 2022-03"])
    seen: set[int] = set()
    for number, path in enumerate(places_in(content)):
        for junk in JUNK[number % 3 :: 3]:
            changed = copy.deepcopy(content)
            at(changed, *path[:-1])[path[-1]] = junk
            seen.add(told(sealed_again(changed))[0])
    assert {0, 1, 2} == seen  # a name may be another, and it is an edition still
