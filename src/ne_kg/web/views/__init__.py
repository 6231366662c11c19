"""Pictures of answers as SVG, drawn on the server: they print, are read aloud and need no script.

A view draws what it can and names the rows that it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ne_kg.model.question import ViewKind
from ne_kg.web.views import bar, line, map, timeline
from ne_kg.web.views.map import Land, Outline, Place, locate
from ne_kg.web.views.marks import Caption, Mark

__all__ = ["Caption", "Drawing", "Land", "Mark", "Outline", "Place", "draw", "locate"]


_NOTHING = Land()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, and the marks that are not in it; `svg` is empty where nothing is."""

    kind: ViewKind
    svg: str
    undrawn: tuple[Mark, ...]


def draw(
    kind: ViewKind, name: str, marks: Sequence[Mark], caption: Caption, land: Land = _NOTHING
) -> Drawing:
    """The marks as a picture of this kind; `name` is the prefix of the ids in it."""
    drawn = [mark for mark in marks if _drawable(kind, mark)]
    undrawn = tuple(mark for mark in marks if not _drawable(kind, mark))
    if not drawn:
        return Drawing(kind, "", undrawn)
    match kind:
        case ViewKind.BAR:
            picture = bar.draw(name, drawn, caption)
        case ViewKind.LINE:
            picture = line.draw(name, drawn, caption)
        case ViewKind.MAP:
            picture = map.draw(name, drawn, caption, land)
        case ViewKind.TIMELINE:
            picture = timeline.draw(name, drawn, caption)
    return Drawing(kind, picture, undrawn)


def _drawable(kind: ViewKind, mark: Mark) -> bool:
    match kind:
        case ViewKind.MAP:
            return mark.at is not None and map.within(mark.at)
        case ViewKind.TIMELINE:
            return mark.span is not None
        case _:
            return mark.value is not None
