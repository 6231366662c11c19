"""How names are compared: simplified, half-width, without tones; as pinyin, initials, words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from opencc import OpenCC
from pypinyin import lazy_pinyin

_WORD = re.compile(r"[a-z0-9]+")
_CHINESE = re.compile(r"[㐀-鿿]")
_UMLAUT = re.compile("[üǖǘǚǜ]")


class Forms(NamedTuple):
    """What a name can be found by; empty where there is no such form."""

    normal: str
    pinyin: str = ""
    initials: str = ""
    words: str = ""

    @classmethod
    def of_name(cls, name: str) -> Forms:
        """A Chinese name sounds; one in Latin letters has words, and initials if it has several."""
        form = normal(name)
        if is_chinese(form):
            sounds = syllables(form)
            return cls(form, "".join(sounds), "".join(sound[0] for sound in sounds))
        words = latin_words(simple(name))
        initials = "".join(word[0] for word in words) if len(words) > 1 else ""
        return cls(form, "", initials, " ".join(words))


def normal(text: str) -> str:
    """Text as it is compared: simplified, half-width, lower-case, without tones, spaces, marks.

    ü becomes v, as keyboards write it in pinyin.
    """
    plain = unicodedata.normalize("NFD", _UMLAUT.sub("v", simple(text)))
    return "".join(c for c in plain if c.isalnum() or c in "%.")


def simple(text: str) -> str:
    """Text simplified, half-width and lower-case, with its spaces and marks."""
    return _simplify(unicodedata.normalize("NFKC", text)).casefold()


def syllables(text: str) -> list[str]:
    """The pinyin of each character, without tones; other characters as they are."""
    return list(lazy_pinyin(text, v_to_u=False))


def latin_words(text: str) -> list[str]:
    """The words in Latin letters and digits of a text in lower case."""
    return _WORD.findall(text)


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _CHINESE.search(text) is not None


def is_word(text: str) -> bool:
    """Whether it is one word in Latin letters or digits, in normal form."""
    return _WORD.fullmatch(text) is not None


def ngrams(text: str) -> set[str]:
    """Its characters and pairs of neighbouring characters."""
    return {*text, *("".join(pair) for pair in pairwise(text))}


def _simplify(text: str) -> str:
    return str(_converter().convert(text)) if is_chinese(text) else text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
