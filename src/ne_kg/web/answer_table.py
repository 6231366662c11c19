"""The table of an answer: which columns a reader sees, and each cell as a template shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ne_kg.model.question import Column, Question
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.queries.run import Result, Sentence
from ne_kg.web import figures, pictures
from ne_kg.web.language import language


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, a term, or nothing where the report does not say."""

    term: Term | None
    figure: figures.Shown | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; `repeated` where the row above stands on the same sentence."""

    cells: Sequence[Cell]
    sentence: Sentence | None
    repeated: bool


def columns(question: Question) -> list[Column]:
    """Columns for reading: a figure is one cell, its printed form is not repeated beside it."""
    printed = {column.printed for column in question.columns if column.printed and column.unit}
    return [
        column
        for column in question.columns
        if not column.hidden and column.name != question.evidence and column.name not in printed
    ]


def table(result: Result, chosen: Sequence[Column]) -> list[Line]:
    """The rows in their order."""
    lines: list[Line] = []
    for row in result.rows:
        cells = []
        for column in chosen:
            term = row.get(column.name)
            if term is not None and column.unit:
                cells.append(Cell(term, pictures.figure(result, column, row), numeric=True))
            else:
                cells.append(Cell(_plain(term), numeric=_numeric(term)))
        sentence = result.sentence(row)
        above = lines[-1].sentence if lines else None
        lines.append(Line(cells, sentence, repeated=sentence is not None and sentence == above))
    return lines


def heading(column: Column) -> str:
    """The heading in the language of the page."""
    return column.label["en" if language() == "en" else "zh"]


def _numeric(term: Term | None) -> bool:
    return isinstance(term, Literal) and term.datatype.endswith(("#integer", "#decimal"))


def _plain(term: Term | None) -> Term | None:
    """Nothing instead of empty words."""
    return None if isinstance(term, Literal) and not term.value else term


def named(result: Result) -> set[IRI]:
    """All that the table will have to name."""
    terms = {term for row in result.rows for term in row.values() if isinstance(term, IRI)}
    return terms | set(result.evidence)
