"""Terminals of Turtle, TriG, N-Triples and N-Quads (Turtle §6.5), with their offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + r"_0-9\u00b7\u0300-\u036f\u203f-\u2040\-"
_PREFIX = rf"[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = (
    rf"(?:[{_BASE}_:0-9]|{_ESCAPED})"
    rf"(?:(?:[{_CHARS}.:]|{_ESCAPED})*(?:[{_CHARS}:]|{_ESCAPED}))?"
)


@cache
def _pattern() -> re.Pattern[str]:
    """One alternative a terminal."""
    kinds = {
        "space": r"[ \t\r\n]+|#[^\r\n]*",
        "iri": r"<[^<>\"{}|^`\x00-\x20]*>",
        "blank": rf"_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?",
        "name": rf"(?:{_PREFIX})?:(?:{_LOCAL})?",
        "long": r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''",
        "short": r'"(?:[^"\\\r\n]|\\.)*"' + r"|'(?:[^'\\\r\n]|\\.)*'",
        "double": r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+",
        "decimal": r"[+-]?[0-9]*\.[0-9]+",
        "integer": r"[+-]?[0-9]+",
        "at": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
        "word": r"[A-Za-z]+",
        "mark": r"\^\^|[\[\](){};,.]",
        "other": r".",
    }
    return re.compile("|".join(f"(?P<{kind}>{part})" for kind, part in kinds.items()), re.S)


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal: its kind, its characters and the offset of the first one."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """All terminals but white space and comments, closed by one of kind `end`."""
    found = [
        Token(match.lastgroup or "other", match.group(), match.start())
        for match in _pattern().finditer(text)
        if match.lastgroup != "space"
    ]
    found.append(Token("end", "", len(text)))
    return found


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text: str) -> str:
    r"""Replace `\\n`, `\\uXXXX`, `\\UXXXXXXXX` and escaped punctuation by what they stand for."""
    if "\\" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2)
        return chr(int(code, 16)) if code else _NAMED.get(match.group(3), match.group(3))

    return _ESCAPE.sub(character, text)


class Lines:
    """Offsets as lines and columns, both from 1; a line ends with LF, CR or CR LF."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
