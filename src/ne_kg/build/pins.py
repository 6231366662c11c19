"""Sentence names are pinned: facts must not move to a neighbour when the segmenter changes."""

from __future__ import annotations

from collections.abc import Sequence

from ne_kg.model.errors import BuildError
from ne_kg.model.rdf import Position
from ne_kg.model.text import Pin, Report


def check_pins(report: Report, pins: Sequence[Pin], pins_file: str) -> None:
    """BuildError at the first sentence that is not where, or not what, its pin says."""
    remedy = (
        "a name belongs to its words: mend the segmenter or the source; if the text itself was "
        "corrected, read the sentence's facts again and run ne-kg sentences --pin"
    )
    by_name: dict[str, Pin] = {}
    for pin in pins:
        first = by_name.setdefault(pin.name, pin)
        if first is not pin:
            raise BuildError(
                f"sentence {pin.name} is pinned twice, first at {first.position}",
                where=pin.position,
                remedy="remove the row that is wrong",
            )
    for unit in report.sentences:
        pinned = by_name.pop(unit.name, None)
        if pinned is None:
            raise BuildError(
                f"sentence {unit.name} is not pinned: {unit.text[:30]}…",
                where=pins_file,
                remedy="run ne-kg sentences --pin",
            )
        now = Pin.of(unit, pinned.position)
        if now != pinned:
            what = "its words have changed" if now.sha256 != pinned.sha256 else "it has moved"
            moved = f"characters {pinned.span} → {now.span}"
            raise BuildError(
                f"sentence {unit.name} is not as pinned: {what} ({moved})",
                where=pinned.position,
                remedy=remedy,
            )
    for pin in by_name.values():
        raise BuildError(f"sentence {pin.name} is gone", where=pin.position, remedy=remedy)


def as_pins(report: Report) -> str:
    """The text of sentences.tsv for a report."""
    nowhere = Position("sentences.tsv")
    rows = (Pin.of(unit, nowhere) for unit in report.sentences)
    lines = (f"{p.name}\t{p.span.start}\t{p.span.end}\t{p.sha256}\n" for p in rows)
    return "sentence\tstart\tend\tsha256\n" + "".join(lines)
