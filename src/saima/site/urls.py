"""Where each address leads."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("saima.people.urls")),
    path("plans/", include("saima.plans.urls")),
    path("journal/", include("saima.journal.urls")),
    path("papers/", include("saima.library.urls")),
    path("", include("saima.submissions.urls")),
    path("", include("saima.races.urls")),
]
