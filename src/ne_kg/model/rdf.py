"""RDF terms, quads and positions: the values that every stage hands on.

The authored form of a literal is kept (`01` stays `01`, `zh-Hans` stays `zh-Hans`), because a quad
is also the key under which its place in a file is found. Engines' own terms appear only inside
`facts`, `validate` and `store`.
RDF 1.1 Concepts §3; the written forms are those of N-Quads §3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD_STRING = XSD + "string"
RDF_LANG_STRING = RDF + "langString"

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


@dataclass(frozen=True, slots=True, order=True)
class IRI:
    """An absolute IRI."""

    value: str

    def __str__(self) -> str:
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True, order=True)
class BlankNode:
    """A blank node; our own data has none, foreign data may."""

    value: str

    def __str__(self) -> str:
        return f"_:{self.value}"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal in its authored lexical form; `language` is set only for rdf:langString."""

    value: str
    datatype: str = XSD_STRING
    language: str | None = None

    def __str__(self) -> str:
        text = f'"{self.value.translate(_ESCAPES)}"'
        if self.language is not None:
            return f"{text}@{self.language}"
        return text if self.datatype == XSD_STRING else f"{text}^^<{self.datatype}>"


Node = IRI | BlankNode
Term = IRI | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Quad:
    """A statement in a named graph; `graph` is None for the default graph."""

    subject: Node
    predicate: IRI
    object: Term
    graph: Node | None = None

    def __str__(self) -> str:
        graph = f" {self.graph}" if self.graph is not None else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} ."


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: `line` and `column` count from 1, columns in code points."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Authored:
    """What a file, or a folder of files, states: its quads and where each one stands.

    `prefixes` are those that the files declare, for writing IRIs the way their readers know them.
    `repeated` are the quads that are stated more than once, with the place of the last time.
    """

    quads: tuple[Quad, ...]
    positions: Mapping[Quad, Position]
    prefixes: Mapping[str, str] = field(default_factory=dict)
    repeated: Mapping[Quad, Position] = field(default_factory=dict)
