"""What is known of Chinese characters: common ones, words, simplified forms, readings."""

import unicodedata
from functools import cache
from importlib import resources

import opencc
import rjieba

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SIGNS = "，。、；：！？“”（）《》"
_LEVEL_1 = range(0xB0, 0xD8)  # rows of GB2312 with the 3,755 common characters


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _jieba() -> rjieba.Jieba:
    return rjieba.Jieba()


def simplified(text: str) -> str:
    """Give the simplified text, phrases right: 乾燥 → 干燥, 乾坤 stays."""
    turned: str = _converter().convert(text)
    return turned


def words(text: str) -> list[str]:
    """Cut into words of the dictionary; what is none comes out as single characters."""
    return _jieba().cut(text, hmm=False)


def is_word(text: str) -> bool:
    """Say whether the dictionary has it."""
    return _jieba().has_word(text)


@cache
def is_han(sign: str) -> bool:
    """Say whether it is a Chinese character."""
    return "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf"


@cache
def is_common(sign: str) -> bool:
    """Say whether it, or its simplified form, is one of the common characters."""
    code = _code(simplified(sign), "gb2312")
    return len(code) == 2 and code[0] in _LEVEL_1


@cache
def in_simplified_use(sign: str) -> bool:
    """Say whether simplified texts have it, as a character or in names: 著, 乾, 瞭."""
    return bool(_code(sign, "gb2312"))


@cache
def in_common_traditional_use(sign: str) -> bool:
    """Say whether it is one of the 5,401 common characters of Big5."""
    code = _code(sign, "big5")
    return len(code) == 2 and 0xA4 <= code[0] <= 0xC6


def _code(sign: str, encoding: str) -> bytes:
    try:
        return sign.encode(encoding)
    except UnicodeEncodeError:
        return b""


@cache
def _readings() -> dict[str, frozenset[str]]:
    """Give the syllables without tones, each with the characters so read."""
    data = resources.files("saima.reading.papers.cleaning") / "data" / "readings.txt"
    rows = data.read_text(encoding="utf-8").splitlines()[1:]
    return {row.split()[0]: frozenset(row.split()[1]) for row in rows}


@cache
def toneless(syllable: str) -> str:
    """Give the syllable without its tone: xiàn → xian, lǜ → lü."""
    apart = unicodedata.normalize("NFD", syllable.lower().replace("ɡ", "g"))
    bare = "".join(
        sign for sign in apart if sign == "\u0308" or not unicodedata.combining(sign)
    )
    bare = unicodedata.normalize("NFC", bare)
    return bare.replace("ɑ", "a").replace("v", "ü").rstrip("12345")


def is_syllable(letters: str) -> bool:
    """Say whether Chinese has the syllable; `letters` without tone."""
    return letters in _readings()


def reads(sign: str, letters: str) -> bool:
    """Say whether the character can be read so; `letters` without tone."""
    return sign in _readings().get(letters, frozenset())


def read_so(letters: str) -> frozenset[str]:
    """Give the characters that are read so; `letters` without tone."""
    return _readings().get(letters, frozenset())


def chinese(text: str) -> int:
    """Say in percent how much it reads as Chinese: characters in words whole, common ones half."""
    if not text:
        return 0
    points = 0
    for word in words(simplified(text)):
        if len(word) > 1 or word in _SIGNS:
            points += 2 * len(word)
        else:
            points += is_han(word) and is_common(word)
    return points * 50 // len(text)
