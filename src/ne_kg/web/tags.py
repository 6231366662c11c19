"""Language tags in their usual spelling (RFC 5646 §2.1.1); engines change them to lower case."""

from __future__ import annotations


def tag(language: str) -> str:
    """`zh-hans` → `zh-Hans`."""
    first, *rest = language.lower().split("-")
    cased = (p.title() if len(p) == 4 else p.upper() if len(p) == 2 else p for p in rest)
    return "-".join([first, *cased])
