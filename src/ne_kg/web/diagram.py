"""The model as a picture: kinds of fact on the left, what they speak of on the right. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

_ROW = 34
_WIDTH = 900
_BOX = 200


@dataclass(frozen=True, slots=True)
class Box:
    """A class: its IRI, its label, the address of its page."""

    iri: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its upper left corner."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A curve from a box to a box, the properties that it stands for, and its width: the more
    facts, the wider."""

    path: str
    label: str
    width: float


@dataclass(frozen=True, slots=True)
class Diagram:
    """What to draw, and how large the drawing is."""

    boxes: tuple[Placed, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def drawn(
    left: Sequence[Box], right: Sequence[Box], links: Mapping[tuple[str, str], Mapping[str, int]]
) -> Diagram:
    """Two columns and the links between them, each with its properties and how many facts have
    them; links to boxes that are not there are left out."""
    height = _ROW * max(len(left), len(right), 1)
    placed = {}
    for x, column in ((0, left), (_WIDTH - _BOX, right)):
        step = height / max(len(column), 1)
        for n, box in enumerate(column):
            placed[(x, box.iri)] = Placed(box, x, step * (n + 0.5) - 13)
    edges = []
    for (a, b), properties in sorted(links.items()):
        start, end = placed.get((0, a)), placed.get((_WIDTH - _BOX, b))
        if start and end:
            x1, y1, x2, y2 = _BOX, start.y + 13, _WIDTH - _BOX, end.y + 13
            middle = (x1 + x2) / 2
            path = f"M{x1} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2} {y2:.0f}"
            label = f"{start.box.label} → {end.box.label}: {', '.join(sorted(properties))}"
            width = round(0.6 + 1.4 * log10(sum(properties.values())), 1)
            edges.append(Edge(path, label, width))
    return Diagram(tuple(placed.values()), tuple(edges), _WIDTH, height)
