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
    by_name = {pin.name: pin for pin in pins}
    for unit in report.sentences:
        pin = by_name.pop(unit.name, None)
        if pin is None:
            raise BuildError(
                f"sentence {unit.name} is not pinned: {unit.text[:30]}…",
                where=pins_file,
                remedy="run ne-kg sentences --pin",
            )
        now = Pin.of(unit, pin.position)
        if now != pin:
            what = "its words have changed" if now.sha256 != pin.sha256 else "it has moved"
            raise BuildError(
                f"sentence {unit.name} is not as pinned: {what} ({pin.span} → {now.span})",
                where=pin.position,
                remedy=remedy,
            )
    for pin in by_name.values():
        raise BuildError(f"sentence {pin.name} is gone", where=pin.position, remedy=remedy)


def pinned(report: Report) -> str:
    """The text of sentences.tsv for a report."""
    nowhere = Position("sentences.tsv")
    rows = (Pin.of(unit, nowhere) for unit in report.sentences)
    lines = (f"{p.name}\t{p.span.start}\t{p.span.end}\t{p.sha256}\n" for p in rows)
    return "sentence\tstart\tend\tsha256\n" + "".join(lines)
