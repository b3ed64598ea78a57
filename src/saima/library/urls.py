"""Addresses of the library."""

from django.urls import path

from saima.library.views import deeds, pages

app_name = "library"
PAPER = "<str:unit>/<int:paper>/"
STATEMENT = f"{PAPER}statements/<int:statement>/"

urlpatterns = [
    path("", pages.index, name="index"),
    path("<str:unit>/", pages.papers, name="papers"),
    path("<str:unit>/upload/", deeds.upload, name="upload"),
    path("<str:unit>/states/", pages.states, name="states"),
    path("<str:unit>/tasks/", pages.tasks, name="tasks"),
    path(PAPER, pages.paper, name="paper"),
    path(f"{PAPER}file/", pages.file, name="file"),
    path(f"{PAPER}again/", deeds.again, name="again"),
    path(f"{PAPER}sure/", deeds.sure, name="sure"),
    path(STATEMENT, pages.statement, name="statement"),
    path(f"{STATEMENT}accept/", deeds.accept, name="accept"),
    path(f"{STATEMENT}refuse/", deeds.refuse, name="refuse"),
    path(f"{STATEMENT}withdraw/", deeds.withdraw, name="withdraw"),
]
