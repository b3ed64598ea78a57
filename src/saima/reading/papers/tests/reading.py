"""Short ways to read a sentence in a test."""

from saima.reading.papers.paper import Paper, read_text
from saima.reading.papers.values import Quantity

HEAD = "远山水务集团召开2024年经营分析会\n2024年7月16日\n"


def read(text: str) -> Paper:
    """Read a text as the body of a meeting's news of July 2024."""
    return read_text(HEAD + text)


def told(quantity: Quantity) -> tuple[str | None, str | None, str, str]:
    """Say a quantity in four words: entity, indicator, amount, kind."""
    amount = quantity.amount
    return (
        quantity.entity,
        quantity.indicator,
        f"{amount.value}{amount.unit}",
        quantity.kind.value,
    )
