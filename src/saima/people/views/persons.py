"""Persons, their accounts and posts, and what two administrators do to them."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from saima.core.authority import PostKind, Verb
from saima.core.refusal import Refused
from saima.people import queries
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

SHOWN = 100  # persons on a page; more are found by searching


@require_safe
def persons(request: Asked) -> HttpResponse:
    """Everybody, or whom one searches for."""
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
    form = AddAccountForm(request.POST)
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
    account = get_object_or_404(Account, pk=number)
    by = request.actor.who(Verb.CHANGE_PERSONS)
    return _told(request, account, actions.reset_password(account, by=by))


@require_POST
def switch(request: Asked, number: int) -> HttpResponse:
    """Switch an account on or off."""
    account = get_object_or_404(Account, pk=number)
    by = request.actor.who(Verb.CHANGE_PERSONS)
    try:
        actions.switch_account(account, active=request.POST.get("active") == "1", by=by)
    except Refused as no:
        return _page(request, None, no)
    return redirect("people:persons")


@require_POST
def grant(request: Asked) -> HttpResponse:
    """Give a person a post."""
    form = GrantPostForm(kept_units(request.actor, Verb.GRANT_POSTS), request.POST)
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


def _told(request: Asked, account: Account, first: str) -> HttpResponse:
    return render(request, "people/first.html", {"account": account, "first": first})


def _page(
    request: Asked, sent: forms.Form | None = None, refused: Refused | None = None
) -> HttpResponse:
    wanted = request.GET.get("q", "").strip().replace("\0", "")
    found = queries.persons()
    if wanted:
        found = found.filter(
            Q(name__icontains=wanted)
            | Q(staff_number__icontains=wanted)
            | Q(accounts__username__icontains=wanted)
            | Q(posts__unit__name__icontains=wanted)
        ).distinct()
    kept = {unit.pk for unit in kept_units(request.actor, Verb.GRANT_POSTS)}
    shown = list(found[: SHOWN + 1])
    given = {
        "wanted": wanted,
        "persons": [_line(person, kept) for person in shown[:SHOWN]],
        "more": len(shown) > SHOWN,
        "changes": request.actor.may(Verb.CHANGE_PERSONS),
        "grants": request.actor.may(Verb.GRANT_POSTS),
        "forms": _forms(request, sent),
        "refused": refused,
        "today": queries.today(),
        "me": request.actor,
    }
    status = 409 if refused else 400 if sent else 200
    return render(request, "people/persons.html", given, status=status)


def _line(person: Person, kept: set[int]) -> dict[str, object]:
    """A person with accounts, and the posts that have not ended."""
    day = queries.today()
    posts = [
        {"post": post, "ends": post.closed is None and post.unit_id in kept}
        for post in person.posts.all()
        if post.closed is None or post.closed >= day
    ]
    return {"person": person, "accounts": list(person.accounts.all()), "posts": posts}


def _forms(request: Asked, sent: forms.Form | None) -> dict[str, forms.Form]:
    found: dict[str, forms.Form] = {}
    if request.actor.may(Verb.CHANGE_PERSONS):
        found["person"] = _kept(sent, AddPersonForm) or AddPersonForm(auto_id="new_%s")
        found["account"] = _kept(sent, AddAccountForm) or AddAccountForm(
            auto_id="account_%s"
        )
    if request.actor.may(Verb.GRANT_POSTS):
        found["grant"] = _kept(sent, GrantPostForm) or GrantPostForm(
            kept_units(request.actor, Verb.GRANT_POSTS), auto_id="grant_%s"
        )
    return found


def _kept(sent: forms.Form | None, kind: type[forms.Form]) -> forms.Form | None:
    return sent if isinstance(sent, kind) else None
