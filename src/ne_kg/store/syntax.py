"""Oxigraph's syntax messages, made readable.

The parser lists every terminal that could have stood at the place, character classes included;
what helps a person is the place, and the few words that could stand there.
"""

from __future__ import annotations

import re

from ne_kg.model.errors import QueryRejected

_PLACE = re.compile(r"error at (\d+):(\d+): ", re.DOTALL)
_CLASS = re.compile(r"\[[^\]]*\](?:\n\|[^\]]*\])*")
_SPOKEN = re.compile(r"[A-Z][A-Za-z ]{12,}")


def rejected(message: str, text: str) -> QueryRejected:
    """The error for a message of the parser about `text`."""
    found = _PLACE.search(message)
    if found is None:
        return QueryRejected(f"the query is malformed: {message}")
    line, column = int(found[1]), int(found[2])
    expected = _expected(message[found.end() :])
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :][:30].strip() if line <= len(lines) else ""
    what = f"cannot read the query at {rest!r}" if rest else "the query ends too early"
    return QueryRejected(
        f"{what}{f': {expected}' if expected else ''}",
        line=line,
        column=column,
        remedy="check the spelling, the brackets and the prefixes before this place",
    )


def _expected(message: str) -> str:
    """The spoken part of a list of terminals, or up to six of its words."""
    plain = _CLASS.sub("", message.removeprefix("expected ").removeprefix("one of "))
    items = [item.strip() for item in plain.split(",") if item.strip()]
    for item in items:
        if _SPOKEN.fullmatch(item):
            return item
    words = [item for item in items if item not in ("[_]", "LATERAL", "SERVICE")]
    return f"expected {', '.join(words[:6])}" if 0 < len(words) <= 6 else ""
