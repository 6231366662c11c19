"""A saved question: a SPARQL query, described so that it is a page, an API and a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ne_kg.model.rdf import Position, Term

Words = Mapping[str, str]
"""Text by language: `zh` and `en`, both always there."""


class Kind(StrEnum):
    """What a parameter's values are."""

    IRI = "iri"
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


class ViewKind(StrEnum):
    """How an answer can be shown besides the table."""

    BAR = "bar"
    LINE = "line"
    MAP = "map"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that the reader may set.

    `choices` is a SPARQL query for `?value` and `?count`, without prologue; `default` stands in the
    query's VALUES line; an optional parameter without default is absent there.
    """

    name: str
    label: Words
    kind: Kind
    default: Term | None = None
    choices: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the answer: its heading; `unit` and `printed` name the variables that hold its
    unit and its printed form. Rows that differ only in columns of `several` values are one row."""

    name: str
    label: Words
    unit: str | None = None
    printed: str | None = None
    hidden: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A picture of an answer: which columns are drawn along which axis.

    Axes: `label` (all), `value` (bar, line, map), `lat` and `long` (map), `begins` and `ends`
    (timeline); a label may be made of several columns, every other axis has one.
    """

    kind: ViewKind
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over a column, offered only where it may be formed: one unit, no part beside its whole.

    `subject` names the column of what each addend is about, `figure` that of its figure.
    """

    column: str
    subject: str
    figure: str


@dataclass(frozen=True, slots=True)
class Question:
    """One file of queries/: `text` is the whole file, `values` the range of its VALUES line.

    `evidence` names the variable that holds the sentence behind a row.
    """

    name: str
    theme: str
    title: Words
    question: Words
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    views: tuple[View, ...]
    evidence: str | None
    total: Total | None
    text: str
    values: tuple[int, int] | None
    prologue: str
    position: Position
