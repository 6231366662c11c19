"""SPARQL 1.1 Query Results JSON as terms (https://www.w3.org/TR/sparql11-results-json/)."""

from __future__ import annotations

import json
from typing import Any

from ne_kg.model.rdf import IRI, RDF_LANG_STRING, XSD_STRING, BlankNode, Literal, Term


def solutions(body: bytes) -> list[dict[str, Term]]:
    """The solutions in order; a variable that a solution does not bind is not in it."""
    found = json.loads(body)["results"]["bindings"]
    return [{name: _term(value) for name, value in binding.items()} for binding in found]


def _term(value: dict[str, Any]) -> Term:
    if value["type"] == "uri":
        return IRI(value["value"])
    if value["type"] == "bnode":
        return BlankNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], RDF_LANG_STRING, value["xml:lang"])
    return Literal(value["value"], value.get("datatype", XSD_STRING))
