"""One spelling for every sign, at the same place: what the patterns of reading look at."""

import unicodedata
from functools import cache

# Signs that say the same.
_ALIKE = {
    **dict.fromkeys("-–—―~～〜－﹣", "—"),
    **dict.fromkeys("“”„〝〞「」『』", '"'),
    "，": ",",
    "、": "、",
    "。": "。",
    "\u00a0": " ",
    "\u3000": " ",
}


@cache
def _folded(sign: str) -> str:
    """Give the one form of a sign, where that is one sign too."""
    if sign in _ALIKE:
        return _ALIKE[sign]
    if unicodedata.category(sign) == "No":  # ②5号线 is no line 25
        return sign
    form = unicodedata.normalize("NFKC", sign)
    return _ALIKE.get(form, form) if len(form) == 1 else sign


def folded(text: str) -> str:
    """Fold every sign; the result is as long as the text, place by place."""
    return "".join(map(_folded, text))
