"""Addresses of the races."""

from django.urls import path, register_converter

from saima.core.periods import Month
from saima.races import views


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

app_name = "races"
urlpatterns = [
    path("races/", views.index, name="index"),
    path("races/<str:slug>/", views.latest, name="latest"),
    path("races/<str:slug>/scheme/", views.scheme, name="scheme"),
    path("races/<str:slug>/<month:month>/", views.league, name="league"),
    path("races/<str:slug>/<month:month>/<path:code>/", views.entrant, name="entrant"),
]
