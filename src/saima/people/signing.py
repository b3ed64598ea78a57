"""What tells whose account it is: a name and a password, and nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from saima.people.accounts import able
from saima.people.models import Account

NO_PASSWORD = "!"


class Backend(BaseBackend):
    """Accounts that are switched on, by name and password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str = "",
        password: str = "",
        **_: Any,
    ) -> Account | None:
        """The account, also one that waits; time tells nothing, since one digest is computed."""
        account = Account.objects.filter(username=username).first()
        right = check_password(password, account.password if account else NO_PASSWORD)
        return account if account and right and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, unless it was switched off or waits for a release."""
        return able().filter(pk=user_id).select_related("person").first()
