"""The namespaces of the graph, and the few terms that code must know by name.

Everything else about a term (label, definition, domain) is said in ontology/ and read from there.
"""

from __future__ import annotations

from ne_kg.model.rdf import IRI

BASE = "https://w3id.org/ne-kg/"
SCHEMES = (
    "bound", "doctype", "field", "ind", "industry", "kind", "modality", "period", "phrase",
    "reason", "stage", "trend", "unit", "verb", "zonekind", "zonelevel",
)  # fmt: skip
PREFIXES = {
    "nekg": BASE + "ontology#",
    "shape": BASE + "shape/",
    "id": BASE + "id/",
    "r": BASE + "report/",
    "s": BASE + "report/2010/",
    "src": BASE + "source/",
    "graph": BASE + "graph/",
    **{scheme: f"{BASE}vocab/{scheme}/" for scheme in SCHEMES},
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}


def term(name: str) -> IRI:
    """The IRI of a prefixed name: `term("nekg:about")`; KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return IRI(PREFIXES[prefix] + local)


TEXT_GRAPH = term("graph:text")
DERIVED_GRAPH = term("graph:derived")
ONTOLOGY_GRAPH = term("graph:ontology")
SHAPES_GRAPH = term("graph:shapes")
QUERIES_GRAPH = term("graph:queries")
DATASET_GRAPH = term("graph:dataset")
