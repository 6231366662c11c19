"""The lines under a picture: sentences, source, data version."""

from __future__ import annotations

from ne_kg.web.views import svg
from ne_kg.web.views.marks import Caption

_SIZE = 11


def below(caption: Caption, width: int, top: float) -> tuple[list[str], float]:
    """Shapes of the caption from `top` down, and where they end."""
    shapes = []
    for words in caption.lines:
        for line in svg.wrapped(words, width, _SIZE):
            top += 16
            shapes.append(svg.text(line, 0, top, font_size=_SIZE, opacity=0.8))
    return shapes, top + 8
