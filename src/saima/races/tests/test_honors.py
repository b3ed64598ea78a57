"""Lists and streaks in editions and on pages: who sees them, when, and in which words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from saima.core.editions.document import canonical_json, sealed
from saima.core.periods import Month
from saima.core.refusal import Refused
from saima.journal.actions import Who
from saima.people import scope
from saima.people.models import Account
from saima.races.actions import editions as actions
from saima.races.models import Edition, Publication, Race
from saima.races.queries.published import content_of
from saima.races.tests.conftest import SCHEME, load, reader_of
from saima.races.tests.correcting import correct

MARCH = Month(2022, 3)
HONORS = """
lists:
  red: {top: 2, lights: [green], score_from: 90, plan: kept}
  black: {bottom: 1, score_below: 99, plan: missed, least: 2, missing: yes}
streaks:
  - {kind: opening, indicators: [营收]}
  - {kind: every_month}
groups:"""
RULED = SCHEME.replace("\ngroups:", HONORS)
LEAGUE = "/races/hon-2022/2022-03/"
NOW = "/editions/hon-2022/2022-03/now/"
SIGNS = {"praise": "表扬", "alarm": "警示"}


@pytest.fixture(scope="module")
def ruled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Path]:
    """A race with lists and streaks, loaded once for this module."""
    folder = tmp_path_factory.mktemp("honored")
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**quick):
            load(folder / "hon-2022", scheme=RULED)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def plain(ruled: Path, db: None, settings: Any) -> None:
    """Static files by their own names."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}


def page(username: str, path: str, status: int = 200) -> str:
    """A page as somebody sees it in Chinese."""
    answer = reader_of("zh-CN", username).get(path)
    assert status == answer.status_code
    return str(answer.content.decode())


def told(html: str) -> str:
    """The words of a page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def list_of(html: str, honor: str) -> str:
    """The words of the first list of a kind on a page."""
    (found, *_) = re.findall(
        rf'<section class="honor honor-{honor}".*?</section>', html, re.DOTALL
    )
    return told(found)


def head() -> dict[str, Any]:
    """What the whole group may know of March."""
    with scope.of_everything():
        return dict(json.loads(Publication.objects.get(month=MARCH).head))


# --- In editions -----------------------------------------------------------------------


def test_an_edition_holds_its_honors_and_is_refused_with_others() -> None:
    with scope.of_everything():
        edition = Edition.objects.get(month=MARCH)
        content = content_of(edition)
    honors = content["rankings"][0]["honors"]
    assert ["a", "d"] == [one["entrant"] for one in honors["lists"][0]["praise"]]
    assert ["b", "c"] == [one["entrant"] for one in honors["lists"][0]["alarm"]]
    actions._must_be_verified(sealed(canonical_json(content)))
    honors["lists"][0]["alarm"] = []
    with pytest.raises(Refused, match="nothing is published"):
        actions._must_be_verified(sealed(canonical_json(content)))
    del content["rankings"][0]["honors"]
    with pytest.raises(Refused, match="nothing is published"):
        actions._must_be_verified(sealed(canonical_json(content)))


def test_rules_without_lists_leave_an_edition_as_it_was(tmp_path: Path) -> None:
    load(tmp_path / "old-2022")
    with scope.of_everything():
        edition = Edition.objects.get(race__slug="old-2022", month=MARCH)
        assert b"honors" not in canonical_json(content_of(edition))
        publication = Publication.objects.get(edition=edition)
        assert "honors" not in json.loads(publication.head)
    html = page("old-2022-g-planner", "/races/old-2022/2022-03/")
    assert "一公司" in html
    assert "honor-praise" not in html
    assert 'class="streaks"' not in html


def test_the_group_knows_names_and_no_shares() -> None:
    honors = head()["honors"]
    names = [one for group in honors["lists"] for one in group["praise"]]
    assert [("a", None), ("d", None)] == [
        (one["entrant"], one["plan"]) for one in names
    ]
    assert {None} == {one["ratio"] for one in honors["streaks"]}
    assert {"kept", "broken", "unsaid"} == {one["outcome"] for one in honors["streaks"]}


def test_where_values_are_open_the_group_knows_the_shares_too(tmp_path: Path) -> None:
    load(tmp_path / "open-2022", scheme=RULED.replace("sample: yes", "peers: values"))
    with scope.of_everything():
        found = Publication.objects.get(race__slug="open-2022", month=MARCH)
    honors = json.loads(found.head)["honors"]
    assert honors["lists"][0]["praise"][0]["plan"] is not None
    assert any(one["ratio"] for one in honors["streaks"])


# --- On pages --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["planner", "leader", "a-reporter", "e-approver"])
def test_who_is_praised_and_who_is_warned_is_public(who: str) -> None:
    html = page(who, LEAGUE)
    praise, alarm = list_of(html, "praise"), list_of(html, "alarm")
    assert "表扬 红榜" in praise
    assert "一公司" in praise
    assert "第1名，在前2名之内" in praise
    assert "亮绿灯，上榜要求：绿灯" in praise
    assert "警示 黑榜" in alarm
    assert "二公司" in alarm
    assert "三公司" in alarm
    assert "有未报数据" in alarm
    assert "一公司" not in alarm


def test_praise_and_alarm_differ_in_word_and_class_wherever_they_stand() -> None:
    for path in (LEAGUE, NOW, "/races/hon-2022/scheme/"):
        html = page("planner", path)
        for honor, sign in SIGNS.items():
            (word, *_) = re.findall(
                rf'honor-sign-{honor}">.*?</svg>(.*?)</span>', html, re.DOTALL
            )
            assert sign == word.strip()


def test_a_share_of_the_plan_is_seen_by_its_own_unit_and_the_office_alone() -> None:
    """B reached 260 of 300 by March, 86.67 %; with no accident 0.6 x 86.67 % + 40 %."""
    for who in ("b-reporter", "planner"):
        own = told(page(who, LEAGUE))
        assert "未完成累计计划：92.00%" in own
        assert "未实现：2022年3月，营收完成累计计划的86.67%" in own
    others = told(page("a-reporter", LEAGUE))
    assert "未完成累计计划" in others
    assert "未实现：2022年3月，营收未达标" in others
    assert "92.00%" not in others
    assert "86.67%" not in others


def test_what_each_kept_up_is_told_with_the_month_and_indicator() -> None:
    html = told(page("planner", LEAGUE))
    assert "实现（截至2022年3月底）" in html
    assert "未实现：2022年3月，营收" in html
    assert "无法判定：2022年3月，营收未报" in html


def test_an_entrant_s_page_has_its_own_honors_and_no_others() -> None:
    own = told(page("a-reporter", f"{LEAGUE}a/"))
    assert "表扬 红榜" in own
    assert "开门红" in own
    assert "警示" not in own
    warned = told(page("planner", f"{LEAGUE}b/"))
    assert "警示 黑榜" in warned
    assert "表扬" not in warned


def test_the_front_list_says_nothing_of_lists() -> None:
    html = page("planner", "/races/")
    assert "一公司" in html
    assert "honor" not in html
    assert "月月红" not in html


def test_the_live_table_follows_the_record_and_what_was_published_stays() -> None:
    assert "二公司" in list_of(page("planner", NOW), "alarm")
    with scope.of_everything():
        correct("b", MARCH, {"revenue": Decimal(200)})
    live = page("planner", NOW)
    assert "二公司" not in list_of(live, "alarm")
    assert "二公司" in list_of(live, "praise")
    assert "二公司" in list_of(page("planner", LEAGUE), "alarm")


def test_before_it_is_published_a_correction_is_the_office_s_alone() -> None:
    with scope.of_everything():
        correct("b", MARCH, {"revenue": Decimal(200)})
    planner = Account.objects.get(username="planner")
    with scope.of_everything():
        row = Race.objects.get(slug="hon-2022")
        by = Who(planner.pk, planner.person_id, "planner")
        made = actions.compute(row, MARCH, "更正（示例）", by=by)
    path = f"/editions/hon-2022/2022-03/preview/{made.number}/"
    assert "二公司" in list_of(page("planner", path), "praise")
    page("b-reporter", path, 403)
    assert "二公司" in list_of(page("b-reporter", LEAGUE), "alarm")
    leader = Account.objects.get(username="leader")
    with scope.of_everything():
        actions.publish(made, by=Who(leader.pk, leader.person_id, "leader"))
    assert "二公司" in list_of(page("b-reporter", LEAGUE), "praise")


def test_a_group_too_small_says_so(tmp_path: Path) -> None:
    load(tmp_path / "few-2022", scheme=RULED.replace("least: 2", "least: 9"))
    html = page("few-2022-g-planner", "/races/few-2022/2022-03/")
    assert "不足9家，不设黑榜" in list_of(html, "alarm")
    assert "不设黑榜" not in list_of(page("planner", LEAGUE), "alarm")


# --- The rules -------------------------------------------------------------------------


def test_nobody_agrees_to_what_stands_in_no_words() -> None:
    for path in ("/races/hon-2022/scheme/", "/rules/hon-2022/", "/rules/hon-2022/1/"):
        html = told(page("planner", path))
        for words in (
            "名次在前2名之内",
            "亮灯为绿灯",
            "得分不低于90分",
            "有目标的各项合计完成累计计划",
            "名次在后1名之内（只算已排名的）",
            "得分低于99分",
            "榜上最后一个名次有并列的，都上榜",
            "榜上最后一个名次有并列的，都不上榜",
            "有未报数据的也上榜，注明未报",
            "参赛不足2家的，不设黑榜",
            "已上红榜的，不上黑榜",
            "3月底完成累计计划",
            "看营收",
            "1月起每个月底都完成累计计划",
            "有目标的全部指标；每一项都要完成",
        ):
            assert (path, True) == (path, words in html), words


def test_rules_without_lists_have_no_words_about_them(tmp_path: Path) -> None:
    load(tmp_path / "plain-2022")
    html = page("plain-2022-g-planner", "/races/plain-2022/scheme/")
    assert "权重" in html
    assert "honor-rules" not in html


# --- Colors ----------------------------------------------------------------------------

PAIRS = [
    ("praise-ribbon-ink", "praise-ribbon"),
    ("praise", "praise-back"),
    ("alarm-ribbon-ink", "alarm-ribbon"),
    ("alarm", "alarm-back"),
]


def tokens() -> list[dict[str, str]]:
    """The colors of light and of dark pages."""
    sheets = files("saima.site").joinpath("static", "saima")
    css = (sheets / "site.css").read_text() + (sheets / "editions.css").read_text()
    light: dict[str, str] = {}
    for block in re.findall(r"^:root \{(.*?)^\}", css, re.DOTALL | re.MULTILINE):
        light |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    dark = dict(light)
    blocks = r'^\[data-bs-theme="dark"\] \{(.*?)^\}'
    for block in re.findall(blocks, css, re.DOTALL | re.MULTILINE):
        dark |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return [light, dark]


def luminance(color: str) -> float:
    """How light a color is, as WCAG counts it."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_praise_and_alarm_can_be_read_by_day_and_by_night() -> None:
    assert contrast("#777777", "#888888") < 4.5 < contrast("#000000", "#ffffff")
    light, dark = tokens()
    assert light["praise"] != dark["praise"]
    for shown in (light, dark):
        for ink, back in PAIRS:
            assert contrast(shown[ink], shown[back]) >= 4.5, (ink, back)
        for back in ("card", "praise-back", "alarm-back"):
            assert contrast(shown["soft"], shown[back]) >= 4.5, back
            assert contrast(shown["accent"], shown[back]) >= 4.5, back
        assert contrast(shown["praise"], shown["card"]) >= 4.5
        # Apart in lightness too, for whoever sees no color.
        assert contrast(shown["praise-ribbon"], shown["alarm-ribbon"]) >= 3
