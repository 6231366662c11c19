"""Quads in every RDF format, language tags and numbers as they were authored.

JSON-LD is compacted with ontology/context.jsonld if the project has one, else with our prefixes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import rdflib

from ne_kg.model.rdf import IRI, BlankNode, Quad, Term
from ne_kg.model.terms import PREFIXES
from ne_kg.store import answer
from ne_kg.web import turtle
from ne_kg.web.site import site

EXTENSIONS = {
    "ttl": answer.TURTLE,
    "trig": answer.TRIG,
    "nt": answer.N_TRIPLES,
    "nq": answer.N_QUADS,
    "rdf": answer.RDF_XML,
    "jsonld": answer.JSON_LD,
}
MEDIA_TYPES = {media_type: extension for extension, media_type in EXTENSIONS.items()}


def serialise(quads: Iterable[Quad], extension: str, context_file: Path | None = None) -> bytes:
    """The quads as a document; formats without named graphs get their triples."""
    if extension in ("ttl", "trig"):
        return turtle.write(quads, graphs=extension == "trig")
    if extension in ("nt", "nq"):
        kept = extension == "nq"
        lines = {str(q if kept else Quad(q.subject, q.predicate, q.object)) for q in quads}
        return "".join(f"{line}\n" for line in sorted(lines)).encode()
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    if extension == "jsonld":
        text: str = graph.serialize(
            format="json-ld", context=context(context_file), auto_compact=True
        )
        return text.encode()
    return graph.serialize(format="xml", encoding="utf-8")


def context_file() -> Path | None:
    """The JSON-LD context of the project that is served."""
    project = site().settings.project
    return project / "ontology" / "context.jsonld" if project else None


@lru_cache(maxsize=4)
def context(path: Path | None) -> dict[str, Any]:
    """The JSON-LD context in a file; our prefixes if there is none."""
    if path is not None and path.is_file():
        document = json.loads(path.read_text(encoding="utf-8"))
        return dict(document.get("@context", document))
    return dict(PREFIXES)


def _node(term: Term) -> Any:
    if isinstance(term, IRI):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.endswith("#string"):
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)
