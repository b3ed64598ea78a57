"""An organisation at work, and a scope in which all of it is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from saima.people import scope
from saima.submissions.tests.made import Cast, cast


@pytest.fixture
def staff(db: None) -> Iterator[Cast]:
    """The small organisation, in the scope of everything."""
    with scope.of_everything():
        yield cast()
