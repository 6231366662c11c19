"""Where names and figures stand in a sentence, and how marks nest there. Pure.

Ranges in the graph count the code points of the source, white space included; the sentence's text
has none. `placed` finds where each range is in the text; `nested` turns ranges, which may lie in
one another or cross, into a tree that HTML can hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Range:
    """Characters of the source, `start` to `end`, that read `exact`; `of` is what they name."""

    start: int
    end: int
    exact: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A range with its place in the sentence's text."""

    range: Range
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with all the ranges it lies in, outermost first."""

    text: str
    within: tuple[Placed, ...]


@dataclass(slots=True)
class Mark:
    """A range as an element: its children are texts and marks inside it. `first` says that it is
    the range's first element, should a crossing range have cut it in two."""

    placed: Placed
    first: bool
    children: list[str | Mark] = field(default_factory=list)


def placed(text: str, start: int, end: int, ranges: Iterable[Range]) -> list[Placed]:
    """The ranges in `text`, which is the source from `start` to `end` without white space.

    White space only pushes source offsets to the right, and never less further on; so, from left
    to right, each range stands at the last place that fits and does not need more of it than
    there is.
    """
    spaces = (end - start) - len(text)
    found: list[Placed] = []
    skipped = 0
    for one in sorted(ranges, key=lambda r: (r.start, -r.end)):
        offset = one.start - start
        for gone in range(skipped, spaces + 1):
            at = offset - gone
            if at >= 0 and text.startswith(one.exact, at):
                skipped = gone
                found.append(Placed(one, at, at + len(one.exact)))
                break
    return found


def pieces(text: str, ranges: Sequence[Placed]) -> list[Piece]:
    """The text cut at every border of a range."""
    borders = sorted({0, len(text), *(p.start for p in ranges), *(p.end for p in ranges)})
    outermost = sorted(ranges, key=lambda p: (p.start, -p.end))
    return [
        Piece(text[a:b], tuple(p for p in outermost if p.start <= a and b <= p.end))
        for a, b in pairwise(borders)
    ]


def nested(text: str, ranges: Sequence[Placed]) -> list[str | Mark]:
    """The text as a tree of marks."""
    root: list[str | Mark] = []
    open_: list[Mark] = []
    begun: set[int] = set()
    for piece in pieces(text, ranges):
        kept = 0
        while kept < min(len(open_), len(piece.within)) and (
            open_[kept].placed is piece.within[kept]
        ):
            kept += 1
        del open_[kept:]
        for one in piece.within[kept:]:
            mark = Mark(one, id(one) not in begun)
            begun.add(id(one))
            (open_[-1].children if open_ else root).append(mark)
            open_.append(mark)
        (open_[-1].children if open_ else root).append(piece.text)
    return root
