"""Addresses of what is reported."""

from django.urls import path

from saima.people import converters  # noqa: F401 - months in addresses
from saima.submissions.views import board, cells, files, home, month, steps

ONE = "submissions/<str:unit>/<month:month>/"

app_name = "submissions"
urlpatterns = [
    path("", home.home, name="home"),
    path("submissions/", board.board, name="board"),
    path("submissions/<str:unit>/deadline/", board.deadline, name="deadline"),
    path("submissions/<str:unit>/extend/", board.extend, name="extend"),
    path(ONE, month.month, name="month"),
    path(f"{ONE}cells/", cells.cells, name="cells"),
    path(f"{ONE}save/", cells.save, name="save"),
    path(f"{ONE}submit/", steps.submit, name="submit"),
    path(f"{ONE}approve/", steps.approve, name="approve"),
    path(f"{ONE}send-back/", steps.send_back, name="send_back"),
    path(f"{ONE}accept/", steps.accept, name="accept"),
    path(f"{ONE}return/", steps.return_to_unit, name="return_to_unit"),
    path(f"{ONE}reopen/", steps.reopen, name="reopen"),
    path(f"{ONE}workbook/", files.workbook, name="workbook"),
    path(f"{ONE}upload/", files.upload, name="upload"),
    path(f"{ONE}uploads/<int:upload>/", files.trial, name="trial"),
    path(f"{ONE}uploads/<int:upload>/annotated/", files.annotated, name="annotated"),
    path(f"{ONE}uploads/<int:upload>/load/", files.load, name="load"),
]
