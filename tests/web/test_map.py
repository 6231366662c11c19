"""The sketch map: outlines and points of the real graph, at their places."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from ne_kg.facts import read
from ne_kg.model.rdf import Literal
from ne_kg.model.terms import term
from ne_kg.web.land import ring
from ne_kg.web.views import Land, Outline, locate
from ne_kg.web.views.map import SMALL, Sheet

ROOT = Path(__file__).parents[2]
SHENYANG = (41.79222, 123.43278)
BORDEAUX = (44.84, -0.58)


@pytest.fixture(scope="module")
def outlines() -> dict[str, tuple[tuple[float, float], ...]]:
    quads = read(ROOT / "data/catalogue/outlines.trig").quads
    return {
        str(quad.subject).strip("<>").rpartition("/")[2]: ring(quad.object.value)
        for quad in quads
        if quad.predicate == term("nekg:outline") and isinstance(quad.object, Literal)
    }


def inside(position: tuple[float, float], border: tuple[tuple[float, float], ...]) -> bool:
    """By the number of borders that a line to the east crosses."""
    lat, long = position
    crossed = False
    for (a, x), (b, y) in pairwise(border):
        if (a > lat) != (b > lat) and long < x + (lat - a) / (b - a) * (y - x):
            crossed = not crossed
    return crossed


@pytest.mark.parametrize(
    ("province", "seat"),
    [
        ("liaoning", SHENYANG),
        ("jilin", (43.88, 125.32)),
        ("heilongjiang", (45.75, 126.65)),
        ("inner-mongolia", (40.81, 111.65)),
    ],
)
def test_a_provincial_seat_lies_in_its_outline_and_in_no_other(
    outlines: dict[str, tuple[tuple[float, float], ...]],
    province: str,
    seat: tuple[float, float],
) -> None:
    assert [name for name, border in outlines.items() if inside(seat, border)] == [province]
    assert outlines[province][0] == outlines[province][-1]


def test_a_border_is_drawn_through_its_positions(
    outlines: dict[str, tuple[tuple[float, float], ...]],
) -> None:
    border = outlines["liaoning"]
    picture = locate("map", "沈阳", SHENYANG, Land((Outline("辽宁", border),)))
    path = re.search(r'd="M(-?\d+) (-?\d+)l([^"]+)z"', picture)
    assert path
    x, y = int(path[1]), int(path[2])
    assert (x, y) == tuple(map(round, Sheet(SMALL).at(border[0])))
    for step in re.findall(r"(-?\d+) (-?\d+)", path[3]):
        x, y = x + int(step[0]), y + int(step[1])
    assert (x, y) == tuple(map(round, Sheet(SMALL).at(border[-1])))


def test_a_place_beyond_the_frame_has_no_map() -> None:
    assert locate("map", "波尔多", BORDEAUX, Land()) == ""
