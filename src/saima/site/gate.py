"""The gate before every view: who asks, whether they may, and what they may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from saima.people import queries, scope
from saima.people.models import Account, OrgUnit
from saima.people.queries import Actor
from saima.people.scope import NOTHING, Scope
from saima.site.policy import POLICY, Door, Rule

Answer = Callable[[HttpRequest], HttpResponse]
# What an account that must choose a password can still do.
BEFORE_THE_PASSWORD = {"people:password", "people:sign_out", "set_language"}


class Gate:
    """Middleware: runs a view in the scope of whoever asks, or refuses."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let everybody through to where the address leads; nothing is kept by a cache.

        Static files are answered before the gate, and may be kept.
        """
        response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse:
        """Ask the policy, then call the view within the scope."""
        match = request.resolver_match
        name = match.view_name if match else ""
        rule = POLICY.get(name)
        if rule is None:
            # An address that nobody thought about is not served to anybody.
            raise PermissionDenied(f"the route {name!r} stands in no policy")
        if rule.door is Door.PUBLIC:
            request.actor = _actor(request)  # type: ignore[attr-defined]
            with scope.of(NOTHING):
                return _called(view, request, args, kwargs)
        actor = _actor(request)
        if actor is None:
            return _to_sign_in(request)
        if request.user.must_change_password and name not in BEFORE_THE_PASSWORD:  # type: ignore[union-attr]
            return redirect("people:password")
        request.actor = actor  # type: ignore[attr-defined]
        with scope.of(_scope(rule, actor, kwargs)):
            return _called(view, request, args, kwargs)


def _called(view: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    response: HttpResponse = view(request, *args, **kwargs)
    # What is rendered late would be rendered outside of the scope.
    if hasattr(response, "render") and callable(response.render):
        response = response.render()
    return response


def _actor(request: HttpRequest) -> Actor | None:
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return None
    return queries.actor_of(account)


def _scope(rule: Rule, actor: Actor, kwargs: dict[str, Any]) -> Scope:
    """The scope of a page; refuses what the actor may not see, or not do."""
    seen = actor.scope
    if rule.door is Door.SIGNED_IN or rule.verb is None:
        return seen
    unit = _unit(rule, actor, kwargs, seen)
    if not actor.may(rule.verb, unit):
        raise PermissionDenied
    return seen


def _unit(
    rule: Rule, actor: Actor, kwargs: dict[str, Any], seen: Scope
) -> OrgUnit | None:
    """The unit that an address names; one outside of the scope is not there."""
    if not rule.unit:
        return None
    unit = actor.tree.of_code(kwargs[rule.unit])
    if unit is None or not seen.holds(unit.pk):
        raise Http404
    return unit


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if not queries.set_up():
        return redirect("people:set_up")
    after = {"next": request.get_full_path()}
    return redirect(f"{reverse('people:sign_in')}?{urlencode(after)}")
