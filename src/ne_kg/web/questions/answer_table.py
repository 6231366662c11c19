"""The table of an answer: which columns a reader sees, and each cell as a template shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ne_kg.model.question import Column, Question
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.queries.run import Result, Sentence, Several, Value
from ne_kg.web import figures
from ne_kg.web.language import language
from ne_kg.web.questions import pictures


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, a term, or nothing where the report does not say."""

    terms: tuple[Term, ...]
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
    numbers = numeric(result, chosen)
    for row in result.rows:
        cells = []
        for column in chosen:
            terms = all_of(row.get(column.name))
            if terms and column.unit:
                cells.append(Cell(terms, pictures.figure(result, column, row), True))
            else:
                cells.append(Cell(_plain(terms), numeric=column.name in numbers))
        sentence = result.sentence(row)
        above = lines[-1].sentence if lines else None
        lines.append(Line(cells, sentence, repeated=sentence is not None and sentence == above))
    return lines


def numeric(result: Result, chosen: Sequence[Column]) -> set[str]:
    """The columns that hold numbers and nothing else."""
    found = {
        column.name: [term for row in result.rows for term in all_of(row.get(column.name))]
        for column in chosen
    }
    units = {column.name for column in chosen if column.unit}
    return units | {name for name, terms in found.items() if terms and all(map(_numeric, terms))}


def heading(column: Column) -> str:
    """The heading in the language of the page."""
    return column.label["en" if language() == "en" else "zh"]


def all_of(value: Value | None) -> tuple[Term, ...]:
    """The terms of a value, however many."""
    if value is None:
        return ()
    return value.terms if isinstance(value, Several) else (value,)


def _numeric(term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype.endswith(("#integer", "#decimal"))


def _plain(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Nothing instead of empty words."""
    return tuple(term for term in terms if not isinstance(term, Literal) or term.value)


def named(result: Result) -> set[IRI]:
    """All that the table will have to name."""
    terms = {term for row in result.rows for value in row.values() for term in all_of(value)}
    return {term for term in terms if isinstance(term, IRI)} | set(result.evidence)
