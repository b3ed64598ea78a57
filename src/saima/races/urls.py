"""Addresses of the races."""

from django.urls import path

from saima.people import converters  # noqa: F401 - months in addresses
from saima.races import views

app_name = "races"
urlpatterns = [
    path("races/", views.index, name="index"),
    path("races/<str:slug>/", views.latest, name="latest"),
    path("races/<str:slug>/scheme/", views.scheme, name="scheme"),
    path("races/<str:slug>/<month:month>/", views.league, name="league"),
    path("races/<str:slug>/<month:month>/<path:code>/", views.entrant, name="entrant"),
]
