"""One spelling for every sign, at the same place: what the patterns of reading look at."""

import re
import unicodedata
from functools import cache

# Signs that say the same.
_ALIKE = {
    **dict.fromkeys("-−–—―~～〜－﹣", "—"),
    **dict.fromkeys("“”„〝〞「」『』", '"'),
    "，": ",",
    "、": "、",
    "。": "。",
    "\u00a0": " ",
    "\u3000": " ",
}


_MINUS = re.compile(r"(?<=[\u4e00-\u9fff:：(（,，\t])[-−－﹣](?=[\d０-９])")


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
    flat = "".join(map(_folded, text))
    for match in _MINUS.finditer(
        text
    ):  # the dash of 利润-5亿元 is a sign, that of 3-5 none
        flat = f"{flat[: match.start()]}-{flat[match.end() :]}"
    return flat
