"""Words and shapes of SVG 2, with presentation attributes only: pages forbid inline styles.

Text is drawn in `currentColor`: a picture follows the page that it stands in; saved, it is black.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from itertools import pairwise

SANS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
FILL = "#c9873f"
QUIET = "#8a8f96"
HERE = "#b3261e"
SIZE = 13
_PIECE = re.compile(r"[（《“]*(?:[!-~]+|.)[，、；：。）》”,;.]*\s*")


def element(name: str, *inside: str, **attributes: object) -> str:
    """`element("text", "大连", x=1)`; `inside` is markup, `_` in names is written `-`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def number(value: object) -> str:
    """Coordinates with one decimal place; everything else as it is."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """One line of text with its base line at (x, y)."""
    return element("text", escape(visible(words), quote=False), x=x, y=y, **attributes)


def hint(words: str) -> str:
    """What a pointer shows and a screen reader says of the shape that holds it."""
    return element("title", escape(visible(words), quote=False))


def picture(
    name: str, title: str, description: str, width: int, height: float, shapes: Iterable[str]
) -> str:
    """A whole picture, named and described for those who do not see it."""
    return element(
        "svg",
        element("title", escape(title, quote=False), id=f"{name}-title"),
        element("desc", escape(visible(description), quote=False), id=f"{name}-desc"),
        element("g", *shapes, font_family=SANS, font_size=SIZE, fill="currentColor"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {number(float(height))}",
        width=width,
        height=float(height),
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def visible(words: str) -> str:
    """Text without the characters that XML 1.0 does not allow."""
    return "".join(c for c in words if unicodedata.category(c) not in ("Cc", "Cs") or c == "\n")


def width(words: str, size: float = SIZE) -> float:
    """How wide a text will be, nearly: Chinese characters are square, others half of that.

    Browsers set an eighth of a square between Chinese and Latin characters (CSS text-autospace).
    """
    wide = [unicodedata.east_asian_width(c) in "WF" for c in words]
    gaps = sum(one != two for one, two in pairwise(wide))
    return sum(size if square else size * 0.56 for square in wide) + gaps * size / 8


def fitted(words: str, room: float, size: float = SIZE) -> str:
    """As much of a text as there is room for."""
    if width(words, size) <= room:
        return words
    while words and width(words + "…", size) > room:
        words = words[:-1]
    return words + "…"


def wrapped(words: str, room: float, size: float = SIZE) -> list[str]:
    """A text in lines that fit, broken between words and Chinese characters."""
    lines = [""]
    for piece in _PIECE.findall(words):
        if lines[-1] and width(lines[-1] + piece.rstrip(), size) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines
