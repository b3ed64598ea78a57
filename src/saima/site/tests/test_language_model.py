"""A language model is asked only where the operator has set one, and rightly."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from saima.site.language_model import endpoint

GIVEN = {
    "SAIMA_MODEL_URL": "http://10.0.0.5:8000/v1",
    "SAIMA_MODEL_NAME": "m",
    "SAIMA_MODEL_KEY": "geheim",
}


def test_none_is_asked_unless_one_is_set() -> None:
    assert endpoint({}) is None
    set_up = endpoint(GIVEN)
    assert set_up
    assert ("m", "geheim") == (set_up.model, set_up.key)


@pytest.mark.parametrize(
    "changed",
    [{"SAIMA_MODEL_URL": "file:///etc/passwd"}, {"SAIMA_MODEL_NAME": ""}],
)
def test_one_that_is_set_wrongly_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="SAIMA_MODEL") as refusal:
        endpoint(GIVEN | changed)
    assert "geheim" not in str(refusal.value)


def settings_with(**changed: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own."""
    code = "from saima.site import settings; print(settings.SAIMA_MODEL)"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | GIVEN | changed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_start_with_an_address_that_is_none() -> None:
    refused = settings_with(SAIMA_MODEL_URL="gopher://10.0.0.5/")
    assert refused.returncode
    assert "SAIMA_MODEL_URL is no address" in refused.stderr
    assert "geheim" not in refused.stderr + refused.stdout
    started = settings_with()
    assert (0, True) == (started.returncode, "10.0.0.5:8000" in started.stdout)
    assert "geheim" not in started.stderr + started.stdout
