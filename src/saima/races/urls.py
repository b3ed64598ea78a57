"""Addresses of the races: tables under `races`, how they are made under `editions`."""

from django.urls import path

from saima.people import converters  # noqa: F401 - months in addresses
from saima.races.views import editions, opening, rules, rules_form, tables

app_name = "races"
OF_A_MONTH = "editions/<str:slug>/<month:month>/"
urlpatterns = [
    path("races/", tables.index, name="index"),
    path("races/<str:slug>/", tables.latest, name="latest"),
    path("races/<str:slug>/scheme/", rules.scheme, name="scheme"),
    path("races/<str:slug>/<month:month>/", tables.league, name="league"),
    path("races/<str:slug>/<month:month>/<path:code>/", tables.entrant, name="entrant"),
    path("new-race/", opening.new, name="new"),
    path("new-race/open/", opening.opened, name="opened"),
    path("entrants/<str:slug>/", opening.entrants, name="entrants"),
    path("entrants/<str:slug>/enter/", opening.entered, name="entered"),
    path("rules/<str:slug>/", rules.drafting, name="drafting"),
    path("rules/<str:slug>/save/", rules.save, name="save_draft"),
    path("rules/<str:slug>/form/", rules_form.form, name="form"),
    path("rules/<str:slug>/form/fill/", rules_form.fill, name="fill"),
    path("rules/<str:slug>/begin/", rules.begin, name="begin_draft"),
    path("rules/<str:slug>/dry-run/", rules.dry_run, name="dry_run"),
    path("rules/<str:slug>/propose/", rules.propose, name="propose"),
    path("rules/<str:slug>/<int:number>/", rules.proposal, name="proposal"),
    path("rules/<str:slug>/<int:number>/assent/", rules.say, name="assent"),
    path("editions/verify_edition.py", editions.verifier, name="verifier"),
    path("editions/<str:slug>/", editions.archive, name="archive"),
    path(OF_A_MONTH, editions.month_editions, name="month_editions"),
    path(f"{OF_A_MONTH}compute/", editions.compute, name="compute"),
    path(f"{OF_A_MONTH}compare/", tables.compare, name="compare"),
    path(f"{OF_A_MONTH}now/", tables.now, name="now"),
    path(f"{OF_A_MONTH}now/<path:code>/", tables.now_entrant, name="now_entrant"),
    path(f"{OF_A_MONTH}preview/<int:number>/", editions.preview, name="preview"),
    path(
        f"{OF_A_MONTH}preview/<int:number>/publish/", editions.publish, name="publish"
    ),
    path(f"{OF_A_MONTH}<int:number>/", tables.edition, name="edition"),
    path(f"{OF_A_MONTH}<int:number>/file/", editions.file, name="edition_file"),
    path(
        f"{OF_A_MONTH}<int:number>/workbook/",
        editions.workbook,
        name="edition_workbook",
    ),
    path(f"{OF_A_MONTH}<int:number>/pdf/", editions.pdf, name="edition_pdf"),
    path(f"{OF_A_MONTH}<int:number>/seen/pdf/", editions.seen_pdf, name="seen_pdf"),
    path(
        f"{OF_A_MONTH}<int:number>/seen/workbook/",
        editions.seen_workbook,
        name="seen_workbook",
    ),
]
