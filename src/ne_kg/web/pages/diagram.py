"""The model as a picture: kinds of fact with their properties on the left, what these lead to on
the right. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 680
LEFT = 280
RIGHT = 210
ROW = 24
HEAD = 30
_GAP = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A class: its IRI, its label, the address of its page."""

    iri: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property that a shape speaks of: its label, how many values it has (`1`, `0..1`, `1..*`),
    the class of these, and the rule in words."""

    label: str
    count: str
    to: Box
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A class with what the shapes say of it."""

    box: Box
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its upper edge."""

    box: Box
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its upper edge, and the curve to its class."""

    property: Property
    y: float
    path: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A kind of fact with its rows, from `y` on, `height` high."""

    box: Box
    y: float
    height: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """What to draw, and how high the drawing is."""

    panels: tuple[Panel, ...]
    targets: tuple[Placed, ...]
    height: float


def drawn(kinds: Sequence[Kind]) -> Diagram:
    """Kinds below one another, the largest first; each class that they lead to at the mean height
    of the rows that lead there, or as near to it as the others leave room."""
    ordered = sorted(kinds, key=lambda kind: (-len(kind.properties), kind.box.iri))
    tops: list[float] = []
    sources: defaultdict[Box, list[float]] = defaultdict(list)
    y = 0.0
    for kind in ordered:
        tops.append(y)
        for number, property_ in enumerate(kind.properties):
            sources[property_.to].append(y + HEAD + ROW * (number + 0.5))
        y += HEAD + ROW * len(kind.properties) + _GAP
    targets = _spread({box: sum(ys) / len(ys) for box, ys in sources.items()}, y)
    at = {placed.box: placed.y + HEAD / 2 for placed in targets}
    panels = tuple(
        Panel(
            kind.box,
            top,
            HEAD + ROW * len(kind.properties),
            tuple(_row(p, top + HEAD + ROW * n, at[p.to]) for n, p in enumerate(kind.properties)),
        )
        for kind, top in zip(ordered, tops, strict=True)
    )
    lowest = max([y, *(placed.y + HEAD for placed in targets)])
    return Diagram(panels, targets, lowest)


def _row(property_: Property, y: float, end: float) -> Row:
    start, x1, x2 = y + ROW / 2, LEFT, WIDTH - RIGHT
    middle = (x1 + x2) / 2
    path = f"M{x1} {start:.0f}C{middle:.0f} {start:.0f} {middle:.0f} {end:.0f} {x2} {end:.0f}"
    return Row(property_, y, path)


def _spread(wanted: dict[Box, float], height: float) -> tuple[Placed, ...]:
    """Boxes in the order of the heights wanted, none over another, none below the drawing."""
    ordered = sorted(wanted, key=lambda box: (wanted[box], box.iri))
    step = HEAD + _GAP / 2
    placed = []
    free = 0.0
    for number, box in enumerate(ordered):
        lowest = height - step * (len(ordered) - number)
        y = max(free, min(wanted[box] - HEAD / 2, max(lowest, 0.0)))
        placed.append(Placed(box, y))
        free = y + step
    return tuple(placed)
