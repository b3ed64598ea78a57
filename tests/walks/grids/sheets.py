"""What the tests of both grids do with a page: find a cell, type, paste, wait."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def cell(page: Page, line: str, column: str = "value") -> Locator:
    """The place of a cell; it says its state."""
    return page.locator(f'tr[data-line="{line}"] > [data-column="{column}"]')


def field(page: Page, line: str, column: str = "value") -> Locator:
    """Where one types."""
    return cell(page, line, column).locator(".grid-input")


def enter(page: Page, line: str, text: str, column: str = "value") -> None:
    """Type into a cell and leave it by Enter."""
    field(page, line, column).fill(text)
    field(page, line, column).press("Enter")


def clip(page: Page, text: str) -> None:
    """Put a text on the real clipboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def paste(page: Page, line: str, text: str, column: str = "value") -> None:
    """Paste from the real clipboard at a cell."""
    clip(page, text)
    field(page, line, column).focus()
    page.keyboard.press("Control+v")


def texts(page: Page, *places: tuple[str, str]) -> list[str]:
    """What stands in some cells."""
    return [field(page, line, column).input_value() for line, column in places]


def state(page: Page, line: str, wanted: str, column: str = "value") -> None:
    """Wait until a cell has a state."""
    expect(cell(page, line, column)).to_have_attribute("data-state", wanted)


def heard(page: Page, words: str) -> None:
    """Wait until the page has said this."""
    expect(page.locator("[data-grid-heard]")).to_contain_text(words)


def told(page: Page, words: str) -> None:
    """Wait until the bar says this."""
    expect(page.locator("[data-counts]")).to_contain_text(words)


def pick(change: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some parts of a change that was sent."""
    return tuple(change[name] for name in names)


def forgive(faults: list[str], words: str) -> None:
    """Take out a complaint that the test has caused; there must be one."""
    assert any(words in fault for fault in faults)
    faults[:] = [fault for fault in faults if words not in fault]
