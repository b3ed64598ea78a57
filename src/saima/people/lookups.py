"""`unit__any_of=numbers`: one parameter however many numbers there are.

`__in` writes every number into the query, which is then read three times: by Django,
by the driver, which parses long queries anew each time, and by PostgreSQL. With three
hundred units that took ten milliseconds for each query of a page.
"""

from __future__ import annotations

from typing import Any

from django.db.models import AutoField, BigAutoField, BigIntegerField, Lookup
from django.db.models.fields.related import ForeignObject


class AnyOf(Lookup[Any]):
    """Whether a number is one of an array."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition, with the array as its one parameter."""
        left, given = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", (*given, sorted(self.rhs))


for kind in (ForeignObject, AutoField, BigAutoField, BigIntegerField):
    kind.register_lookup(AnyOf)
