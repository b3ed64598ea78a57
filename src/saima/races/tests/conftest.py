"""A small race of our own, and a browser without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

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


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """The folder of races, with one race in it; static files by their own names."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}
    settings.SAIMA_RACES = tmp_path / "races"
    write_race(settings.SAIMA_RACES / "jia-2022")
    return tmp_path / "races"


@pytest.fixture
def chinese() -> Client:
    """A reader of Chinese."""
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def english() -> Client:
    """A reader of English."""
    return Client(headers={"accept-language": "en"})
