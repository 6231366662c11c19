"""Every question, answered by two engines, against its expected answer."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

from ne_kg.model.question import Question
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.queries import golden
from ne_kg.queries.parameters import written
from ne_kg.queries.run import ask, choices, merged
from ne_kg.questions import read_all
from ne_kg.questions.rdf import form
from ne_kg.store import Store

ROOT = Path(__file__).parents[2]
QUESTIONS = read_all((ROOT / "queries").glob("*/*.rq"), ROOT)
# rdflib 7 warns of its own use of what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
every = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def ours(term: rdflib.term.Node) -> Term:
    if isinstance(term, rdflib.Literal):
        # Engines may write 80.10 or 80.1; the value is the same.
        number = isinstance(term.value, Decimal)
        text = f"{Decimal(str(term)).normalize():f}" if number else str(term)
        return Literal(text, str(term.datatype or ""), term.language)
    return IRI(str(term))


@every
def test_answer_is_the_expected_one(question: Question, store: Store, root: Path) -> None:
    difference = golden.compare(ask(store, question, {}), root / "queries")
    assert not difference, f"gone: {difference.gone}\nnew: {difference.new}"
    assert golden.path(root / "queries", question).is_file()


@every
def test_rdflib_gives_the_expected_answer_too(
    question: Question, store: Store, root: Path, rdflib_dataset: rdflib.Dataset
) -> None:
    result = ask(store, question, {})
    found = rdflib_dataset.query(result.query)
    if form(question.text) == "construct":
        rows = [
            dict(zip(("subject", "predicate", "object"), map(ours, triple), strict=True))
            for triple in found.graph or ()
        ]
    else:
        names = [str(variable) for variable in found.vars or ()]
        rows = [
            {name: ours(row[name]) for name in names if row[name] is not None}  # type: ignore[index]
            for row in found
        ]
    same = replace(result, rows=merged(question, rows))
    difference = golden.compare(same, root / "queries")
    assert not difference, f"gone: {difference.gone}\nnew: {difference.new}"


@every
def test_answer_has_rows_and_each_its_sentence(question: Question, store: Store) -> None:
    result = ask(store, question, {})
    assert result.rows
    if question.evidence:
        assert all(result.sentence(row) for row in result.rows)


@every
def test_every_row_says_something_of_its_own(question: Question, store: Store) -> None:
    rows = golden.rows(ask(store, question, {}))
    assert max(rows.values()) == 1, [row for row, count in rows.items() if count > 1]


def test_there_are_fifty_in_eight_themes() -> None:
    assert len(QUESTIONS) >= 50
    assert len({question.theme for question in QUESTIONS}) >= 8


def test_no_expected_answer_is_left_over(root: Path) -> None:
    names = {path.stem for path in (root / "queries/expected").glob("*.tsv")}
    assert names == {question.name for question in QUESTIONS}


@every
def test_a_choice_picks_rows_and_adds_none(question: Question, store: Store) -> None:
    """What an optional parameter gives is among what is given without it, for each choice."""
    offered = choices(store, question)
    for parameter in question.parameters:
        for choice in offered.get(parameter.name, ()):
            picked = golden.rows(ask(store, question, {parameter.name: written(choice.term)}))
            assert picked, f"{parameter.name}={choice.term} gives nothing"
            if parameter.optional:
                everything = golden.rows(ask(store, question, {}))
                assert picked <= everything, picked - everything


@every
def test_a_figure_shows_its_bound_and_unit(question: Question) -> None:
    """超过350亿元 is not 350亿元, and a number in a file is none without its unit."""
    for column in question.columns:
        if column.unit and not question.name.startswith("numbers-that"):
            names = {other.name for other in question.columns}
            assert names & {"bound", f"{column.name}Bound"}
            assert column.unit in names
