"""At the start the room says what it knows to those below that ask for it."""

from importlib import import_module

from django.apps import AppConfig


class Submissions(AppConfig):
    """Registers what the plan wants to know."""

    name = "saima.submissions"

    def ready(self) -> None:
        """Its models are there: their readers can be registered."""
        import_module("saima.submissions.telling")
