"""The text of a report as values: units that tile the source, and the parts that hold them.

All ranges count code points of the source as received, end exclusive, line breaks included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["sentence", "heading", "number", "mark"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the source."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the source; the units of a report tile it but for white space.

    `part`, `section` and `point` say where it stands (0: before the first), `paragraph` counts
    within the section or work point. `text` is the stretch without white space. `name` is the last
    part of a sentence's IRI, `1.6-3` say, and empty for other kinds.
    """

    kind: UnitKind
    span: Span
    text: str
    part: int
    section: int
    point: int
    paragraph: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report read: its year, the source as received and the units that tile it."""

    year: int
    source: str
    units: tuple[Unit, ...]

    @property
    def sentences(self) -> tuple[Unit, ...]:
        """The units that facts are stated in, in reading order."""
        return tuple(unit for unit in self.units if unit.kind == "sentence")
