"""What checking a graph against shapes finds, as values that every writer reads.

The field's words: a shape's constraint is violated by a focus node, along a path, with a value
(SHACL §3.6). `Rule` is a constraint as its author sees it: one testcase, one SARIF rule, one
fixture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from ne_kg.model.rdf import IRI, Literal, Node, Position, Quad, Term

SH = "http://www.w3.org/ns/shacl#"


class Level(IntEnum):
    """How grave a finding is; a severity of the author's own counts as a violation."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @classmethod
    def of(cls, severity: IRI) -> Level:
        """The level of a value of sh:severity."""
        return {SH + "Info": cls.INFO, SH + "Warning": cls.WARNING}.get(
            severity.value, cls.VIOLATION
        )

    @classmethod
    def named(cls, name: str) -> Level:
        """The level called `violation`, `warning` or `info`."""
        return cls[name.upper()]

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint: a property shape, a SPARQL constraint, or what a node shape says itself.

    `name` is short and unique in a report; `node` is its IRI, or that of a nameless shape's
    blank node; `place` where it is written; `help` its messages or description.
    """

    name: str
    node: Node
    severity: IRI
    place: Position | None = None
    help: tuple[Literal, ...] = ()
    see: str | None = None

    @property
    def level(self) -> Level:
        return Level.of(self.severity)


@dataclass(frozen=True, slots=True)
class Context:
    """The text that a finding is about, such as the sentence whose graph holds the statement."""

    node: Node
    text: str
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One validation result, located.

    `place` is the statement at fault, `others` further places that bear on it; `graph` the named
    graph of the statement. `fingerprint` stays the same when lines move.
    """

    rule: Rule
    component: IRI
    shape: Node
    severity: IRI
    focus: Term
    path: Node | None
    value: Term | None
    messages: tuple[Literal, ...]
    constraint: Node | None = None
    label: str | None = None
    place: Position | None = None
    graph: Node | None = None
    context: Context | None = None
    others: tuple[Position, ...] = ()
    fingerprint: str = ""

    @property
    def level(self) -> Level:
        return Level.of(self.severity)


@dataclass(frozen=True, slots=True)
class Failure:
    """A shape that could not be evaluated, so that nothing is known about what it guards."""

    what: str
    rule: Rule | None = None
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, and what it checked.

    `paths` holds the statements of property paths that are blank nodes; `notes` say what the
    reader should know about the run itself; `seconds` is how long the checking took.
    """

    violations: tuple[Violation, ...]
    failures: tuple[Failure, ...]
    rules: tuple[Rule, ...]
    quads: int
    seconds: float = 0.0
    prefixes: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[Quad, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """SHACL's verdict: no result at all, whatever its severity."""
        return not self.violations and not self.failures

    def count(self, level: Level) -> int:
        """How many findings have exactly this level."""
        return sum(violation.level is level for violation in self.violations)

    def fails(self, at: Level) -> bool:
        """Whether anything of this level or graver was found."""
        return bool(self.failures) or any(found.level >= at for found in self.violations)
