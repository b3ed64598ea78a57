"""Where a model answers, as the operator has set it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

URL, NAME, KEY = "SAIMA_MODEL_URL", "SAIMA_MODEL_NAME", "SAIMA_MODEL_KEY"


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers: address up to /v1, the model's name, a key or none, seconds to wait."""

    address: str
    model: str
    key: str = field(default="", repr=False)  # never in a log or traceback
    seconds: int = 60


def endpoint_in(environment: Mapping[str, str]) -> Endpoint | None:
    """Give the endpoint that is set, None where none is; ValueError, in words, where it is set wrongly."""
    address, model, key = (
        environment.get(name, "").strip() for name in (URL, NAME, KEY)
    )
    if not address:
        if model or key:
            raise ValueError(
                f"{URL} is missing: {NAME} and {KEY} mean nothing without it."
            )
        return None
    _check(address)
    if not model:
        raise ValueError(f"{NAME} is missing: name the model that {URL} is to run.")
    if not (key.isascii() and key.isprintable()):
        raise ValueError(f"{KEY} holds a sign that no key may hold.")
    return Endpoint(address, model, key)


def _check(address: str) -> None:
    """Refuse what is no plain address; it is not repeated, as it may hold a password."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not named or parts.scheme not in {"http", "https"}:
        raise ValueError(
            f"{URL} is no address: give http:// or https://, a host and a path, "
            "such as http://10.0.0.5:8000/v1."
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{URL} holds more than an address; a key belongs into {KEY}.")
    if not address.isascii() or not address.isprintable() or " " in address:
        raise ValueError(f"{URL} holds a sign that no address may hold.")
