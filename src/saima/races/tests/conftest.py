"""A small race of our own in the record, and a browser without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from saima.core.authority import PostKind
from saima.journal.actions import MACHINE
from saima.people import scope
from saima.people.actions.posts import grant_post
from saima.people.models import Account
from saima.races.actions.loading import load_folder
from saima.races.models import Race

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

SCHEME = """
name: 甲集团赛马
year: 2022
convention: month
sample: yes
source: 某次会议
missing: {deduct: 2}
lights:
  items: 银川
  standings:
    measure: score
    bands:
      - {light: green, name: 领先, from: 90}
      - {light: yellow, name: 追赶, from: 50, below: 90}
      - {light: red, name: 落后, below: 50}
groups:
  - name: 一组
    items:
      - {indicator: 营收, weight: 60, curve: {kind: linear, cap: 120%}}
      - indicator: 事故
        weight: 40
        curve: {kind: linear, cap: 100%}
        zero_target: {met: 1, better: 1, worse: 0}
  - name: 二组
    items:
      - {indicator: 营收, weight: 100, curve: {kind: steps, per: 5%, max_add: 5}}
"""
UNITS = """编码,名称,类型,上级,组别,示例
g,甲集团,集团,,,
a,一公司,公司,g,一组,是
b,二公司,公司,g,一组,
c,三公司,公司,g,一组,
d,四公司,公司,g,一组,
e,五公司,公司,g,二组,
p,某项目,项目,e,,
q,另项目,项目,e,,
"""
INDICATORS = """编码,名称,计量单位,类型,方向
revenue,营收,万元,金额,越高越好
accident,事故,起,数量,越低越好
"""
TARGETS = """对象,指标,全年目标,来源
g,营收,不低于7200,党委会 2022-03-14
a,营收,1200,示例
b,营收,1200,示例
c,营收,1200,示例
d,营收,1200,示例
p,营收,1200,示例
q,营收,1200,示例
a,事故,0,示例
b,事故,0,示例
c,事故,0,示例
d,事故,0,示例
"""
FIGURES = """对象,指标,口径,1月,2月,3月
a,营收,当月,100,100,100
b,营收,当月,120,40,100
c,营收,当月,90,100,
d,营收,当月,100,100,100
p,营收,当月,150,100,100
q,营收,当月,100,100,
a,事故,当月,0,0,0
b,事故,当月,0,0,0
c,事故,当月,0,0,0
d,事故,当月,0,0,0
"""
FILES = {
    "scheme.yaml": SCHEME,
    "units.csv": UNITS,
    "indicators.csv": INDICATORS,
    "targets.csv": TARGETS,
    "figures.csv": FIGURES,
}


def write_race(folder: Path, **changed: str) -> Path:
    """Write the race; a file may be given anew by its name without its suffix."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.split(".")[0], text), "utf-8")
    return folder


def load(folder: Path, **changed: str) -> Race:
    """Write the race, perhaps with some of its files changed, and load it."""
    return load_folder(write_race(folder, **changed), by=MACHINE).race


def add(folder: Path, **changed: str) -> Race:
    """Load another race, and let the planner of the first one see it."""
    race = load(folder, **changed)
    planner = Account.objects.get(username="planner").person
    grant_post(planner, PostKind.PLANNER, race.root, by=MACHINE)
    return race


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Path]:
    """The race is loaded once for a module; what a test changes is undone after it."""
    folder = tmp_path_factory.mktemp("races")
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**quick):
            load(folder / "jia-2022")
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def home(loaded: Path, db: None, tmp_path: Path, settings: Any) -> Path:
    """A folder for other races beside the one that is loaded."""
    # Static files by their own names; passwords that nobody guesses here.
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@pytest.fixture
def everything(home: Path) -> Iterator[None]:
    """The scope in which all rows are seen."""
    with scope.of_everything():
        yield


def reader_of(language: str, username: str = "planner") -> Client:
    """Somebody who has signed in and reads a language."""
    client = Client(headers={"accept-language": language})
    client.force_login(Account.objects.get(username=username))
    return client


@pytest.fixture
def chinese(home: Path) -> Client:
    """A planner who reads Chinese."""
    return reader_of("zh-CN")


@pytest.fixture
def english(home: Path) -> Client:
    """A planner who reads English."""
    return reader_of("en")
