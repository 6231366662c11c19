"""SPARQL 1.1 Query Results JSON as terms (https://www.w3.org/TR/sparql11-results-json/)."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any, cast

import pyoxigraph as ox

from ne_kg.model.rdf import IRI, RDF_LANG_STRING, XSD_STRING, BlankNode, Literal, Term

_JSON = ox.QueryResultsFormat.JSON


def solutions(body: bytes) -> list[dict[str, Term]]:
    """The solutions in order; a variable that a solution does not bind is not in it."""
    found = json.loads(body)["results"]["bindings"]
    return [{name: _term(value) for name, value in binding.items()} for binding in found]


def beginning(body: bytes, count: int) -> tuple[list[str], list[dict[str, Term]], int]:
    """The variables, the first solutions, and how many there are; read natively, row by row,
    because a large answer as Python's objects takes ten times its size."""
    found = cast(ox.QuerySolutions, ox.parse_query_results(body, format=_JSON))
    names = [variable.value for variable in found.variables]
    rows = [
        {name: _native(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in islice(found, count)
    ]
    return names, rows, len(rows) + sum(1 for _ in found)


def triples(body: bytes) -> list[dict[str, Term]]:
    """The triples of an N-Triples document as solutions: subject, predicate, object; sorted."""
    found = {quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)}
    rows = [
        {
            "subject": _native(triple.subject),
            "predicate": _native(triple.predicate),
            "object": _native(triple.object),
        }
        for triple in found
    ]
    return sorted(rows, key=lambda row: [str(term) for term in row.values()])


def _native(term: Any) -> Term:
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    return Literal(term.value, term.datatype.value, term.language)


def _term(value: dict[str, Any]) -> Term:
    if value["type"] == "uri":
        return IRI(value["value"])
    if value["type"] == "bnode":
        return BlankNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], RDF_LANG_STRING, value["xml:lang"])
    return Literal(value["value"], value.get("datatype", XSD_STRING))
