"""Clients that people use, unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

if TYPE_CHECKING:
    from conftest import Server

NEKG = "https://w3id.org/ne-kg/ontology#"
RAILWAYS = rdflib.URIRef("https://w3id.org/ne-kg/id/northeast-railways")


def test_sparqlwrapper(server: Server) -> None:
    client = SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    client.setQuery("SELECT ?v { ?s <ontology#value> ?v } ORDER BY ?v")
    client.setReturnFormat(JSON)
    bindings = client.query().convert()["results"]["bindings"]
    assert [row["v"]["value"] for row in bindings] == ["668", "19500"]
    client.setMethod(POST)
    client.setQuery("CONSTRUCT WHERE { ?s <ontology#value> ?v }")
    client.setReturnFormat(TURTLE)
    graph = rdflib.Graph().parse(data=client.query().convert())
    assert len(graph) == 2


def test_rdflib_as_a_store(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(f"http://127.0.0.1:{server.port}/sparql"))
    values = {value.toPython() for value in graph.objects(RAILWAYS, rdflib.URIRef(NEKG + "value"))}
    assert values == {668, 19500}
    assert len(graph) == 3
