"""Which queries may run on a Store."""

from __future__ import annotations

import pytest

from ne_kg.validate.portable import objection


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this <x:p> ?value . FILTER (?value > 3) }",
        "SELECT $this WHERE { $this <x:p> ?a . FILTER NOT EXISTS { ?a <x:q> ?b } }",
        "SELECT $this WHERE { $this a <x:C> . OPTIONAL { $this <x:p> ?v } FILTER (!bound(?v)) }",
        "SELECT $this ?value WHERE { { $this <x:p> ?value } UNION { $this <x:q> ?value } "
        "$this a <x:C> }",
        "SELECT $this (COUNT(DISTINCT ?v) AS ?n) WHERE { $this <x:p> ?v } GROUP BY $this",
        'SELECT $this ?value WHERE { $this <x:p> ?value . FILTER (str(?value) = "a-Bcde } {") }',
        "SELECT $this ?value WHERE { GRAPH ?g { $this <x:p> ?value } $this a <x:C> "
        'FILTER langMatches(lang(?value), "zh") } # BIND($this AS ?x)',
    ],
)
def test_plain_queries_are_portable(query: str) -> None:
    assert objection(query) is None


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("ASK { $this <x:p> ?v }", "only SELECT"),
        ("SELECT ?value WHERE { $this <x:p> ?value }", "projected"),
        ("SELECT $this WHERE { BIND($this AS ?x) ?x <x:p> 1 }", "another variable"),
        ("SELECT $this WHERE { FILTER EXISTS { $this <x:p> 1 } }", "outermost"),
        ("SELECT $this WHERE { $this a <x:C> { FILTER ($this != <x:a>) } }", "FILTER alone"),
        (
            "SELECT $this WHERE { $this a ?c FILTER NOT EXISTS { FILTER (?c = <x:C>) } }",
            "FILTER alone",
        ),
        (
            "SELECT $this (COUNT(?v) AS ?n) WHERE { $this <x:p> ?v } GROUP BY $this",
            "without DISTINCT",
        ),
        (
            "SELECT $this (SUM(?v) AS ?n) WHERE { $this <x:p> ?v } GROUP BY $this",
            "without DISTINCT",
        ),
        ("SELECT $this WHERE { $this <x:p> ?v MINUS { $this a <x:C> } }", "MINUS"),
        ("SELECT $this WHERE { VALUES ?v { 1 } $this <x:p> ?v }", "VALUES"),
        ("SELECT $this WHERE { GRAPH $shapesGraph { ?s ?p ?o } $this a ?c }", "shapesGraph"),
        (
            'SELECT $this ?value WHERE { $this <x:p> ?value FILTER (lang(?value) = "zh-Hans") }',
            "lower case",
        ),
    ],
)
def test_others_are_not(query: str, reason: str) -> None:
    assert reason in (objection(query) or "")
