"""The door: signing in and out, one's own password, and the very first setting up."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from saima.core.refusal import Refused
from saima.core.words import words
from saima.people import queries, set_up_code
from saima.people.accounts import unread
from saima.people.actions import signing
from saima.people.actions.attempts import begin_attempt, take_back
from saima.people.actions.beginning import Newcomer, begin
from saima.people.actions.handovers import mark_read
from saima.people.actions.units import NewUnit
from saima.people.asking import Asked, Met
from saima.people.forms import (
    ADMINISTRATORS,
    FirstPasswordForm,
    PasswordForm,
    SetUpForm,
    SignInForm,
)
from saima.people.models import Account
from saima.people.news import BEFORE, NEWS

SHOWN = 5  # of what was done to an account
BACKEND = "saima.people.signing.Backend"
page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@never_cache
@page
def sign_in(request: Met) -> HttpResponse:
    """Ask who it is."""
    after = _own(request.POST.get("next") or request.GET.get("next") or "")
    if request.actor is not None:
        return redirect(after)
    if not queries.set_up():
        return redirect("people:set_up")
    form = SignInForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["username"], form.cleaned_data["password"]
        try:
            account = signing.sign_in(name, password, address=_address(request))
        except Refused as no:
            refused = no
        else:
            _let_in(request, account)
            return redirect(after)
    unchosen = isinstance(refused, signing.Waits) and refused.unchosen
    given = {"form": form, "refused": refused, "next": after, "unchosen": unchosen}
    return render(request, "people/sign_in.html", given, status=_status(form, refused))


def _let_in(request: HttpRequest, account: Account) -> None:
    """Begin the session, which tells on its pages what the owner should know."""
    before, news = account.last_login, unread(account.pk).exists()
    login(request, account, backend=BACKEND)
    request.session[BEFORE] = before.isoformat() if before else ""
    request.session[NEWS] = news


@require_POST
def told(request: Asked) -> HttpResponse:
    """What was done to the account has been read."""
    mark_read(_account(request))
    request.session[NEWS] = False
    return redirect("/")


@sensitive_post_parameters()
@never_cache
@page
def first_password(request: Met) -> HttpResponse:
    """Choose a password while the account waits for its release."""
    form = FirstPasswordForm(request.POST or None)
    refused, chosen = None, False
    if request.method == "POST" and form.is_valid():
        one = form.cleaned_data
        given = signing.FirstPassword(one["username"], one["old"], one["password"])
        try:
            signing.choose_first_password(given, address=_address(request))
        except Refused as no:
            refused = no
        else:
            chosen = True
    page = {"form": form, "refused": refused, "chosen": chosen}
    status = _status(form, refused)
    return render(request, "people/first_password.html", page, status=status)


@require_POST
def sign_out(request: Asked) -> HttpResponse:
    """Go; the session ends."""
    signing.sign_out(_account(request))
    logout(request)
    return redirect("people:sign_in")


@sensitive_post_parameters()
@never_cache
@page
def password(request: Asked) -> HttpResponse:
    """Choose a password of one's own; all other sessions end."""
    account = _account(request)
    form = PasswordForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["password"]
        try:
            signing.choose_password(account, old, new, address=_address(request))
        except Refused as no:
            refused = no
        else:
            account.refresh_from_db()
            update_session_auth_hash(request, account)
            return redirect("/")
    given = {
        "form": form,
        "refused": refused,
        "must": account.must_change_password,
        "username": account.username,
        "done": account.handovers.select_related("by").order_by("-id")[:SHOWN],
    }
    return render(request, "people/password.html", given, status=_status(form, refused))


@sensitive_post_parameters()
@never_cache
@page
def set_up(request: Met) -> HttpResponse:
    """Name the group and its three administrators; there is such a page only once."""
    if queries.set_up():
        raise Http404
    form = SetUpForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, form)
        except Refused as no:
            if queries.set_up():
                raise Http404 from no
            refused = no
    given = {"form": form, "parts": form.parts(), "refused": refused}
    return render(request, "people/set_up.html", given, status=_status(form, refused))


def _begun(request: HttpRequest, form: SetUpForm) -> HttpResponse:
    given = form.cleaned_data
    attempt = begin_attempt("set-up", _address(request))
    if not set_up_code.is_right(given["code"]):
        raise Refused(
            words("this is not the code"),
            words("copy the code that `saima serve` prints on the server's console"),
        )
    take_back(attempt)
    newcomers = {
        kind: Newcomer(
            given[f"{kind}_number"], given[f"{kind}_name"], given[f"{kind}_account"]
        )
        for kind in ADMINISTRATORS
    }
    group = NewUnit(given["group_code"], given["group_name"])
    first = begin(group, newcomers, given["password"])
    set_up_code.forget_code()
    shown = [
        (one.name, one.username, first.get(one.username)) for one in newcomers.values()
    ]
    return render(request, "people/begun.html", {"accounts": shown})


def _own(address: str) -> str:
    """An address of this site, else its first page."""
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if own and address.startswith("/") else "/"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _account(request: HttpRequest) -> Account:
    account = request.user
    assert isinstance(account, Account)
    return account


def _status(form: forms.Form, refused: Refused | None) -> int:
    if refused:
        return 409
    return 400 if form.is_bound and not form.is_valid() else 200
