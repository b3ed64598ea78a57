"""A new group by its pages alone: from the code on the console to a published ranking.

No folder is loaded, no worker runs, and nothing is written but what pages write.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from saima.core.periods import Month
from saima.people import scope, set_up_code
from saima.people.models import Account
from saima.people.queries import this_month
from saima.plans.models import Duty, Subject, Target

OWN = "a password of one's own, {name}"
SECRET = re.compile(r'class="secret">([^<]+)<')
RULES = """
name: 新集团赛马
year: {year}
convention: month
missing: {{deduct: 2}}
groups:
  - name: 一组
    items:
      - {{indicator: 营业收入, weight: 100, curve: {{kind: linear, cap: 120%}}}}
"""
STAFF = {
    "planner": ("planner", "g"),
    "supervisor": ("supervisor", "g"),
    "leader": ("leader", "g"),
    "g-reporter": ("reporter", "g"),
    "g-approver": ("approver", "g"),
    "a-reporter": ("reporter", "a"),
    "a-approver": ("approver", "a"),
    "b-reporter": ("reporter", "b"),
    "b-approver": ("approver", "b"),
}
# What is reported: of a unit's subjects, by indicator.
REPORTED = {
    "a": {"a/revenue": "110", "a-1/brands": "2"},
    "b": {"b/revenue": "90"},
    "g": {"a--b/revenue": "20"},
}
ITEMS = {"a-1/brands": "示例品牌一\n示例品牌二"}


@pytest.fixture(autouse=True)
def plain(settings: Any, tmp_path: Path) -> None:
    """Static files by their names, a quick digest of passwords, a code of its own."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR = tmp_path


def told(answer: Any) -> list[str]:
    """What a page says against what was sent."""
    page = answer.content.decode()
    return re.findall(
        r'class="(?:refusal|field-error|finding)[^>]*>(.*?)</', page, re.S
    )


class Group:
    """The people of the new group, each before a browser of their own."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.clients: dict[str, Client] = {}

    def post(self, name: str, path: str, sent: Any = None, **more: Any) -> Any:
        """Send a form that must be taken."""
        answer = self.clients[name].post(path, sent or {}, **more)
        assert answer.status_code in (200, 302), (path, told(answer))
        return answer

    def page(self, name: str, path: str) -> str:
        """A page that must open."""
        answer = self.clients[name].get(path)
        assert 200 == answer.status_code, path
        return answer.content.decode()

    def sign_in(self, name: str, password: str) -> None:
        """Through the door, as everybody."""
        client = self.clients[name] = Client(headers={"accept-language": "zh-CN"})
        sent = {"username": name, "password": password}
        assert 302 == client.post("/sign-in/", sent).status_code, name

    # --- The administrators -----------------------------------------------------------

    def set_up(self) -> None:
        """Three administrators by the code; two of them change what they were given."""
        kinds = ("system_admin", "security_admin", "audit_admin")
        sent = {"code": set_up_code.kept_code()}
        sent |= {"group_code": "g", "group_name": "新集团"}
        for kind in kinds:
            for what in ("number", "name", "account"):
                sent[f"{kind}_{what}"] = kind
        own = OWN.format(name="system")
        page = Client().post("/set-up/", {**sent, "password": own, "again": own})
        self.sign_in("system_admin", own)
        first = SECRET.findall(page.content.decode())
        for kind, given in zip(kinds[1:], first, strict=True):
            self.sign_in(kind, given)
            own = OWN.format(name=kind)
            change = {"old": given, "password": own, "again": own}
            self.post(kind, "/password/", change)

    def open_unit(self, code: str, name: str) -> None:
        """By the system administrator."""
        sent = {"code": code, "name": name, "parent": "g", "opened": str(self.month)}
        self.post("system_admin", "/units/add/", sent)

    def hire(self, name: str, kind: str, unit: str) -> None:
        """A person with an account and a post; released by the second administrator."""
        sent = {"staff_number": name, "name": name, "username": name}
        page = self.post("system_admin", "/persons/add/", sent).content.decode()
        (first,) = SECRET.findall(page)
        post = {"person": name, "kind": kind, "unit": unit}
        self.post("security_admin", "/persons/posts/grant/", post)
        own = OWN.format(name=name)
        sent = {"username": name, "old": first, "password": own, "again": own}
        assert 200 == Client().post("/first-password/", sent).status_code
        number = Account.objects.get(username=name).pk
        self.post("security_admin", f"/persons/accounts/{number}/release/")
        self.sign_in(name, own)

    # --- The planning office ----------------------------------------------------------

    def define(self, code: str, name: str, **other: str) -> None:
        """An indicator."""
        usual = {"kind": "amount", "unit_of_measure": "万元", "decimals": "2"}
        usual |= {"direction": "higher", "roll_up": "sum", "definition": "示例口径"}
        sent = {"code": code, "name": name, "office": "g", **usual, **other}
        self.post("planner", "/plans/g/new-indicator/", sent)

    def promise(self, targets: dict[tuple[str, str], str]) -> None:
        """Type targets into the grid, each spread evenly, and adopt them."""
        plan = f"/plans/g/{self.month.year}/"
        assert "plan-grid" in self.page("planner", plan)
        for (subject, indicator), year in targets.items():
            key = {"subject": subject, "indicator": indicator}
            change = {**key, "column": "year", "text": year, "seen": 0}
            (cell,) = self._typed(plan, {"changes": [change]})
            even = {**key, "template": "even", "seen": cell["seen"]}
            self._typed(plan, {"phase": even})
        sent = {"since": f"{self.month.year}-01", "reason": ""}
        self.post("planner", f"{plan}adopt/", {**sent, "paper": "示例〔2026〕1号"})

    def _typed(self, plan: str, body: object) -> list[dict[str, Any]]:
        text = json.dumps(body)
        answer = self.post(
            "planner", f"{plan}cells/", text, content_type="application/json"
        )
        cells = answer.json()["cells"]
        assert all(cell["state"] == "saved" for cell in cells), cells
        return list(cells)

    # --- The units --------------------------------------------------------------------

    def report(self, unit: str, values: dict[str, str]) -> None:
        """Fill in the month, submit it, and have a second person approve it."""
        path = f"/submissions/{unit}/{self.month}/"
        for line, value in values.items():
            seen = self._filled(unit, line, "value", value, 0)
            if line in ITEMS:
                self._filled(unit, line, "items", ITEMS[line], seen)
        self.post(f"{unit}-reporter", f"{path}submit/", {"round": "0"})
        self.post(f"{unit}-approver", f"{path}approve/", {"round": "1"})

    def _filled(self, unit: str, line: str, column: str, text: str, seen: int) -> int:
        change = {"line": line, "column": column, "text": text, "seen": seen}
        answer = self.post(
            f"{unit}-reporter",
            f"/submissions/{unit}/{self.month}/cells/",
            json.dumps({"changes": [change]}),
            content_type="application/json",
        )
        cell = answer.json()["cells"][0]
        assert "saved" == cell["state"], cell
        return int(cell["seen"])


@pytest.fixture
def group(db: None) -> Group:
    """A month that is over, and nothing else."""
    return Group(this_month().previous())


def test_a_new_group_comes_to_its_first_ranking_by_pages_alone(group: Group) -> None:
    month = group.month
    group.set_up()
    group.open_unit("a", "甲公司")
    group.open_unit("b", "乙公司")
    for name, (kind, unit) in STAFF.items():
        group.hire(name, kind, unit)

    group.define("revenue", "营业收入")
    counted = {"kind": "count", "unit_of_measure": "个", "decimals": "0"}
    group.define("brands", "引进品牌", **counted, listed="on")
    assert "甲公司" in group.page("planner", "/plans/g/subjects/")
    project = {"kind": "project", "code": "a-1", "name": "甲一号项目", "unit": "a"}
    group.post("planner", "/plans/g/new-subject/", project)
    taken_off = {"seller": "a", "buyer": "b", "indicators": ["revenue"]}
    taken_off |= {"basis": "in_period", "since": str(month)}
    group.post("planner", "/plans/g/new-elimination/", taken_off)
    group.promise(
        {
            ("a", "revenue"): "1200",
            ("b", "revenue"): "1200",
            ("g", "revenue"): "2400",
            ("a-1", "brands"): "24",
        }
    )
    with scope.of_everything():
        assert {"示例〔2026〕1号"} == {row.paper for row in Target.objects.all()}
        duties = Duty.objects.values_list("subject__code", "indicator__code")
        assert {("a", "revenue"), ("b", "revenue"), ("a-1", "brands")} | {
            ("a--b", "revenue")
        } == set(duties)

    for unit, values in REPORTED.items():
        group.report(unit, values)

    _race(group)
    table = group.page("a-reporter", f"/races/new/{month}/")
    places = re.findall(r'data-name="(甲公司|乙公司)"', table)
    assert ["甲公司", "乙公司"] == places


def _race(group: Group) -> None:
    """A race is opened and entered, its rules agreed to, its month published."""
    month = group.month
    race = {"unit": "g", "slug": "new", "name": "新集团赛马", "year": str(month.year)}
    group.post("planner", "/new-race/open/", race)
    with scope.of_everything():
        rows = Subject.objects.filter(code__in="ab")
        groups = {f"group:{row.pk}": "一组" for row in rows}
    entered = {**groups, "month": str(month)}
    page = group.page("planner", "/entrants/new/")
    assert all(f'name="{name}"' in page for name in groups)
    group.post("planner", "/entrants/new/enter/", entered)
    seen = _seen(group)
    text = RULES.format(year=month.year)
    group.post("planner", "/rules/new/save/", {"text": text, "seen": seen})
    seen = _seen(group)
    proposed = {"month": str(month), "seen": seen}
    group.post("planner", "/rules/new/propose/", proposed)
    for other in ("supervisor", "leader"):
        group.post(other, "/rules/new/1/assent/", {"agrees": "yes"})
    group.post("planner", f"/editions/new/{month}/compute/")
    group.post("leader", f"/editions/new/{month}/preview/1/publish/")


def _seen(group: Group) -> str:
    """Which state of the draft the planner looks at."""
    drafting = group.page("planner", "/rules/new/")
    found: list[str] = re.findall(r'name="seen" value="(\d+)"', drafting)
    return found[-1]
