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

from ne_kg.model.errors import InputError, SyntaxProblem
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
        terms = context(context_file)
        try:
            text: str = graph.serialize(format="json-ld", context=terms, auto_compact=True)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"the JSON-LD context does not serve to compact with: {error!r}",
                where=str(context_file),
                remedy="a term is an IRI or an object with @id, @type, @container (JSON-LD 1.1 §4)",
            ) from error
        return text.encode()
    return graph.serialize(format="xml", encoding="utf-8")


def context_file() -> Path | None:
    """The JSON-LD context of the project that is served."""
    project = site().settings.project
    return project / "ontology" / "context.jsonld" if project else None


@lru_cache(maxsize=4)
def context(path: Path | None) -> dict[str, Any]:
    """The JSON-LD context in a file; our prefixes if there is none.

    SyntaxProblem with the place for what is no JSON, InputError for what is no context, or one
    that stands at another address: none is ever fetched.
    """
    if path is None or not path.is_file():
        return dict(PREFIXES)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise SyntaxProblem(f"the JSON-LD context is not JSON: {error.msg}", where=place) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the JSON-LD context cannot be read: {error}", where=str(path)) from error
    found = document.get("@context", document) if isinstance(document, dict) else document
    if not isinstance(found, dict) or "@import" in found:
        raise InputError(
            "the JSON-LD context is not a JSON object of terms and prefixes",
            where=str(path),
            remedy='write {"@context": {"rdfs": "http://www.w3.org/2000/01/rdf-schema#", …}}',
        )
    return dict(found)


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
