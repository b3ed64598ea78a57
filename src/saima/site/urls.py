"""Where each address leads."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("saima.people.urls")),
    path("plans/", include("saima.plans.urls")),
    path("journal/", include("saima.journal.urls")),
    path("", RedirectView.as_view(pattern_name="races:index"), name="home"),
    path("", include("saima.races.urls")),
]
