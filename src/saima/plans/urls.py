"""Addresses of the plan."""

from django.urls import path

from saima.plans.views import deeds, files, pages, pledges

app_name = "plans"
YEAR = "<str:unit>/<int:year>/"
TARGET = f"{YEAR}history/<str:subject>/<str:indicator>/"

urlpatterns = [
    path("", pages.index, name="index"),
    path("<str:unit>/catalog/", pages.catalog, name="catalog"),
    path(YEAR, pages.grid, name="grid"),
    path(f"{YEAR}cells/", deeds.cells, name="cells"),
    path(f"{YEAR}discard/", deeds.discard, name="discard"),
    path(f"{YEAR}adopt/", deeds.adopt_drafts, name="adopt"),
    path(f"{YEAR}workbook/", files.workbook, name="workbook"),
    path(f"{YEAR}uploads/", files.upload, name="upload"),
    path(f"{YEAR}uploads/<int:upload>/", files.trial, name="trial"),
    path(f"{YEAR}uploads/<int:upload>/load/", files.load, name="load"),
    path(f"{YEAR}pledge/", pledges.pledge, name="pledge"),
    path(f"{YEAR}history/", pages.find, name="find"),
    path(TARGET, pages.history, name="history"),
    path(f"{TARGET}meaning/", deeds.mean, name="mean"),
]
