"""A month and a plan as the rooms would hand them to the templates."""

from __future__ import annotations

from typing import Any

NAMES = [
    "城建公司（示例）",
    "水务公司（示例）",
    "交通建设公司（示例）",
    "文旅发展公司（示例）",
]
INDICATORS = [
    ("revenue", "营业收入", "万元"),
    ("profit", "利润总额", "万元"),
    ("brands", "引进品牌", "个"),
]


def line(number: int, **more: Any) -> dict[str, Any]:
    """A line of a month."""
    code, name, unit = INDICATORS[number % 3]
    subject = number // 3
    listed = code == "brands"
    return {
        "key": f"a{subject + 1}/{code}",
        "subject": NAMES[subject]
        if subject < len(NAMES)
        else f"{subject} 号项目（示例）",
        "indicator": name,
        "unit": unit,
        "year": "1200" if not listed else "24",
        "plan": "100" if not listed else "2",
        "last": "96.5" if not listed else "",
        "value": "",
        "note": "",
        "listed": listed,
        "items": "",
        "count": 0,
        "seen": 1,
        "confirmed": False,
        "locked": False,
        "state": "",
        **more,
    }


def month(lines: int = 12, changed: dict[int, dict[str, Any]] | None = None) -> Any:
    """A month of so many lines, some of them as told."""
    changed = changed or {}
    return {
        "save": "/save",
        "plain": "/plain",
        "keep": "7",
        "caption": "2026年5月填报（示例）",
        "left": lines,
        "lines": [line(n, **changed.get(n, {})) for n in range(lines)],
    }


def subjects(groups: int = 2, parts: int = 2) -> list[dict[str, Any]]:
    """A group company, groups below it, and parts below them."""
    tree: list[dict[str, Any]] = [
        {"code": "g", "name": "示例集团", "depth": 0, "parent": None}
    ]
    for i in range(groups):
        name = NAMES[i] if i < len(NAMES) else f"第{i + 1}公司（示例）"
        tree.append({"code": f"a{i}", "name": name, "depth": 1, "parent": "g"})
        tree += [
            {
                "code": f"a{i}p{j}",
                "name": f"项目{j + 1}（示例）",
                "depth": 2,
                "parent": f"a{i}",
            }
            for j in range(parts)
        ]
    return tree


def cell(year: str, months: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """What one subject has for one indicator."""
    return {
        "year": year,
        "months": months,
        "seen": 1,
        "na": False,
        "readonly": False,
        **more,
    }


def plan(**more: Any) -> dict[str, Any]:
    """A plan of three indicators that ties, as far as it goes."""
    return {
        "year": 2026,
        "save": "/save",
        "keep": "7",
        "indicators": [
            {
                "code": "revenue",
                "name": "营业收入",
                "unit": "万元",
                "decimals": 2,
                "level": False,
            },
            {
                "code": "profit",
                "name": "利润总额",
                "unit": "万元",
                "decimals": 2,
                "level": False,
            },
            {
                "code": "debt",
                "name": "资产负债率",
                "unit": "%",
                "decimals": 2,
                "level": True,
            },
        ],
        "subjects": subjects(),
        "cells": {
            "revenue": {
                "g": cell("1200", ["100"] * 12),
                "a0": cell("700.3", None),
                "a1": cell("499.7", None),
                "a0p0": cell("700.1", None),
                "a0p1": cell("0.2", None),
            },
            "profit": {"g": cell("100"), "a0": cell("60"), "a1": cell("30")},
            "debt": {"g": cell("60"), "a0": cell("55"), "a1": cell("58")},
        },
        "phasings": [
            {"code": "even", "name": "均分"},
            {"code": "workdays", "name": "按工作日"},
        ],
        **more,
    }
