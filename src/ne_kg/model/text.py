"""The text of a report as values: units that tile the source, and the parts that hold them.

All ranges count code points of the source as received, end exclusive, line breaks included, each
as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from ne_kg.model.errors import InputError
from ne_kg.model.rdf import Position

UnitKind = Literal["sentence", "heading", "number", "mark"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the source."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"

    def holds(self, other: Span) -> bool:
        """Whether all of `other` stands inside, to both ends at most."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


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


@dataclass(frozen=True, slots=True)
class Pin:
    """A sentence as it was when its name was given: range in the source and hash of its text."""

    name: str
    span: Span
    sha256: str
    position: Position

    @classmethod
    def parse(cls, row: Mapping[str, str], at: Position) -> Pin:
        """A row of sentences.tsv; InputError for a range that is none."""
        try:
            return cls(row["sentence"], Span(int(row["start"]), int(row["end"])), row["sha256"], at)
        except ValueError as error:
            raise InputError(
                f"start and end are numbers of characters: {error}",
                where=at,
                remedy="ne-kg sentences --pin writes the file",
            ) from None

    @classmethod
    def of(cls, unit: Unit, at: Position) -> Pin:
        """The pin that fits a sentence as it is read now."""
        return cls(unit.name, unit.span, sha256(unit.text.encode()).hexdigest(), at)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a second reader, who has not seen the facts, wrote down about a sentence.

    `kind` is figure, act or stage; `printed` the words; `subject` a name as a reader would say it;
    `what` the indicator, verb or stage in words; `value` the printed number; `period` a label.
    """

    sentence: str
    kind: str
    printed: str
    subject: str
    what: str
    value: str
    unit: str
    bound: str
    period: str
    position: Position

    @classmethod
    def parse(cls, row: Mapping[str, str], at: Position) -> Reading:
        """A row of second-reading.tsv, one column a field; InputError for an unknown kind."""
        if row["kind"] not in READING_KINDS:
            raise InputError(
                f"there is no kind {row['kind']}",
                where=at,
                remedy=f"kinds are {', '.join(READING_KINDS)}",
            )
        return cls(**{name: row[name].strip() for name in READING_COLUMNS}, position=at)


PIN_COLUMNS = ("sentence", "start", "end", "sha256")
READING_KINDS = ("figure", "act", "stage")
READING_COLUMNS = (
    "sentence", "kind", "printed", "subject", "what", "value", "unit", "bound", "period",
)  # fmt: skip
