"""Dirt of every kind, put on clean text: what cleaning must take off again."""

import html
from collections.abc import Callable
from random import Random

import opencc

from saima.reading.papers.cleaning.scripts import is_han, toneless

READINGS = {
    "投": "tóu",
    "资": "zī",
    "线": "xiàn",
    "会": "huì",
    "集": "jí",
    "团": "tuán",
}
READINGS |= {
    "进": "jìn",
    "项": "xiàng",
    "目": "mù",
    "开": "kāi",
    "率": "lǜ",
    "年": "nián",
}
WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
SPAM = (
    "《白鹭体育最新官网登录》",
    "★MK注册送彩金★",
    "【澳门永利送彩金】",
    "(金桥娱乐城 www.jq0000.example)",
)
HEADS = (
    "首页 > 新闻中心 > 正文\n",
    "当前位置：\n首页\n>\n政务信息\n>\n要闻\n",
    "57备用网址登录(中国)官方网站 > 集团概况 > 党建工作\n",
    "【字体：\n大\n中\n小\n】\n分享：\n",
    "您所在的位置：网站首页 » 集团动态\n",
)
TAILS = (
    "\n上一篇：集团召开年会\n下一篇：没有了\n【打印】【关闭】",
    "\n扫一扫在手机上查看当前页面\n分享到: 微信 微博",
    "\n版权所有 某某集团 浙ICP备00000000号\n技术支持：某某网络",
    "\n国产精品久久久无码_亚洲无码视频一区_欧美成人综合在线",
    "\n服务热线:010-00000000 法律顾问:某某律师事务所",
)


def traditional(text: str, _: Random) -> str:
    """Write it in traditional characters."""
    turned: str = opencc.OpenCC("s2t").convert(text)
    return turned


def toned(text: str, _: Random) -> str:
    """Put pinyin behind characters."""
    return "".join(f"{s}({READINGS[s]})" if s in READINGS else s for s in text)


def toneless_too(text: str, dice: Random) -> str:
    """Put pinyin without tones, in full-width brackets, behind some."""
    return "".join(
        f"{s}（{toneless(READINGS[s])}）"
        if s in READINGS and dice.random() < 0.5
        else s
        for s in text
    )


def wide(text: str, _: Random) -> str:
    """Write digits full-width."""
    return text.translate(WIDE)


def tagged(text: str, _: Random) -> str:
    """Write it as a web page's source."""
    lines = html.escape(text, quote=False).split("\n")
    return "<br/>".join(f"<span>&nbsp;&nbsp;{line}</span>" for line in lines)


def unseen(text: str, dice: Random) -> str:
    """Strew signs that are not seen."""
    signs = "\u200b\ufeff\u00ad\u202e\u2060"
    return "".join(s + dice.choice(signs) if dice.random() < 0.1 else s for s in text)


def headed(text: str, dice: Random) -> str:
    """Put navigation before and buttons behind."""
    return dice.choice(HEADS) + text + dice.choice(TAILS)


def baited(text: str, dice: Random) -> str:
    """Put spam behind commas and full stops inside the lines."""
    parts = text.split("，")
    return "".join(
        part + "，" * (n < len(parts) - 1) + (dice.choice(SPAM) if n % 2 else "")
        for n, part in enumerate(parts)
    )


def broken(text: str, _: Random) -> str:
    """Break long lines at a width, and put a page number between pages."""
    rows: list[str] = []
    for line in text.split("\n"):
        cut = [line[at : at + 30] for at in range(0, len(line), 30)]
        rows += cut[:2] + (["— 3 —"] if len(cut) > 3 else []) + cut[2:]
    return "\n".join(rows)


def misread(written: str, read: str) -> Callable[[str, Random], str]:
    """Read it in the wrong encoding."""
    return lambda text, _: text.encode(written).decode(read)


def crossed(text: str) -> str:
    """Lose the first byte: every pair crosswise, the last byte alone."""
    row = text.encode("gbk")[1:]
    pairs = (row[at : at + 2] for at in range(0, len(row) - 1, 2))
    return "?" + "".join(map(_crossed_pair, pairs)) + "?"


def _crossed_pair(pair: bytes) -> str:
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        first, lead = (0xE234, 0xF8) if pair[0] >= 0xF8 else (0xE000, 0xAA)
        return chr(first + (pair[0] - lead) * 94 + pair[1] - 0xA1)


def han(text: str) -> str:
    """Give its Chinese characters and digits."""
    return "".join(sign for sign in text if is_han(sign) or sign.isalnum())
