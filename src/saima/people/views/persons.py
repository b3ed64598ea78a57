"""Persons, their accounts and posts, and what two administrators do to them."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import PostKind, Verb
from saima.core.refusal import Refused
from saima.people.accounts import Access, access_of, accounts_under, persons_under
from saima.people.actions import handovers
from saima.people.actions import persons as actions
from saima.people.actions.posts import end_post, grant_post
from saima.people.asking import Asked
from saima.people.forms import (
    AddAccountForm,
    AddPersonForm,
    EndPostForm,
    GrantPostForm,
)
from saima.people.models import Account, Person, Post
from saima.people.org_chart import kept_units
from saima.people.person_list import person_lines, persons_seen, waiting_lines

SHOWN = 100  # persons on a page; more are found by searching


@require_safe
def persons(request: Asked) -> HttpResponse:
    """Whom one looks after, or whom of them one searches for."""
    return _page(request)


@never_cache
@require_POST
def add_person(request: Asked) -> HttpResponse:
    """Enter a person with an account; the first password is shown this once."""
    form = AddPersonForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    by = request.actor.who(Verb.CHANGE_PERSONS)
    try:
        account, first = actions.add_person_with_account(
            given["staff_number"], given["name"], given["username"], by=by
        )
    except Refused as no:
        return _page(request, form, no)
    return _told(request, account, first)


@never_cache
@require_POST
def add_account(request: Asked) -> HttpResponse:
    """Give a person another account."""
    form = AddAccountForm(_under(request, Verb.CHANGE_PERSONS), request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    by = request.actor.who(Verb.CHANGE_PERSONS)
    try:
        account, first = actions.add_account(given["person"], given["username"], by=by)
    except Refused as no:
        return _page(request, form, no)
    return _told(request, account, first)


@never_cache
@require_POST
def reset(request: Asked, number: int) -> HttpResponse:
    """Give an account a new first password."""
    account = _account(request, Verb.CHANGE_PERSONS, number)
    try:
        by = request.actor.who(Verb.CHANGE_PERSONS)
        first = actions.reset_password(account, by=by)
    except Refused as no:
        return _page(request, None, no)
    return _told(request, account, first)


@require_POST
def switch(request: Asked, number: int) -> HttpResponse:
    """Switch an account on or off."""
    account = _account(request, Verb.CHANGE_PERSONS, number)
    by = request.actor.who(Verb.CHANGE_PERSONS)
    try:
        actions.switch_account(account, active=request.POST.get("active") == "1", by=by)
    except Refused as no:
        return _page(request, None, no)
    return redirect("people:persons")


@require_POST
def release(request: Asked, number: int) -> HttpResponse:
    """Let an account sign in, as the second person."""
    account = _account(request, Verb.GRANT_POSTS, number)
    try:
        handovers.release(account, by=request.actor.who(Verb.GRANT_POSTS))
    except Refused as no:
        return _page(request, None, no)
    return redirect("people:persons")


def _under(request: Asked, verb: Verb) -> QuerySet[Person]:
    return persons_under(request.actor, verb)


def _account(request: Asked, verb: Verb, number: int) -> Account:
    """An account of somebody whom the administrator looks after; no other is there."""
    return get_object_or_404(accounts_under(request.actor, verb), pk=number)


@require_POST
def grant(request: Asked) -> HttpResponse:
    """Give a person a post."""
    form = _grant_form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    try:
        grant_post(
            given["person"],
            PostKind(given["kind"]),
            given["unit"],
            by=request.actor.who(Verb.GRANT_POSTS, given["unit"]),
            opened=given["opened"],
            deputizes=given["deputizes"],
        )
    except Refused as no:
        return _page(request, form, no)
    return redirect("people:persons")


@require_POST
def end(request: Asked, number: int) -> HttpResponse:
    """Let a post end."""
    kept = [unit.pk for unit in kept_units(request.actor, Verb.GRANT_POSTS)]
    held = Post.objects.select_related("unit").filter(unit__in=kept)
    post = get_object_or_404(held, pk=number)
    form = EndPostForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    by = request.actor.who(Verb.GRANT_POSTS, post.unit)
    try:
        end_post(post, by=by, last=form.cleaned_data["last"])
    except Refused as no:
        return _page(request, None, no)
    return redirect("people:persons")


def _grant_form(request: Asked, *given: QueryDict, **options: str) -> GrantPostForm:
    units = kept_units(request.actor, Verb.GRANT_POSTS)
    return GrantPostForm(units, _under(request, Verb.GRANT_POSTS), *given, **options)


def _told(request: Asked, account: Account, first: str) -> HttpResponse:
    held = access_of(account) is Access.WAITING
    given = {"account": account, "first": first, "waits": held}
    return render(request, "people/first.html", given)


def _page(
    request: Asked, sent: forms.Form | None = None, refused: Refused | None = None
) -> HttpResponse:
    wanted = request.GET.get("q", "").strip().replace("\0", "")
    shown = list(persons_seen(request.actor, wanted)[: SHOWN + 1])
    given = {
        "wanted": wanted,
        "persons": person_lines(request.actor, shown[:SHOWN]),
        "more": len(shown) > SHOWN,
        "waiting": waiting_lines(request.actor),
        "grants": request.actor.may(Verb.GRANT_POSTS),
        "forms": _forms(request, sent),
        "refused": refused,
        "me": request.actor,
    }
    status = 409 if refused else 400 if sent else 200
    return render(request, "people/persons.html", given, status=status)


def _forms(request: Asked, sent: forms.Form | None) -> dict[str, forms.Form]:
    found: dict[str, forms.Form] = {}
    if request.actor.may(Verb.CHANGE_PERSONS):
        under = _under(request, Verb.CHANGE_PERSONS)
        found["person"] = _kept(sent, AddPersonForm) or AddPersonForm(auto_id="new_%s")
        found["account"] = _kept(sent, AddAccountForm) or AddAccountForm(
            under, auto_id="account_%s"
        )
    if request.actor.may(Verb.GRANT_POSTS):
        found["grant"] = _kept(sent, GrantPostForm) or _grant_form(
            request, auto_id="grant_%s"
        )
    return found


def _kept(sent: forms.Form | None, kind: type[forms.Form]) -> forms.Form | None:
    return sent if isinstance(sent, kind) else None
