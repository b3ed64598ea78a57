"""Addresses of the plan."""

from django.urls import path

from saima.plans.views import catalog, deeds, files, pages, pledges, subjects

app_name = "plans"
YEAR = "<str:unit>/<int:year>/"
TARGET = f"{YEAR}history/<str:subject>/<str:indicator>/"

INDICATOR = "<str:unit>/catalog/<str:indicator>/"
SUBJECT = "<str:unit>/subjects/<str:subject>/"

urlpatterns = [
    path("", pages.index, name="index"),
    path("<str:unit>/catalog/", catalog.catalog, name="catalog"),
    path("<str:unit>/new-indicator/", catalog.define, name="add_indicator"),
    path(INDICATOR, catalog.indicator, name="indicator"),
    path(f"{INDICATOR}version/", catalog.redefine, name="new_version"),
    path(f"{INDICATOR}words/", catalog.mend, name="mend_words"),
    path(f"{INDICATOR}names/", catalog.ask_names, name="ask_names"),
    path("<str:unit>/subjects/", subjects.subjects, name="subjects"),
    path("<str:unit>/new-subject/", subjects.add, name="add_subject"),
    path("<str:unit>/new-elimination/", subjects.eliminate, name="add_elimination"),
    path(SUBJECT, subjects.subject, name="subject"),
    path(f"{SUBJECT}close/", subjects.close, name="close_subject"),
    path(f"{SUBJECT}duties/", subjects.take_on, name="add_duties"),
    path(f"{SUBJECT}duties/<int:number>/end/", subjects.end, name="end_duty"),
    path(YEAR, pages.grid, name="grid"),
    path(f"{YEAR}cells/", deeds.cells, name="cells"),
    path(f"{YEAR}discard/", deeds.discard, name="discard"),
    path(f"{YEAR}adopt/", deeds.adopt_drafts, name="adopt"),
    path(f"{YEAR}proposed/<int:proposal>/", deeds.take_up, name="take_up"),
    path(f"{YEAR}workbook/", files.workbook, name="workbook"),
    path(f"{YEAR}uploads/", files.upload, name="upload"),
    path(f"{YEAR}uploads/<int:upload>/", files.trial, name="trial"),
    path(f"{YEAR}uploads/<int:upload>/load/", files.load, name="load"),
    path(f"{YEAR}pledge/", pledges.pledge, name="pledge"),
    path(f"{YEAR}history/", pages.find, name="find"),
    path(TARGET, pages.history, name="history"),
    path(f"{TARGET}meaning/", deeds.mean, name="mean"),
]
