"""What the pages need beside packages: translations, and static files with hashes."""

from collections.abc import Iterator
from pathlib import Path

from set_up import browser, environments, stamps
from set_up.places import LOCALE, LOCKS, PACKAGE, STAMPS, STATIC, VENV
from set_up.running import Command, run

TRANSLATIONS_STAMP = STAMPS / "translations.stamp"
STATIC_STAMP = STAMPS / "static.stamp"


def translations_ready() -> bool:
    """Whether every .po has its .mo, or there are none."""
    return not _sources() or stamps.holds(TRANSLATIONS_STAMP, _translations_key())


def make_translations() -> None:
    """Compile the .po files."""
    stamps.remove(TRANSLATIONS_STAMP)
    babel: Command = [environments.python(VENV), "-m", "babel.messages.frontend"]
    run("Translations", [*babel, "compile", "-d", LOCALE, "-D", "django"])
    made = [source.with_suffix(".mo") for source in _sources()]
    stamps.write(TRANSLATIONS_STAMP, _translations_key(), made)


def static_ready() -> bool:
    """Whether the collected files are those of now."""
    return stamps.holds(STATIC_STAMP, _static_key())


def make_static() -> None:
    """Collect, hash and compress."""
    stamps.remove(STATIC_STAMP)
    collect = ["-m", "django", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
    settings = ["--settings", "saima.site.settings"]
    django: Command = [environments.python(VENV), *collect, *settings]
    run("Static files", django)
    made = (one for one in STATIC.rglob("*") if one.is_file())
    stamps.write(STATIC_STAMP, _static_key(), made)


def _sources() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def _translations_key() -> str:
    return stamps.key(*_sources())


def _static_key() -> str:
    settings = PACKAGE / "site" / "settings.py"
    return stamps.key(browser.key(), LOCKS / "run.txt", settings, *_own_static())


def _own_static() -> Iterator[Path | str]:
    """Our own static files, each with its name."""
    for folder in sorted(PACKAGE.glob("*/static")):
        for path in sorted(folder.rglob("*")):
            yield str(path)
            yield path
