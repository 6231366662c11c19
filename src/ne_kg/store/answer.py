"""What a store answers, and in which formats.

SPARQL 1.1 Query Results JSON, XML, CSV and TSV for SELECT and ASK; the RDF formats for CONSTRUCT
and DESCRIBE. The first of each list is the default.
"""

from __future__ import annotations

from dataclasses import dataclass

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
TRIG = "application/trig"
N_QUADS = "application/n-quads"
RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"

RESULTS = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its media type, the bytes as the engine wrote them, and from which data."""

    media_type: str
    body: bytes
    version: str = ""


def offered(form: str) -> tuple[str, ...]:
    """The media types that a query of this form can be answered in."""
    return RESULTS if form in ("SELECT", "ASK") else GRAPHS
