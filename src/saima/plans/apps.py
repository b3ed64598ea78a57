"""At the start the room says of which deeds it wants to hear."""

from importlib import import_module

from django.apps import AppConfig


class Plans(AppConfig):
    """Registers what the plan does when something happens below it."""

    name = "saima.plans"

    def ready(self) -> None:
        """Its models are there: its handlers can be registered."""
        import_module("saima.plans.hearing")
