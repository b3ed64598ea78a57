"""Behind a proxy (反向代理): which one is believed, and under which names we are called."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# What the proxy tells of whoever asked: their address, and whether it was by TLS.
BELIEVED = {"x-forwarded-for", "x-forwarded-proto"}
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def trusted_proxy(environment: Mapping[str, str]) -> str:
    """The address of the one proxy that is believed; nothing where there is none."""
    given = environment.get("SAIMA_TRUSTED_PROXY", "").strip()
    if not given:
        return ""
    try:
        return str(ip_address(given))
    except ValueError as wrong:
        raise ImproperlyConfigured(
            f"SAIMA_TRUSTED_PROXY is {given!r}: give the one address from which the "
            "proxy asks, such as 127.0.0.1."
        ) from wrong


def hosts(environment: Mapping[str, str]) -> list[str]:
    """The names by which the pages may be asked for."""
    given = environment.get("SAIMA_HOSTS", "").replace(",", " ").split()
    if any("*" in name for name in given):
        raise ImproperlyConfigured(
            "SAIMA_HOSTS names each host in full, such as saima.example.cn: no *."
        )
    return [*LOOPBACK, *given]


def believing(proxy: str) -> dict[str, Any]:
    """What the server is told; headers of anybody else are taken out, not believed."""
    if not proxy:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": BELIEVED,
        "clear_untrusted_proxy_headers": True,
    }
