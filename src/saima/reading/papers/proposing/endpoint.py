"""The one way out: an OpenAI-compatible endpoint that the operator has set, asked once a paper."""

import json
import time
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from saima.reading.papers.checks import checks_of
from saima.reading.papers.paper import Paper
from saima.reading.papers.proposing.answers import (
    Proposed,
    Refusal,
    proposed_in,
    together,
)
from saima.reading.papers.proposing.asking import messages_of
from saima.reading.papers.proposing.settings import Endpoint

MOST_BYTES = 1_000_000
MOST_SIGNS = 40_000


@dataclass(frozen=True)
class Answered:
    """A paper with a model's proposals in it, and what of the answer was refused."""

    paper: Paper
    refused: tuple[Refusal, ...]


def read_with(endpoint: Endpoint, paper: Paper) -> Answered:
    """Ask a model about a paper; without an answer the paper stays as it was read.

    Redirects are not followed and proxies of the environment not used: nothing goes to another host.
    """
    text = paper.clean.text
    if not text.strip():
        return Answered(paper, ())
    if len(text) > MOST_SIGNS:
        return Answered(paper, (Refusal(-1, "too_long"),))
    answer = _asked(endpoint, text)
    proposed = (
        proposed_in(answer, text)
        if answer is not None
        else Proposed((), (Refusal(-1, "no_answer"),))
    )
    quantities = together(paper.quantities, proposed.quantities)
    read = replace(paper, quantities=quantities, checks=checks_of(quantities))
    return Answered(read, proposed.refused)


def _asked(endpoint: Endpoint, text: str) -> str | None:
    """Give what the model said, or None where it did not answer in the form of the interface."""
    body = {"model": endpoint.model, "temperature": 0, "messages": messages_of(text)}
    try:
        return _content(_sent(endpoint, json.dumps(body).encode()))
    except (OSError, HTTPException, ValueError, LookupError, TypeError, RecursionError):
        return None


def _sent(endpoint: Endpoint, body: bytes) -> bytes:
    """Post to the one address; ValueError for another answer than 200."""
    parts = urlsplit(endpoint.address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an endpoint's address begins with http:// or https://")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=endpoint.seconds)
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        connection.request(
            "POST", parts.path.rstrip("/") + "/chat/completions", body, headers
        )
        response = connection.getresponse()
        answer = _whole(response, time.monotonic() + endpoint.seconds)
    finally:
        connection.close()
    if response.status != 200:
        raise ValueError("no usable answer")
    return answer


def _whole(response: HTTPResponse, until: float) -> bytes:
    """Read an answer; one that drips in, or is too long, is none."""
    parts, length = [], 0
    while part := response.read1(65_536):
        parts.append(part)
        length += len(part)
        if length > MOST_BYTES or time.monotonic() > until:
            raise ValueError("the answer is too long or takes too long")
    return b"".join(parts)


def _content(answer: bytes) -> str:
    content = json.loads(answer)["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise ValueError("the answer is no text")
    return content
