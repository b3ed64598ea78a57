"""A month in an address; to import this module is to have it."""

from django.urls import register_converter

from saima.core.periods import Month


class MonthConverter:
    """A month in an address, written as 2022-05."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> Month:
        """Read it; one that does not exist leads nowhere."""
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        """Write it."""
        return str(value)


register_converter(MonthConverter, "month")
