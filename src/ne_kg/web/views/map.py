"""A sketch map of Northeast China: degrees, outlines, a few cities to find one's way by, points.

Points and outlines come from the data. The outlines are simplified and no authority on borders;
the picture says that it is a sketch (示意图).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import cos, radians, sqrt

from ne_kg.web.views import svg
from ne_kg.web.views.caption import below
from ne_kg.web.views.marks import Caption, Mark

WIDTH = 560
SMALL = 300
_MIDDLE = radians(45)
_FRAME = (38.0, 111.0, 54.0, 136.0)
"""South, west, north, east in degrees: the three provinces and the east of Inner Mongolia."""

Position = tuple[float, float]
"""Latitude and longitude in degrees."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the picture."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place to find one's way by."""

    name: str
    lat: float
    long: float


@dataclass(frozen=True, slots=True)
class Outline:
    """The border of a place, closed."""

    name: str
    ring: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Land:
    """What a map shows before anything is drawn on it."""

    outlines: tuple[Outline, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The frame on a picture of this width."""

    width: int

    @property
    def scale(self) -> float:
        _south, west, _north, east = _FRAME
        return self.width / (east - west)

    @property
    def height(self) -> float:
        south, _west, north, _east = _FRAME
        return (north - south) * self.scale / cos(_MIDDLE)

    def at(self, position: Position) -> tuple[float, float]:
        """Where a position is drawn."""
        _south, west, north, _east = _FRAME
        lat, long = position
        return (long - west) * self.scale, (north - lat) * self.scale / cos(_MIDDLE)

    def ground(self, land: Land, taken: Sequence[Position]) -> Iterator[str]:
        """Outlines, degrees and the places that no drawn position takes."""
        for outline in land.outlines:
            yield svg.element(
                "path", svg.hint(outline.name), d=self._border(outline), fill=svg.FILL,
                fill_opacity=0.1, stroke=svg.QUIET, stroke_width=0.8, stroke_linejoin="round",
            )  # fmt: skip
        drawn = {(round(lat, 1), round(long, 1)) for lat, long in taken}
        places = [
            (place.name, *self.at((place.lat, place.long)))
            for place in land.places
            if (round(place.lat, 1), round(place.long, 1)) not in drawn
        ]
        yield from self._degrees(
            [(x - 2, y - 7, x + 5 + svg.width(name, 11), y + 6) for name, x, y in places]
        )
        for name, x, y in places:
            yield svg.element("circle", cx=x, cy=y, r=2.0, fill=svg.QUIET)
            yield svg.text(name, x + 5, y + 4, font_size=11, opacity=0.7)

    def _border(self, outline: Outline) -> str:
        """A path in whole units, each point as a step from the one before: short to send."""
        drawn = [(round(x), round(y)) for x, y in (self.at(position) for position in outline.ring)]
        points = [point for point, _same in groupby(drawn)]
        steps = [
            f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points)
        ]
        return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z"

    def _degrees(self, taken: Sequence[Box]) -> Iterator[str]:
        """Lines, each with its degree where no name stands."""
        south, west, north, east = _FRAME
        for degree in range(int(west) // 5 * 5 + 5, int(east) + 1, 5):
            x, _ = self.at((north, degree))
            yield _thread(f"M{x:.1f} 0V{self.height:.1f}")
            if x + 40 < self.width:
                yield from self._degree(f"{degree}°E", x + 3, self.height - 5, taken)
        for degree in range(int(south) // 5 * 5 + 5, int(north) + 1, 5):
            _, y = self.at((degree, west))
            yield _thread(f"M0 {y:.1f}H{self.width}")
            yield from self._degree(f"{degree}°N", 3, y - 3, taken)

    def _degree(self, words: str, x: float, y: float, taken: Sequence[Box]) -> Iterator[str]:
        if not any(_cover((x, y - 8, x + svg.width(words, 10), y), other) for other in taken):
            yield svg.text(words, x, y, font_size=10, opacity=0.7)


def draw(name: str, marks: Sequence[Mark], caption: Caption, land: Land) -> str:
    """A picture of all marks; each must have a position within the frame."""
    sheet = Sheet(WIDTH)
    positions = [mark.at for mark in marks if mark.at]
    edge = svg.element("rect", width=WIDTH, height=sheet.height, fill="none", stroke=svg.QUIET)
    shapes = [edge, *sheet.ground(land, positions), *_points(marks, sheet)]
    lines, end = below(caption, WIDTH, sheet.height + 4)
    return svg.picture(name, caption.title, caption.description, WIDTH, end, [*shapes, *lines])


def locate(name: str, title: str, position: Position, land: Land) -> str:
    """A small picture of one position; empty outside the frame."""
    if not within(position):
        return ""
    sheet = Sheet(SMALL)
    x, y = sheet.at(position)
    here = [
        svg.element("circle", cx=x, cy=y, r=9.0, fill=svg.HERE, fill_opacity=0.25),
        svg.element("circle", cx=x, cy=y, r=4.0, fill=svg.HERE),
    ]
    ground = sheet.ground(land, [position])
    return svg.picture(name, title, title, SMALL, sheet.height, [*ground, *here])


def within(at: Position) -> bool:
    """Whether a position is in Northeast China, by the frame of the map."""
    south, west, north, east = _FRAME
    return south <= at[0] <= north and west <= at[1] <= east


def _points(marks: Sequence[Mark], sheet: Sheet) -> Iterator[str]:
    """One point a position, its area by value; labels where they cover no point and no label."""
    grouped: defaultdict[Position, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.at:
            grouped[mark.at].append(mark)
    most = max((float(m.value) for m in marks if m.value is not None), default=0.0)
    heaviest = sorted(grouped.items(), key=lambda item: -_weight(item[1]))
    spots = [
        (*sheet.at(position), 3 + 11 * sqrt(_weight(here) / most) if most > 0 else 5.0)
        for position, here in heaviest
    ]
    taken = [(x - r, y - r, x + r, y + r) for x, y, r in spots]
    for (_position, here), (x, y, radius) in zip(heaviest, spots, strict=True):
        names = list(dict.fromkeys(mark.label for mark in here))
        said = "；".join(f"{m.label} {m.shown} {m.sentence}".strip() for m in here)
        words = "、".join(names[:2]) + ("…" if len(names) > 2 else "")
        own = (x - radius, y - radius, x + radius, y + radius)
        free = [
            box
            for box in _around(x, y, radius, svg.width(words, 12))
            if box[0] >= 0
            and box[2] <= sheet.width
            and not any(_cover(box, other) for other in taken if other != own)
        ]
        shapes = [svg.hint(said), svg.element("circle", cx=x, cy=y, r=radius, fill=svg.FILL,
                                              fill_opacity=0.75, stroke="currentColor",
                                              stroke_width=0.5)]  # fmt: skip
        if free:
            taken.append(free[0])
            left, _top, _right, bottom = free[0]
            shapes.append(svg.text(words, left, bottom - 2, font_size=12))
        yield svg.element("g", *shapes)


def _around(x: float, y: float, radius: float, wide: float) -> Iterator[Box]:
    """Where a label may stand: right of its point, left, above, below."""
    gap = radius + 3
    for left, bottom in (
        (x + gap, y + 6),
        (x - gap - wide, y + 6),
        (x - wide / 2, y - gap),
        (x - wide / 2, y + gap + 12),
    ):
        yield (left, bottom - 13, left + wide, bottom)


def _weight(marks: Sequence[Mark]) -> float:
    return max((float(mark.value) for mark in marks if mark.value is not None), default=0.0)


def _cover(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _thread(path: str) -> str:
    return svg.element("path", d=path, stroke=svg.QUIET, stroke_opacity=0.35, fill="none")
