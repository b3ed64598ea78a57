"""The six rules in whole numbers, for rivals whose results are to be the same.

`n / d` is what is measured, d above zero. The same lines serve arrays and expressions.
"""

from typing import Any, NamedTuple

import numpy as np


class Ways(NamedTuple):
    """How a library chooses, and takes the lesser and the greater of two."""

    choose: Any
    lesser: Any
    greater: Any


ARRAYS = Ways(np.where, np.minimum, np.maximum)


def expressions() -> Ways:
    """Those of Polars."""
    import polars as pl  # noqa: PLC0415 - each rival imports its own

    def choose(where: Any, one: Any, other: Any) -> Any:
        return pl.when(where).then(one).otherwise(other)

    return Ways(choose, pl.min_horizontal, pl.max_horizontal)


def ratio(kind: int, actual: Any, year: Any, ways: Ways) -> tuple[Any, Any]:
    """What is measured, as n and d."""
    if kind == 2:
        return ways.choose(year > 0, actual, actual - 2 * year), abs(year)
    return (2 * year - actual, year) if kind == 5 else (actual, year)


def hundredths(kind: int, n: Any, d: Any, ways: Ways) -> Any:
    """The points, a half rounded up."""
    lesser, greater, nought = ways.lesser, ways.greater, d * 0
    if kind == 0:
        return (666 * lesser(5 * greater(n, nought), 6 * d) + 5 * d) // (10 * d)
    if kind == 1:
        steps = abs(100 * (n - d)) // (3 * d)
        up, down = lesser(10 * steps, nought + 100), lesser(10 * steps, nought + 200)
        return 333 + ways.choose(n >= d, up, -down)
    if kind == 2:
        high = ways.choose(10 * n < 11 * d, 500 * (n - d), 200 * n - 170 * d)
        low = greater(400 * (n - d), -100 * d)
        m = ways.choose(n < d, low, lesser(high, 100 * d))
        return 333 + (2 * m + d) // (2 * d)
    if kind == 3:
        m = lesser(greater(1665 * n - 999 * d, nought), 666 * d)
        return (m + d) // (2 * d)
    if kind == 4:
        first, second = nought + 100, nought + 200
        third = ways.choose(10 * n >= 9 * d, second, first)
        third = ways.choose(n >= d, nought + 300, third)
        return ways.choose(10 * n >= 7 * d, third, nought)
    m = ways.choose(10 * n < 8 * d, 2000 * n - 1000 * d, 1500 * n - 600 * d)
    return (2 * lesser(greater(m, nought), 1050 * d) + 3 * d) // (6 * d)
