"""Answers as files: evidence in every row, harmless to spreadsheets; rows of several values."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from ne_kg.model.question import Question
from ne_kg.model.rdf import Literal
from ne_kg.queries.arrange import arranged
from ne_kg.queries.formats import as_csv, as_json, as_tsv
from ne_kg.queries.run import Several, ask
from ne_kg.store import Store


@pytest.mark.parametrize("cell", ["=1+1", "+1-1", "-1-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_that_look_like_formulas_are_text(
    cell: str, store: Store, questions: dict[str, Question]
) -> None:
    result = ask(store, questions["ranks"], {})
    row = {**result.rows[0], "printed": Literal(cell)}
    text = as_csv(replace(result, rows=(row,))).decode()
    assert "'" + cell in next(iter(list(csv.reader(io.StringIO(text, newline="")))[1:]))


def test_negative_numbers_stay_numbers(store: Store, questions: dict[str, Question]) -> None:
    result = ask(store, questions["ranks"], {})
    row = {**result.rows[0], "printed": Literal("-5.2")}
    assert ",-5.2," in as_csv(replace(result, rows=(row,))).decode()


def test_a_fund_of_several_purposes_is_one_row(
    store: Store, questions: dict[str, Question]
) -> None:
    result = ask(store, questions["money-by-purpose"], {})
    several = [row for row in result.rows if isinstance(row.get("purpose"), Several)]
    assert several
    figures = [row["figure"] for row in result.rows]
    assert len(figures) == len(set(figures))
    assert "、" in as_tsv(result).decode()
    rows = json.loads(as_json(result))["rows"]
    assert any(isinstance(row.get("purpose"), list) for row in rows)


def test_numbers_are_sorted_by_value(store: Store, questions: dict[str, Question]) -> None:
    result = arranged(ask(store, questions["enterprise-revenue"], {}), "zh", "-value", None)
    values = [int(row["value"].value) for row in result.rows if isinstance(row["value"], Literal)]
    assert values == sorted(values, reverse=True)
    assert len(values) == 4


def test_sentences_are_sorted_as_they_are_read(
    store: Store, questions: dict[str, Question]
) -> None:
    result = arranged(ask(store, questions["open-lists"], {}), "zh", "sentence", None)
    names = [s.name for row in result.rows if (s := result.sentence(row))]
    assert names.index("1.1-4") < names.index("1.1-12") < names.index("2.10.44-1")
