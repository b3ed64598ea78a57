"""A paper read whole: its clean text, what it is, its quantities and tasks."""

from dataclasses import dataclass

from saima.reading.papers.about import about, year_of
from saima.reading.papers.checks import Check, checks_of
from saima.reading.papers.clean import Clean
from saima.reading.papers.cleaning import cleaned
from saima.reading.papers.lines import page_of
from saima.reading.papers.marked import marked
from saima.reading.papers.quantities import quantities_of
from saima.reading.papers.tasks import tasks_of
from saima.reading.papers.times import Calendar
from saima.reading.papers.values import About, Quantity, Task


@dataclass(frozen=True)
class Paper:
    """What reading gives; spans count characters of `clean.text`."""

    clean: Clean
    about: About
    quantities: tuple[Quantity, ...]
    tasks: tuple[Task, ...]
    checks: tuple[Check, ...] = ()


def read_text(original: str) -> Paper:
    """Read a paper's text; never fails, gives little where there is little."""
    clean = cleaned(original)
    page = page_of(clean.text)
    said = about(page)
    month = said.date.month if said.date else 0
    text = marked(page, Calendar(year_of(page), month))
    quantities = quantities_of(text, said)
    return Paper(clean, said, quantities, tasks_of(text), checks_of(quantities))
