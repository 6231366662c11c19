"""Which queries may run on a Store."""

from __future__ import annotations

import pytest

from ne_kg.validate.portable import objection, together


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


@pytest.mark.parametrize(
    ("query", "whole"),
    [
        ("SELECT $this { $this a ?c }", True),
        ("SELECT $this { $this a ?c FILTER NOT EXISTS { ?o a ?v FILTER (?o != $this) } }", True),
        ("SELECT $this (COUNT(DISTINCT ?c) AS ?n) { $this a ?c } GROUP BY $this", True),
        ("SELECT $this { $this a ?c } LIMIT 1", False),
        ("SELECT $this (COUNT(DISTINCT ?c) AS ?n) { $this a ?c } GROUP BY ?c", False),
        ("SELECT $this { $this a ?c { SELECT ?c { ?c a ?d } } }", False),
        ("SELECT $this { $this a ?c { ?o a ?v FILTER (?o != $this) } UNION { ?o a ?c } }", False),
    ],
)  # fmt: skip
def test_only_queries_with_the_same_rows_are_asked_for_many_focus_nodes(
    query: str, whole: bool
) -> None:
    text = together(query, ["<x:a>", "<x:b>"])
    assert (text is not None) == whole
    if text is not None:
        assert "{ VALUES ?this { <x:a> <x:b> } " in text
