"""At least half of the questions bring two kinds of fact together: counted over the real graph.

Every variable of a question is asked for, not only those that it shows, so that the facts behind a
row are seen. Figures of different kinds (a target, a result, a share) are different kinds of fact.
"""

from __future__ import annotations

import re

import pytest

from ne_kg.model.question import Question
from ne_kg.model.rdf import Term
from ne_kg.model.terms import PREFIXES
from ne_kg.questions.rdf import body
from ne_kg.store import Store

_HEAD = re.compile(r"SELECT\s+(DISTINCT\s+)?[^{]*?WHERE")
_KINDS = f"""
PREFIX nekg: <{PREFIXES["nekg"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT ?fact ?class ?kind WHERE {{
  ?fact a ?class ; nekg:statedIn ?sentence .
  ?class rdfs:subClassOf+ nekg:Fact .
  OPTIONAL {{ ?fact nekg:kind ?kind }}
}}
"""


@pytest.fixture(scope="module")
def kinds(store: Store) -> dict[Term, tuple[Term, Term | None]]:
    """Of each fact its class, and a figure's kind."""
    return {row["fact"]: (row["class"], row.get("kind")) for row in store.select(_KINDS)}


def test_questions_join_kinds_of_fact(
    store: Store, questions: dict[str, Question], kinds: dict[Term, tuple[Term, Term | None]]
) -> None:
    joined, beside = set(), set()
    for name, question in questions.items():
        text = _HEAD.sub("SELECT DISTINCT * WHERE", body(question.text), count=1)
        if "CONSTRUCT" in text or "GROUP BY" in text.rpartition("}")[2]:
            continue
        rows = [{kinds[t] for t in row.values() if t in kinds} for row in store.select(text)]
        if any(len(row) > 1 for row in rows):
            joined.add(name)
        elif len(set().union(*rows)) > 1:
            beside.add(name)
    # docs/questions.md states both numbers.
    assert (len(joined), len(beside)) == (21, 16)
    assert 2 * len(joined | beside) >= len(questions)
