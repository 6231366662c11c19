"""Content negotiation as pure functions: which of the offered forms a request wants.

RFC 9110 §12.4 and §12.5; the most specific range that matches decides a quality, and the order of
what is offered decides between equals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple


class Range(NamedTuple):
    """One entry of an Accept header: a media range, a language or a coding, and its quality."""

    name: str
    parameters: tuple[str, ...]
    quality: float


@lru_cache(maxsize=512)
def ranges(header: str) -> tuple[Range, ...]:
    """The entries of a header; one with a quality that is no number is passed over."""
    found = []
    for entry in header.split(","):
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        quality = 1.0
        try:
            for parameter in parameters:
                if parameter.partition("=")[0].strip() == "q":
                    quality = min(1.0, max(0.0, float(parameter.partition("=")[2])))
        except ValueError:
            continue
        if name:
            kept = tuple(p.replace(" ", "") for p in parameters if not p.startswith("q"))
            found.append(Range(name, kept, quality))
    return tuple(found)


def media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type to send, the first for no header; None if none is acceptable."""
    if not accept or not accept.strip():
        return offered[0]
    return _preferred(accept, tuple(offered))


@lru_cache(maxsize=512)
def _preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    meant = [entry for entry in ranges(accept) if "/" in entry.name or entry.name == "*"]
    wanted = meant or [Range("*/*", (), 1.0)]  # a header that says nothing asks for nothing
    return _best(offered, lambda name: _media_quality(name, wanted))


def encoding(accept: str | None, *, worthwhile: bool = True) -> str | None:
    """`gzip` or `identity`; None if neither is acceptable (RFC 9110 §12.5.3).

    What is not `worthwhile` to compress is compressed only for who refuses it as it is.
    """
    wanted = {entry.name: entry.quality for entry in ranges(accept or "")}
    gzip = wanted.get("gzip", wanted.get("x-gzip", wanted.get("*", 0.0)))
    plain = wanted.get("identity", 0.0 if wanted.get("*") == 0 else None)
    if gzip > 0 and (plain == 0 or (worthwhile and gzip >= (plain or 0.0))):
        return "gzip"
    return None if plain == 0 else "identity"


def language(accept: str | None, offered: Sequence[str] = ("zh-Hans", "en")) -> str:
    """The offered language, of which the first is the default.

    A range matches whatever shares its primary subtag: every `zh-*` is served zh-Hans, because
    to a reader of zh-CN or zh-TW that is nearer than English.
    """
    wanted = [
        Range(entry.name.partition("-")[0], (), entry.quality) for entry in ranges(accept or "")
    ]

    def quality(name: str) -> float:
        primary = name.partition("-")[0].lower()
        exact = [entry.quality for entry in wanted if entry.name == primary]
        if exact:
            return max(exact)
        return max((entry.quality for entry in wanted if entry.name == "*"), default=0.0)

    return _best(offered, quality) or offered[0]


def _best(offered: Iterable[str], quality: Callable[[str], float]) -> str | None:
    best, best_quality = None, 0.0
    for name in offered:
        its = quality(name)
        if its > best_quality:
            best, best_quality = name, its
    return best


def _media_quality(name: str, wanted: Iterable[Range]) -> float:
    """Quality by the most specific range: with parameters, type/subtype, type/*, */* ."""
    bare, *own = (part.strip().lower() for part in name.split(";"))
    major = bare.partition("/")[0]
    best = (-1, 0.0)
    for entry in wanted:
        if entry.name == bare:
            # A parameter that we do not know (charset, version, profile) does not exclude.
            level = 3 + sum(parameter in own for parameter in entry.parameters)
        elif entry.name == f"{major}/*":
            level = 2
        elif entry.name in ("*/*", "*"):
            level = 1
        else:
            continue
        best = max(best, (level, entry.quality))
    return best[1]
