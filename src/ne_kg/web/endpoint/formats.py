"""The names under which the engine's formats are asked for, by Accept header or `?format=`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ne_kg.store import answer

_ALIASES = {
    "SELECT": {
        answer.JSON: ("application/json",),
        answer.XML: ("application/xml", "text/xml"),
        answer.TSV: (),
        answer.CSV: (),
    },
    "CONSTRUCT": {
        answer.TURTLE: ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"),
        answer.N_TRIPLES: ("text/plain",),
        answer.JSON_LD: ("application/json",),
        answer.RDF_XML: ("application/xml", "text/xml"),
        answer.TRIG: ("application/x-trig",),
        answer.N_QUADS: ("text/x-nquads",),
    },
}
SHORT = {
    "json": (answer.JSON, answer.JSON_LD),
    "srj": (answer.JSON,),
    "xml": (answer.XML, answer.RDF_XML),
    "srx": (answer.XML,),
    "csv": (answer.CSV,),
    "tsv": (answer.TSV,),
    "ttl": (answer.TURTLE,),
    "turtle": (answer.TURTLE,),
    "nt": (answer.N_TRIPLES,),
    "ntriples": (answer.N_TRIPLES,),
    "n-triples": (answer.N_TRIPLES,),
    "trig": (answer.TRIG,),
    "nq": (answer.N_QUADS,),
    "nquads": (answer.N_QUADS,),
    "n-quads": (answer.N_QUADS,),
    "rdf": (answer.RDF_XML,),
    "rdfxml": (answer.RDF_XML,),
    "rdf/xml": (answer.RDF_XML,),
    "jsonld": (answer.JSON_LD,),
    "json-ld": (answer.JSON_LD,),
}
EXTENSIONS = {
    answer.JSON: "srj",
    answer.XML: "srx",
    answer.CSV: "csv",
    answer.TSV: "tsv",
    answer.TURTLE: "ttl",
    answer.N_TRIPLES: "nt",
    answer.TRIG: "trig",
    answer.N_QUADS: "nq",
    answer.RDF_XML: "rdf",
    answer.JSON_LD: "jsonld",
}


@cache
def names(form: str) -> Mapping[str, str]:
    """Every media type that a query form is offered as, and the engine's format for it.

    The engine's own names come first, the aliases after all of them, so that `*/*` and equal
    qualities prefer the registered names.
    """
    offered = answer.offered(form)
    aliases = _ALIASES["SELECT" if form in ("SELECT", "ASK") else "CONSTRUCT"]
    return {name: name for name in offered} | {
        alias: name for name in offered for alias in aliases[name]
    }


def short(name: str, form: str) -> str | None:
    """The media type that `?format=name` means for a query form; None if there is none.

    ValueError if no query form has such a format.
    """
    name = name.strip().lower().replace(" ", "+")
    if name in SHORT:
        return next((kind for kind in SHORT[name] if kind in answer.offered(form)), None)
    if name in names(form):
        return names(form)[name]
    if name in names("SELECT") or name in names("CONSTRUCT"):
        return None
    raise ValueError(name)


def content_type(media_type: str) -> str:
    """The Content-Type header: text types say their charset, or clients guess Latin-1."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
