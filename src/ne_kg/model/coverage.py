"""What accounting returns: for each sentence, what the facts leave open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ne_kg.model.rdf import IRI, Position
from ne_kg.model.text import Span


class Gap(StrEnum):
    """The ways in which facts and words can fail to meet."""

    UNREAD = "sentence without facts"
    CONTRADICTION = "sentence with facts that is marked as stating none"
    NUMBER = "number without a fact"
    CLAUSE = "clause without a fact"
    NAME = "known name without a fact"
    PRINTED = "printed words not in the sentence"
    AMBIGUOUS = "printed words stand in several places"
    UNMENTIONED = "thing that the sentence does not mention"
    PASSED_OVER = "thing that the fact's words name and the fact does not speak of"
    ELSEWHERE = "thing that stands elsewhere than the words of its act"
    TIE = "one name, two things"
    UNKNOWN = "name of a thing or term that nothing describes"
    STRANGER = "graph of a sentence that does not exist"
    CATCH_ALL = "catch-all term"
    READING = "the second reading differs"


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap: `sentence` is its name (1.6-3), `words` what it is about, `span` in the clean text,
    `position` in the fact file, when there is one, `other` the place that it disagrees with,
    `value` the end of the fact that is wrong, `remedy` what to write, and `chinese` the words in
    Chinese if they are not the same."""

    gap: Gap
    sentence: str
    words: str
    remedy: str
    span: Span | None = None
    position: Position | None = None
    node: IRI | None = None
    other: Position | None = None
    value: IRI | None = None
    chinese: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a section: all, and how many of them are accounted for."""

    sentences: int = 0
    read: int = 0
    factless: int = 0
    clauses: int = 0
    clauses_touched: int = 0
    numbers: int = 0
    numbers_told: int = 0
    facts: int = 0
    mentions: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            *(getattr(self, name) + getattr(other, name) for name in Tally.__dataclass_fields__)
        )


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """The accounting of one section (`1.6`): finished when it has no findings."""

    section: str
    heading: str
    tally: Tally
    findings: tuple[Finding, ...] = ()

    @property
    def finished(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Coverage:
    """The accounting of a report, section by section; `stray` findings belong to no section."""

    year: int
    sections: tuple[SectionCoverage, ...]
    stray: tuple[Finding, ...] = ()

    @property
    def tally(self) -> Tally:
        return sum((section.tally for section in self.sections), Tally())

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*(f for section in self.sections for f in section.findings), *self.stray)

    @property
    def complete(self) -> bool:
        return not self.findings
