"""What the pages of a library cost: a paper of 18 kB, and 1,000 papers.

.venv/bin/python -m pytest -q -s benchmarks/library.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client

from saima.library.tests.conftest import client_of, library
from saima.library.tests.made import Library
from saima.reading.papers.paper import Paper as ReadPaper
from saima.reading.papers.paper import read_text

__all__ = ["client_of", "library"]  # fixtures
HEAD = "甲公司年度工作会议\n2026年1月5日\n"
# Some are of the catalog and some are not; the last are traditional, to be repaired; a few long ones say nothing.
SENTENCES = (
    "2026年，甲公司营收要突破{n}万元。",
    "會議要求，各單位要抓好安全生產，{m}月底前完成隱患整改。",
    "會議強調，要加強領導、統籌推進，把各項工作抓實抓細，為高質量發展打下堅實基礎。\n"
    * 9,
    "2025年，乙公司完成营业收入{n}万元，同比增长12.5%。",
    "與會人員圍繞全年工作交流了體會，大家表示要以更高的標準、更實的作風完成任務。\n"
    * 9,
)
PAPERS, RUNS, BYTES = 1_000, 7, 18_000


def paper_of(size: int, topic: str = "") -> ReadPaper:
    """A paper of a size in bytes, as the reader reads it."""
    parts, n = [HEAD, topic], 0
    while len("".join(parts).encode()) < size:
        parts.append(SENTENCES[n % len(SENTENCES)].format(n=n + 1, m=n % 12 + 1))
        n += 1
    return read_text("".join(parts))


def measured(client: Client, path: str) -> float:
    """The median time of a page, in milliseconds, after a first call."""
    assert client.get(path).status_code == 200, path
    times = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        client.get(path)
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def test_a_large_library(library: Library, client_of: Callable[[str], Client]) -> None:
    large = library.paper(paper_of(BYTES), name="大.txt")
    small = [paper_of(900, f"关于第{n}号工程的情况。\n") for n in range(10)]
    for n in range(PAPERS - 1):
        library.paper(small[n % len(small)], name=f"{n}.txt")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, base = client_of("planner"), f"/papers/{library.root.code}/"
    said = len(library.said(large))
    print(f"\na paper of {BYTES // 1000} kB with {said} statements, among {PAPERS}")
    for named, path in {
        "the paper": f"{base}{large.pk}/",
        "the list": base,
        "the last page of the list": f"{base}?page=20",
        "a word that each paper has": f"{base}?q=营收",
        "a word that one in ten has": f"{base}?q=第7号工程",
        "a word that none has": f"{base}?q=机场",
    }.items():
        print(f"{named}: {measured(client, path):.0f} ms")
