"""Oxigraph's syntax messages, made readable.

The parser lists every terminal that could have stood at the place, character classes included;
what helps a person is the place, and the few words that could stand there.

It reads a keyword by taking as many characters as that has, so the place that it names may lie up
to a keyword's length behind the mistake, on another line even. With wide gaps between the tokens
it cannot reach the next one: the mistake is then the last token that begins before the place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from ne_kg.model.errors import QueryRejected
from ne_kg.store.lexer import place, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): ", re.DOTALL)
_CLASS = re.compile(r"\[[^\]]*\](?:\n\|[^\]]*\])*")
_SPOKEN = re.compile(r"[A-Z][A-Za-z *]{12,}")
_GAP = " " * 20
"""Longer than any keyword."""
_APART = frozenset("{}()[].,;")
_LONGEST = 1 << 16
"""Characters of a text that is worth being read twice."""


def rejected(message: str, text: str, parse: Callable[[str], str | None]) -> QueryRejected:
    """The error for a message of the parser about `text`; `parse` gives its message on another."""
    found = _PLACE.search(message)
    if found is None:
        return QueryRejected(f"the query is malformed: {message}")
    line, column = int(found[1]), int(found[2])
    expected = _expected(message[found.end() :])
    if len(text) <= _LONGEST and (mistake := _mistake(text, parse)):
        offset, said = mistake
        line, column = place(text, offset)
        expected = _expected(said) or expected
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :][:30].strip() if line <= len(lines) else ""
    what = f"cannot read the query at {rest!r}" if rest else "the query ends too early"
    if expected and not rest and not expected.startswith("expected"):
        what = "the query cannot be understood"
    return QueryRejected(
        f"{what}{f': {expected}' if expected else ''}",
        line=line,
        column=column,
        remedy="check the spelling, the brackets and the prefixes before this place",
    )


def _mistake(text: str, parse: Callable[[str], str | None]) -> tuple[int, str] | None:
    """Where in the text the token stands that cannot be read, its length if none is left; and
    what the parser expected there."""
    wide, wide_starts, starts = _widened(text)
    message = parse(wide) or ""
    found = _PLACE.search(message)
    if found is None:
        return None
    lines = wide.split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
    at_end = offset >= len(wide)
    start = len(text) if at_end else starts[bisect_right(wide_starts, offset) - 1]
    return start, message[found.end() :]


def _widened(text: str) -> tuple[str, list[int], list[int]]:
    """The text with wide gaps, where its tokens begin in that, and where they began."""
    pieces = [""]
    wide_starts, starts = [0], [0]
    size = end = 0
    apart = True
    for token in tokens(text):
        if apart or token.start > end or token.text in _APART:
            # A string ends with its line at the latest, so line ends stay.
            gap = "\n" + _GAP if "\n" in text[end : token.start] else _GAP
            pieces.append(gap)
            size += len(gap)
        pieces.append(token.text)
        wide_starts.append(size)
        starts.append(token.start)
        size += len(token.text)
        end = token.start + len(token.text)
        apart = token.text in _APART
    pieces.append("\n" + _GAP if "\n" in text[end:] else _GAP)
    return "".join(pieces), wide_starts, starts


def _expected(message: str) -> str:
    """The spoken part of a list of terminals, or the marks in it.

    Its keywords are only those that took the most characters, and would mislead.
    """
    plain = _CLASS.sub("", message.removeprefix("expected ").removeprefix("one of "))
    items = [item.strip() for item in plain.split(",") if item.strip()]
    for item in items:
        if _SPOKEN.fullmatch(item):
            return item
    marks = [item for item in items if item.startswith('"')]
    return f"expected {', '.join(marks)}" if 0 < len(marks) <= 6 else ""
