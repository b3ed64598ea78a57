"""What the numbers in the journal are called."""

from __future__ import annotations

from collections.abc import Collection

from saima.journal.naming import names
from saima.people.models import Account, OrgUnit, Person


@names("account")
def account_names(numbers: Collection[int]) -> dict[int, str]:
    """Accounts by their names."""
    found = Account.objects.filter(pk__in=numbers)
    return dict(found.values_list("pk", "username"))


@names("person")
def person_names(numbers: Collection[int]) -> dict[int, str]:
    """Persons by their names."""
    return dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))


@names("unit")
def unit_names(numbers: Collection[int]) -> dict[int, str]:
    """Units by their names."""
    return dict(OrgUnit.objects.filter(pk__in=numbers).values_list("pk", "name"))
