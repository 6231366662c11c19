"""Questions as RDF, in the convention that the SIB tools read."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from ne_kg.model.rdf import IRI, Quad
from ne_kg.model.terms import term
from ne_kg.questions import describe, read_all


def quads(root: Path) -> list[Quad]:
    return list(describe(read_all((root / "queries").glob("*/*.rq"), root)))


def test_every_question_is_executable_with_label_comment_and_target(root: Path) -> None:
    described = quads(root)
    executable = {quad.subject for quad in described if quad.object == term("sh:SPARQLExecutable")}
    assert len(executable) >= 50
    for name in ("sh:prefixes", "schema:target", "rdfs:label", "rdfs:comment"):
        assert {q.subject for q in described if q.predicate == term(name)} >= executable
    assert IRI("https://w3id.org/ne-kg/queries/railways-by-stage") in executable


def test_each_query_runs_as_it_stands_in_the_graph(root: Path) -> None:
    store = ox.Store()
    forms = {term("sh:select"), term("sh:construct")}
    texts = [quad.object.value for quad in quads(root) if quad.predicate in forms]
    assert len(texts) >= 50
    for text in texts:
        store.query(text)
