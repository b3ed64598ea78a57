"""At the start the room says what it knows to those below that ask for it."""

from importlib import import_module

from django.apps import AppConfig


class Library(AppConfig):
    """Registers what the plan wants to know of papers, and the job that reads them."""

    name = "saima.library"

    def ready(self) -> None:
        """Its models are there: its readers can be registered."""
        import_module("saima.library.telling")
        import_module("saima.library.actions.jobs")
