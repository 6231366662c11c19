"""A sketch map of Northeast China: degrees, a few cities to find one's way by, and points.

Points come from the coordinates of the data. No border is drawn: the catalogue holds no outline,
and a wrong one would be worse than none; the picture says that it is a sketch (示意图).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import cos, radians, sqrt

from ne_kg.web.views import svg
from ne_kg.web.views.caption import below
from ne_kg.web.views.marks import Caption, Mark, Place

WIDTH = 560
_MIDDLE = radians(45)
_FRAME = (38.0, 111.0, 54.0, 136.0)
"""South, west, north, east in degrees: the three provinces and the east of Inner Mongolia."""


def draw(name: str, marks: Sequence[Mark], caption: Caption, places: Sequence[Place] = ()) -> str:
    """A picture of all marks; each must have a position within the frame."""
    positions = [mark.at for mark in marks if mark.at]
    south, west, north, east = _FRAME
    scale = WIDTH / (east - west)
    height = (north - south) * scale / cos(_MIDDLE)

    def at(lat: float, long: float) -> tuple[float, float]:
        return (long - west) * scale, (north - lat) * scale / cos(_MIDDLE)

    shapes = [svg.element("rect", width=WIDTH, height=height, fill="none", stroke=svg.QUIET)]
    for degree in range(int(west) // 5 * 5 + 5, int(east) + 1, 5):
        x, _ = at(north, degree)
        shapes.append(_thread(f"M{x:.1f} 0V{height:.1f}"))
        shapes.append(svg.text(f"{degree}°E", x + 3, height - 5, font_size=10, opacity=0.7))
    for degree in range(int(south) // 5 * 5 + 5, int(north) + 1, 5):
        _, y = at(degree, west)
        shapes.append(_thread(f"M0 {y:.1f}H{WIDTH}"))
        shapes.append(svg.text(f"{degree}°N", 3, y - 3, font_size=10, opacity=0.7))
    drawn = {(round(lat, 1), round(long, 1)) for lat, long in positions}
    for place in places:
        if (round(place.lat, 1), round(place.long, 1)) not in drawn:
            x, y = at(place.lat, place.long)
            shapes.append(svg.element("circle", cx=x, cy=y, r=2.0, fill=svg.QUIET))
            shapes.append(svg.text(place.name, x + 5, y + 4, font_size=11, opacity=0.7))
    shapes += _points(marks, at)
    lines, end = below(caption, WIDTH, height + 4)
    return svg.picture(name, caption.title, caption.description, WIDTH, end, [*shapes, *lines])


def within(at: tuple[float, float]) -> bool:
    """Whether a position is in Northeast China, by the frame of the map."""
    south, west, north, east = _FRAME
    return south <= at[0] <= north and west <= at[1] <= east


def _points(marks: Sequence[Mark], at: object) -> Iterator[str]:
    """One point a position, its area by value; labels where they do not cover one another."""
    assert callable(at)
    grouped: defaultdict[tuple[float, float], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.at:
            grouped[mark.at].append(mark)
    most = max((float(m.value) for m in marks if m.value is not None), default=0.0)
    taken: list[tuple[float, float, float, float]] = []
    for position, here in sorted(grouped.items(), key=lambda item: -_weight(item[1])):
        x, y = at(*position)
        radius = 3 + 11 * sqrt(_weight(here) / most) if most > 0 else 5.0
        names = list(dict.fromkeys(mark.label for mark in here))
        said = "；".join(f"{m.label} {m.shown} {m.sentence}".strip() for m in here)
        words = "、".join(names[:2]) + ("…" if len(names) > 2 else "")
        wide = svg.width(words, 12)
        left = x + radius + 3 if x + radius + 3 + wide < WIDTH else x - radius - 3 - wide
        box = (left, y - 8, left + wide, y + 6)
        shapes = [svg.hint(said), svg.element("circle", cx=x, cy=y, r=radius, fill=svg.FILL,
                                              fill_opacity=0.75, stroke="currentColor",
                                              stroke_width=0.5)]  # fmt: skip
        if not any(_cover(box, other) for other in taken):
            taken.append(box)
            shapes.append(svg.text(words, left, y + 4, font_size=12))
        yield svg.element("g", *shapes)


def _weight(marks: Sequence[Mark]) -> float:
    return max((float(mark.value) for mark in marks if mark.value is not None), default=0.0)


def _cover(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _thread(path: str) -> str:
    return svg.element("path", d=path, stroke=svg.QUIET, stroke_opacity=0.35, fill="none")
