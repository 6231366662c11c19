"""Bars: the label over each bar, so that long Chinese names and narrow screens do no harm.

Values of different units do not share an axis: each unit has a group of bars of its own, set off
by a line. A bar of “more than” ends in an arrow, one of “nearly” or “less than” in a broken end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ne_kg.web.views import svg
from ne_kg.web.views.caption import below
from ne_kg.web.views.marks import Caption, Mark

WIDTH = 560
_ROW, _BAR, _TOP = 38, 11, 20


def draw(name: str, marks: Sequence[Mark], caption: Caption) -> str:
    """A picture of all marks; each must have a value."""
    groups: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        groups[mark.unit].append(mark)
    shapes: list[str] = [svg.text(caption.measure, 0, 14, font_size=11, opacity=0.8)]
    y = float(_TOP)
    for number, group in enumerate(groups.values()):
        if number:
            y += 16
            line = f"M0 {y - 2:.1f}H{WIDTH}"
            shapes.append(svg.element("path", d=line, stroke=svg.QUIET, stroke_opacity=0.35))
        shapes += _group(group, y)
        y += _ROW * len(group)
    lines, height = below(caption, WIDTH, y + 8)
    return svg.picture(name, caption.title, caption.description, WIDTH, height, [*shapes, *lines])


def _group(marks: Sequence[Mark], top: float) -> Iterator[str]:
    values = [mark.value or Decimal() for mark in marks]
    low, high = min(*values, Decimal()), max(*values, Decimal())
    scale = (WIDTH - 14) / float(high - low or 1)
    zero = float(-low) * scale
    for number, (mark, value) in enumerate(zip(marks, values, strict=True)):
        y = top + number * _ROW
        length = float(value) * scale
        left, end = min(zero, zero + length), zero + length
        room = WIDTH - svg.width(mark.shown) - 16
        yield svg.element(
            "g",
            svg.hint(" ".join(filter(None, (mark.label, mark.shown, mark.sentence)))),
            svg.text(svg.fitted(mark.label, room), 0, y + 15),
            svg.text(mark.shown, WIDTH, y + 15, text_anchor="end", font_weight="bold"),
            svg.element(
                "rect", x=left, y=y + 20, width=max(abs(length), 2.0), height=_BAR, fill=svg.FILL
            ),
            *_end(mark.bound, end, y + 20),
        )
    if low < 0:
        bottom = top + _ROW * len(marks)
        yield svg.element(
            "path", d=f"M{zero:.1f} {top:.1f}V{bottom:.1f}", stroke=svg.QUIET, fill="none"
        )


def _end(bound: str, x: float, y: float) -> Iterator[str]:
    if bound in ("more-than", "at-least"):
        tip = f"M{x + 2:.1f} {y:.1f}l8 {_BAR / 2}l-8 {_BAR / 2}z"
        yield svg.element("path", d=tip, fill=svg.FILL)
    elif bound in ("nearly", "less-than", "about"):
        line = f"M{x:.1f} {y - 2:.1f}v{_BAR + 4}"
        yield svg.element(
            "path", d=line, stroke="currentColor", stroke_dasharray="2 2", fill="none"
        )
