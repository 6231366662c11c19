"""Terms used but not declared, declared but not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from ne_kg.facts import read
from ne_kg.model.violation import Violation
from ne_kg.validate.names import Names
from ne_kg.validate.terms import Script, Terms, check_terms

VOCABULARY = """\
@prefix o: <https://example.org/o#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
o:Thing a owl:Class .
o:Person a owl:Class ; rdfs:subClassOf o:Thing .
o:name a owl:DatatypeProperty .
o:hobby a owl:DatatypeProperty .
"""
SHAPES = """\
@prefix o: <https://example.org/o#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<x:S> sh:targetClass o:Person ; sh:sparql <x:S-rule> .
<https://example.org/o> sh:declare [ sh:prefix "o" ; sh:namespace "https://example.org/o#" ] .
<x:S-rule> sh:prefixes <https://example.org/o> ;
    sh:select "SELECT $this WHERE { $this o:nmae ?n }" .
"""
QUERY = """\
#+ choices: SELECT ?v { ?v o:colour ?c }
PREFIX o: <https://example.org/o#>
SELECT ?n { ?p o:name ?n ; o:nam "x:y" } # o:comment
"""


@pytest.fixture
def found(tmp_path: Path) -> list[Violation]:
    files = {
        "o.ttl": VOCABULARY,
        "s.ttl": SHAPES,
        "d.ttl": "@prefix o: <https://example.org/o#> .\n<x:a> a o:Preson ;\n  o:name 'A' .\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    terms = Terms(
        vocabulary=read(tmp_path / "o.ttl"),
        data=read(tmp_path / "d.ttl"),
        shapes=read(tmp_path / "s.ttl"),
        scripts=[Script("q.rq", QUERY)],
        namespaces=("https://example.org/o#",),
    )
    return check_terms(terms, "https://example.org/rule/", Names(terms.vocabulary.prefixes))


def told(found: list[Violation], rule: str) -> set[tuple[str, str]]:
    return {
        (str(v.place).rpartition("/")[2], v.messages[0].value) for v in found if v.rule.name == rule
    }


def test_terms_that_are_not_declared_are_found_in_data_shapes_and_queries(
    found: list[Violation],
) -> None:
    assert told(found, "term-declared") == {
        ("d.ttl:2:9", "o:Preson is not declared; did you mean o:Person?"),
        ("s.ttl:6:15", "o:nmae is not declared; did you mean o:name?"),
        ("q.rq:1:28", "o:colour is not declared: declare it, or use another term"),
        ("q.rq:3:28", "o:nam is not declared; did you mean o:name?"),
    }


def test_terms_that_serve_nothing_are_found_where_they_are_declared(
    found: list[Violation],
) -> None:
    """A parent serves where its child does."""
    assert told(found, "term-used") == {
        ("o.ttl:7:11", "o:hobby is used by no question, rule or shape: use it, or remove it")
    }
