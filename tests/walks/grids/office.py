"""A small server that plays the other side of the two grids, under the site's policy."""

from __future__ import annotations

import json
import mimetypes
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation

POLICY = "; ".join(
    f"{name} {' '.join(values)}"
    for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PLAIN = {"staticfiles": "django.contrib.staticfiles.storage.StaticFilesStorage"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SHELL = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>示例</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/saima/favicon.svg" type="image/svg+xml">
<script src="/static/saima/theme.js"></script>
<link rel="stylesheet" href="/static/vendor/tabler.min.css">
<link rel="stylesheet" href="/static/saima/site.css">
<link rel="stylesheet" href="/static/saima/race.css">
{head}</head><body><div class="frame"><header class="side"></header>
<main class="main"><div class="head"><h1>{title}</h1></div>{body}
<form method="post" action="/submit" data-after-saving><button>提交</button></form>
</main></div></body></html>"""
Cell = dict[str, Any]


class Office:
    """What the server knows, what it was sent, and how it is out of order."""

    def __init__(self) -> None:
        window = type("Window", (Window,), {"office": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), window)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.begin()

    def begin(self) -> None:
        """As at the start of a day."""
        self.page = ""
        self.status = 200  # what every post is answered with, if not 200
        self.said: dict[str, str] = {}  # the words of a refusal
        self.token = "token-1"
        self.posts: list[dict[str, Any]] = []
        self.forms: list[dict[str, list[str]]] = []
        self.seen: dict[str, int] = {}
        self.theirs: dict[str, str] = {}  # what somebody else has put into a cell
        self.spread: Callable[[dict[str, Any]], list[Cell]] = lambda phase: []
        self.also: Cell = {}  # one more cell that every answer speaks of
        self.deaf = False  # whether it answers without a word about the cells

    def show(
        self, kind: str, grid: Mapping[str, Any], language: str = "zh-hans", **more: Any
    ) -> None:
        """Put a page in the window, with the partial template as rooms include it."""
        context = {"grid": grid, "csrf_token": self.token, **more}
        storages = {**settings.STORAGES}
        storages |= {name: {"BACKEND": backend} for name, backend in PLAIN.items()}
        with override_settings(STORAGES=storages), translation.override(language):
            head = render_to_string("grids/_head.html", {"kind": kind})
            body = render_to_string(f"grids/_{kind}.html", context)
        self.page = SHELL.format(language=language, head=head, body=body, title=kind)

    def sent(self) -> list[dict[str, Any]]:
        """Every change that came, in order."""
        return [change for post in self.posts for change in post.get("changes", ())]

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        """Answer a post as the contract says."""
        self.posts.append(body)
        if self.deaf:
            return {"cells": []}
        if "phase" in body:
            return {"cells": self.spread(body["phase"])}
        known = dict(self.seen)
        cells = [self.cell(change, known) for change in body["changes"]]
        if self.also:
            cells.append({**self.also, "seen": max(self.seen.values())})
        return {"cells": cells, "left": 1}

    def cell(self, change: dict[str, Any], known: dict[str, int]) -> Cell:
        """One cell's answer; all changes of one post are judged by what was known."""
        keys = [name for name in ("line", "indicator", "subject") if name in change]
        row = "/".join(change[name] for name in keys)
        cell = {name: change[name] for name in (*keys, "column")}
        text = change["text"]
        if change["seen"] != known.setdefault(row, change["seen"]):
            theirs = self.theirs.get(f"{row} {change['column']}", "")
            return {
                **cell,
                "text": theirs,
                "seen": known[row],
                "state": "conflict",
                "theirs": {"text": theirs, "by": "填报岗乙"},
            }
        if change["column"] not in ("note", "items", "confirmed"):
            text = text.replace(",", "").replace("１", "1")
            if text and not NUMBER.fullmatch(text):
                return {**cell, **WRONG, "text": "", "seen": known[row]}
        self.seen[row] = known[row] + 1
        cell |= {"text": text, "seen": self.seen[row]}
        if change["column"] == "value" and len(text) > 6:
            return {**cell, **ASKED}
        if change["column"] == "value" and text == "0":
            return {**cell, **UNEXPLAINED}
        return {**cell, "state": "saved"}

    def touched(self, row: str, column: str, text: str) -> None:
        """Somebody else writes into a cell."""
        self.seen[row] = self.seen.get(row, 1) + 1
        self.theirs[f"{row} {column}"] = text


WRONG = {"state": "error", "message": "不是数字。", "next": "请填写数字，如 1234.5。"}
ASKED = {
    "state": "question",
    "message": "比本月计划大 1 万倍。",
    "next": "请核对单位。",
}
UNEXPLAINED = {
    "state": "words",
    "message": "完成不足八成。",
    "next": "请在说明栏写明原因。",
}


class Window(BaseHTTPRequestHandler):
    """Where requests are handed in, at one office."""

    office: Office
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            self.file(self.path.removeprefix("/static/").split("?")[0])
        else:
            self.answer(200, self.office.page.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if self.path == "/save":
            self.saved(body)
            return
        self.office.forms.append({"path": [self.path], **parse_qs(body)})
        self.answer(200, b"<h1>ok</h1>", "text/html")

    def saved(self, body: str) -> None:
        office = self.office
        status, said = office.status, office.said
        if status == 200 and self.headers["x-csrftoken"] != office.token:
            status, said = 403, {}
        if status == 302:
            self.answer(302, b"", "text/html", location="/sign-in")
        elif status == 200:
            answer = json.dumps(office.take(json.loads(body)))
            self.answer(200, answer.encode(), "application/json")
        else:
            content = json.dumps(said).encode() if said else b"<h1>no</h1>"
            kind = "application/json" if said else "text/html"
            self.answer(status, content, kind)

    def file(self, name: str) -> None:
        ours = settings.PACKAGE / "site" / "static" / name
        path = settings.VAR / name if name.startswith("vendor/") else ours
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        if path.is_file():
            self.answer(200, path.read_bytes(), kind)
        else:
            self.answer(404, b"", kind)

    def answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""
