"""A line through values in the order of the rows: years along the bottom, say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ne_kg.web.views import svg
from ne_kg.web.views.caption import below
from ne_kg.web.views.marks import Caption, Mark

WIDTH = 560
_LEFT, _TOP, _HEIGHT, _BOTTOM = 30, 44, 220, 30


def draw(name: str, marks: Sequence[Mark], caption: Caption) -> str:
    """A picture of all marks; each must have a value. The axis begins at nought."""
    values = [mark.value or Decimal() for mark in marks]
    low, high = min(*values, Decimal()), max(*values, Decimal())
    scale = _HEIGHT / float(high - low or 1)
    step = (WIDTH - 2 * _LEFT) / max(len(marks) - 1, 1)
    points = [
        (_LEFT + number * step, _TOP + float(high - value) * scale)
        for number, value in enumerate(values)
    ]
    base = _TOP + float(high) * scale
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    shapes = [
        svg.element(
            "path", d=f"M{_LEFT} {base:.1f}H{WIDTH - _LEFT}", stroke=svg.QUIET, fill="none"
        ),
        svg.element("path", d=path, stroke=svg.FILL, stroke_width=2, fill="none"),
    ]
    for mark, (x, y) in zip(marks, points, strict=True):
        shapes.append(
            svg.element(
                "g",
                svg.hint(" ".join(filter(None, (mark.label, mark.shown, mark.sentence)))),
                svg.element("circle", cx=x, cy=y, r=4, fill=svg.FILL),
                svg.text(mark.shown, x, y - 8, text_anchor="middle", font_size=12),
            )
        )
    every = max(1, round(max(svg.width(mark.label) for mark in marks) / step + 0.5))
    shapes += [
        svg.text(mark.label, x, _TOP + _HEIGHT + 22, text_anchor="middle", font_size=12)
        for number, (mark, (x, _)) in enumerate(zip(marks, points, strict=True))
        if number % every == 0
    ]
    shapes.append(svg.text(caption.measure, 0, 12, font_size=11, opacity=0.8))
    lines, height = below(caption, WIDTH, _TOP + _HEIGHT + _BOTTOM)
    return svg.picture(name, caption.title, caption.description, WIDTH, height, [*shapes, *lines])
