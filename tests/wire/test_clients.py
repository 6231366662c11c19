"""Clients that people use, unchanged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

if TYPE_CHECKING:
    from conftest import Server

NEKG = "https://w3id.org/ne-kg/ontology#"
SHACL = "http://www.w3.org/ns/shacl#"
RAILWAY = "https://w3id.org/ne-kg/ontology#Railway"
JSON_TYPE = "application/sparql-results+json"
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


METADATA = {
    "prefixes": "SELECT DISTINCT ?prefix ?namespace"
    " { [] sh:namespace ?namespace ; sh:prefix ?prefix }",
    "examples": "SELECT DISTINCT ?sq ?comment ?query { ?sq a sh:SPARQLExecutable ; rdfs:comment"
    " ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?query } ORDER BY ?sq",
    "classes": "SELECT DISTINCT ?class ?property { ?part void:class ?class ;"
    " void:propertyPartition [ void:property ?property ] }",
}
"""What sparql-editor of the Swiss Institute of Bioinformatics asks; the last one shortened."""
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
"""


def test_what_editors_do_not_find_in_the_data_they_find_in_the_description(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    """They ask the endpoint, and if it has no row look into the description at its address."""
    path = tmp_path / "railways.trig"
    path.write_text(
        f"""<s:1> {{ <{RAILWAYS}> a <{RAILWAY}> ; <{NEKG}value> 668 }}
        <https://w3id.org/ne-kg/graph/queries> {{ <q:railways>
            a <{SHACL}SPARQLExecutable> ; <{SHACL}select> "SELECT * {{ ?s ?p ?o }}" ;
            <http://www.w3.org/2000/01/rdf-schema#comment> "Which?"@en }}"""
    )
    server = serve(path=path)
    described = server.send(headers={"Accept": "application/n-triples,*/*;q=0.1"})
    description = rdflib.Graph().parse(data=described.body, format="nt")

    def found(name: str) -> list[tuple[str, ...]]:
        query = PREFIXES + METADATA[name]
        assert server.send(query=query, headers={"Accept": JSON_TYPE}).rows == []
        return [tuple(map(str, row)) for row in description.query(query)]

    assert ("nekg", NEKG) in found("prefixes")
    assert [row[1:] for row in found("examples")] == [("Which?", "SELECT * { ?s ?p ?o }")]
    assert (RAILWAY, NEKG + "value") in found("classes")


def test_any_dataset_is_served_and_downloaded_whole(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    """One with a default graph, blank nodes and no labels, that knows nothing of our terms."""
    path = tmp_path / "foreign.trig"
    path.write_text(
        '<a:s> <a:p> <a:o> , "x"@en . <a:o> <a:q> [ <a:r> 1 ] .\n'
        '<a:g> { <a:c> <a:p> _:b . _:b <a:q> "y" }\n'
        "_:g { <a:z> <a:z> <a:z> }\n"
    )
    server = serve(path=path)
    triples = {"ttl": "turtle", "nt": "nt", "rdf": "xml"}
    for extension, name in triples.items():
        body = server.send(path=f"/dataset/ne-kg.{extension}").body
        assert len(rdflib.Graph().parse(data=body, format=name)) == 7, extension
    lines = server.send(path="/dataset/ne-kg.nq").text.splitlines()
    assert len(lines) == 7
    assert sum("<a:g>" in line for line in lines) == 2
    for page in ("/", "/sparql", "/dataset", "/ontology", "/search?q=a", "/.well-known/void"):
        assert server.send(path=page, headers={"Accept": "text/html"}).status == 200, page
    rows = server.send(query="SELECT * { ?s ?p ?o }", headers={"Accept": "text/html"})
    assert rows.status == 200
