"""The language model (语言模型) on the intranet that may propose, where the operator has set one."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

from saima.reading.papers.proposing.settings import Endpoint, endpoint_in


def endpoint(environment: Mapping[str, str]) -> Endpoint | None:
    """Where it answers; None where none is set, and no start where it is set wrongly."""
    try:
        return endpoint_in(environment)
    except ValueError as wrong:
        raise ImproperlyConfigured(str(wrong)) from None
