"""Who asks, as the gate tells every view."""

from __future__ import annotations

from django.http import HttpRequest

from saima.people.queries import Actor


class Asked(HttpRequest):
    """A request of somebody who has signed in, in the posts held today."""

    actor: Actor


class Met(HttpRequest):
    """A request of anybody."""

    actor: Actor | None
