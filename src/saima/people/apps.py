"""What this room tells others when the site starts."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, units and posts."""

    name = "saima.people"

    def ready(self) -> None:
        """Tell the journal what its numbers are called."""
        import_module("saima.people.naming")
