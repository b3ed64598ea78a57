"""What the worker does for the library."""

from __future__ import annotations

from django_tasks import task

from saima.library.actions.reading import read_in
from saima.people import scope


@task()
def read_paper(number: int) -> None:
    """Read a paper that was sent; one that was read in the meantime is left."""
    with scope.of_everything():
        read_in(number)
