"""Every sentence that a page or a command can say has its Chinese."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages import extract, pofile
from babel.messages.catalog import Catalog, Message
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "saima"
PO = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "words": None,
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
LATIN = re.compile(r"[A-Za-z]{4,}")
HAN = re.compile(r"[\u4e00-\u9fff]")
Key = tuple[str, str]  # context and sentence


def keys_in(code: str) -> Iterator[Key]:
    """The sentences that a piece of Python marks for translation."""
    found = extract.extract("python", io.BytesIO(code.encode()), KEYWORDS)
    for _, message, _, context in found:
        yield context or "", message if isinstance(message, str) else message[0]


def all_keys() -> set[Key]:
    """The sentences of the whole package, its templates included."""
    files = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    code = [path.read_text("utf-8") for path in files]
    pages = [path.read_text("utf-8") for path in PACKAGE.rglob("*.html")]
    return {key for text in [*code, *map(as_python, pages)] for key in keys_in(text)}


def as_python(page: str) -> str:
    """A template as Django shows it to extractors, without its indentation."""
    return "\n".join(line.lstrip() for line in templatize(page).splitlines())


def faults(keys: Iterable[Key], chinese: Catalog) -> list[str]:
    """What is missing, fuzzy, or has other places than the original."""
    wrong = []
    for context, text in sorted(keys):
        message = chinese.get(text, context or None)
        if message is None or not message.string:
            wrong.append(f"not translated: {text}")
        elif message.fuzzy:
            wrong.append(f"fuzzy: {text}")
        elif places(text) != places(str(message.string)):
            wrong.append(f"other places: {text} → {message.string}")
    return wrong


def places(text: str) -> set[str]:
    """The named places of a sentence."""
    return {one or other for one, other in PLACE.findall(text)}


def singular(message: Message) -> str:
    """The sentence by which a message is found; one with a plural goes by its first."""
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """The Chinese translations."""
    with PO.open("rb") as file:
        return pofile.read_po(file, locale="zh_Hans")


def messages(catalog: Catalog) -> list[Message]:
    """All but the heading."""
    return [message for message in catalog if message.id]


def test_everything_that_is_said_is_said_in_chinese(chinese: Catalog) -> None:
    keys = all_keys()
    assert len(keys) > 300
    assert [] == faults(keys, chinese)


def test_no_translation_is_fuzzy_or_left_over(chinese: Catalog) -> None:
    """Sentences that are said by their parts are listed where they are put together."""
    keys = all_keys()
    assert [] == [message.id for message in messages(chinese) if message.fuzzy]
    left_over = [
        message.id
        for message in messages(chinese)
        if (message.context or "", singular(message)) not in keys
        and "by its parts" not in " ".join(message.user_comments)
    ]
    assert [] == left_over


def test_what_is_missing_is_seen() -> None:
    """The test itself, on a sentence without Chinese and on three bad ones."""
    known = Catalog(locale="zh_Hans")
    known.add("{a} of {b}", "{a}/{c}")
    known.add("%(n)s left", "剩 %(n)s")
    known.add("doubtful", "存疑", flags={"fuzzy"})
    code = 'words("{a} of {b}", a=1); gettext("doubtful"); words("new")'
    page = "{% blocktranslate %}{{ n }} left{% endblocktranslate %}"
    keys = {*keys_in(code), *keys_in(as_python(page))}
    assert ("", "%(n)s left") in keys
    assert ["fuzzy", "not translated", "other places"] == sorted(
        fault.split(":")[0] for fault in faults(keys, known)
    )


def test_the_chinese_is_chinese(chinese: Catalog) -> None:
    """No sentence was left in English."""
    said = [PLACE.sub("", str(message.string)) for message in messages(chinese)]
    assert [] == [text for text in said if LATIN.search(text) and not HAN.search(text)]
