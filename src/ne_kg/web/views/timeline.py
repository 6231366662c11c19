"""Spans of time, one under another: plan periods, stages and what follows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ne_kg.web.views import svg
from ne_kg.web.views.caption import below
from ne_kg.web.views.marks import Caption, Mark

WIDTH = 560
_ROW, _BAR, _TOP = 38, 11, 26


def draw(name: str, marks: Sequence[Mark], caption: Caption) -> str:
    """A picture of all marks; each must have a span. Both ends of a span are within it."""
    spans = [mark.span for mark in marks if mark.span]
    first = min(begins for begins, _ in spans).year
    last = max(ends for _, ends in spans).year
    begin, end = date(first, 1, 1), date(last + 1, 1, 1)
    scale = (WIDTH - 2) / (end - begin).days
    bottom = _TOP + _ROW * len(marks)
    shapes = []
    every = max(1, (last - first + 1) // 10 + ((last - first + 1) % 10 > 0))
    for year in range(first, last + 2, every):
        x = (date(year, 1, 1) - begin).days * scale + 1
        shapes.append(
            svg.element(
                "path",
                d=f"M{x:.1f} {_TOP - 6}V{bottom}",
                stroke=svg.QUIET,
                stroke_opacity=0.4,
                fill="none",
            )
        )
        if year <= last:
            shapes.append(svg.text(str(year), x + 2, 14, font_size=11, opacity=0.8))
    for number, mark in enumerate(marks):
        if mark.span is None:
            continue
        begins, ends = mark.span
        y = float(_TOP + number * _ROW)
        x = (begins - begin).days * scale + 1
        length = max(((ends - begins).days + 1) * scale, 6.0)
        years = f"{begins.year}–{ends.year}" if begins.year != ends.year else str(begins.year)
        room = WIDTH - svg.width(years, 11) - 12
        shapes.append(
            svg.element(
                "g",
                svg.hint(f"{mark.label} {begins} – {ends} {mark.sentence}".strip()),
                svg.text(svg.fitted(mark.label, room), 0, y + 15),
                svg.text(years, WIDTH, y + 15, text_anchor="end", font_size=11, opacity=0.8),
                svg.element("rect", x=x, y=y + 20, width=length, height=_BAR, fill=svg.FILL),
            )
        )
    lines, height = below(caption, WIDTH, bottom + 4)
    return svg.picture(name, caption.title, caption.description, WIDTH, height, [*shapes, *lines])
