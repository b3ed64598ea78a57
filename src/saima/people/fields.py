"""A month as a column: 2022-05 is kept as 202205."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from saima.core.periods import Month

ONE = Decimal(1)


class MonthField(models.IntegerField[Any, Any]):
    """A `Month` in Python, a whole number in the database, in the same order."""

    # What the checker of types takes for the kinds of value of a column.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Month  # type: ignore[assignment]
    _pyi_lookup_exact_type: Month  # type: ignore[assignment]
    description = "a calendar month"

    def from_db_value(self, value: int | None, *_: Any) -> Month | None:
        """Read it."""
        return None if value is None else Month(*divmod(value, 100))

    def to_python(self, value: Any) -> Month | None:
        """Take what a form or a fixture gives."""
        if value is None or isinstance(value, Month):
            return value
        if isinstance(value, int):
            return Month(*divmod(value, 100))
        return Month.parse(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        """Write it."""
        month = self.to_python(value)
        return None if month is None else month.year * 100 + month.number

    def value_to_string(self, obj: models.Model) -> str:
        """Its text in a dump of rows."""
        month = self.value_from_object(obj)
        return "" if month is None else str(month)


class AmountField(models.DecimalField[Any, Any]):
    """An exact amount in the unit of measure of its indicator: NUMERIC(24, 8)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 24)
        kwargs.setdefault("decimal_places", 8)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Decimal | None, *_: Any) -> Decimal | None:
        """Read it as it was written: without the zeros that fill up the column."""
        if value is None:
            return None
        shortest = value.normalize()
        return shortest if shortest.as_tuple().exponent <= 0 else shortest.quantize(ONE)  # type: ignore[operator]  # it is finite
