"""RDF from one format into another, natively."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from ne_kg.store import answer

_FORMATS = {
    answer.TURTLE: ox.RdfFormat.TURTLE,
    answer.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    answer.TRIG: ox.RdfFormat.TRIG,
    answer.N_QUADS: ox.RdfFormat.N_QUADS,
    answer.RDF_XML: ox.RdfFormat.RDF_XML,
    answer.JSON_LD: ox.RdfFormat.JSON_LD,
}


def translate(
    body: bytes, media_type: str, wanted: str, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """`body` of one RDF media type as another; ValueError if it is not well formed.

    `prefixes` shorten Turtle, TriG and RDF/XML. Named graphs are kept only by formats with graphs.
    """
    quads = ox.parse(body, format=_FORMATS[media_type])
    form = _FORMATS[wanted]
    written = quads if form.supports_datasets else (quad.triple for quad in quads)
    used = dict(prefixes) if prefixes and wanted in (answer.TURTLE, answer.TRIG) else None
    written_bytes = ox.serialize(written, format=form, prefixes=used)
    assert written_bytes is not None
    return written_bytes


_RESULTS = {
    answer.JSON: ox.QueryResultsFormat.JSON,
    answer.XML: ox.QueryResultsFormat.XML,
    answer.CSV: ox.QueryResultsFormat.CSV,
    answer.TSV: ox.QueryResultsFormat.TSV,
}


def translate_results(body: bytes, media_type: str, wanted: str = answer.JSON) -> bytes:
    """A result set of one media type as another; ValueError if it is not well formed."""
    results = ox.parse_query_results(body, format=_RESULTS[media_type])
    written = results.serialize(format=_RESULTS[wanted])
    assert written is not None
    return written
