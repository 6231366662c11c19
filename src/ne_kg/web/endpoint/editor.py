"""The page at `/sparql`: a form that works by itself, an answer as a table, and what to copy.

The editor with completion is an island over the form's text area; all that it needs stands in the
page as JSON.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import render_template, request

from ne_kg.model.errors import EngineError
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.model.terms import PREFIXES
from ne_kg.store import Answer, answer
from ne_kg.store.bindings import beginning
from ne_kg.web import labels
from ne_kg.web.assets import island
from ne_kg.web.endpoint.description import endpoint_address
from ne_kg.web.endpoint.protocol import Operation
from ne_kg.web.endpoint.snippets import SNIPPETS
from ne_kg.web.language import language
from ne_kg.web.site import Site

SHOWN = 200
"""Rows of an answer that the page shows; files hold all."""

_GRAPH_SHOWN = 20_000

FIRST = """SELECT ?thing ?label WHERE {
  ?thing rdfs:label ?label
}
LIMIT 20"""

_EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?query ?label ?text {
  GRAPH <%sgraph/queries> {
    ?query rdfs:label ?label ; sh:select|sh:ask|sh:construct ?text
  }
} ORDER BY ?query"""

_TERMS = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?label ?kind {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty skos:Concept }
  ?term a ?kind ; rdfs:label|skos:prefLabel ?label
}"""


def page(
    site: Site,
    operation: Operation,
    *,
    found: Answer | None = None,
    form: str = "",
    problem: dict[str, object] | None = None,
) -> str:
    """The page as HTML, with an answer or with what went wrong."""
    query = operation.query
    graph = found.body if found and found.media_type == answer.TURTLE else None
    # A form sends its line breaks as CR LF (HTML §4.10.21.7), which snippets should not hold.
    text = _prologue() + FIRST if query is None else query.replace("\r\n", "\n")
    return render_template(
        "sparql.html",
        query=text,
        asked=query is not None,
        problem=problem,
        form=form,
        table=_table(found, form) if found and found.media_type == answer.JSON else None,
        graph=None if graph is None else graph[:_GRAPH_SHOWN].decode(errors="ignore"),
        cut=graph is not None and len(graph) > _GRAPH_SHOWN,
        formats=_downloads(operation, form),
        examples=examples(site),
        limits=site.settings.limits,
        snippets=[
            (name, template.substitute(endpoint=endpoint_address(site), **_quoted(text)))
            for name, template in SNIPPETS
        ],
        editor=_island(site),
        script=island("sparql"),
    )


def examples(site: Site) -> list[tuple[str, str]]:
    """Saved queries as (title in the language of the page, query text)."""

    def read() -> dict[str, tuple[dict[str, str], str]]:
        found: dict[str, tuple[dict[str, str], str]] = {}
        try:
            rows = site.store.select(_EXAMPLES % site.settings.base)
        except EngineError:
            return found  # the page is worth having without examples
        for row in rows:
            titles, _ = found.setdefault(_value(row["query"]), ({}, _value(row["text"])))
            label = row["label"]
            if isinstance(label, Literal):
                titles[(label.language or "").partition("-")[0]] = label.value
        return found

    mine = "en" if language() == "en" else "zh"
    kept = site.kept("sparql.examples", read)
    return [(said.get(mine) or next(iter(said.values())), text) for said, text in kept.values()]


def _island(site: Site) -> str:
    """What the editor completes with: prefixes, and our terms with their Chinese labels."""

    def read() -> list[list[str]]:
        try:
            rows = site.store.select(_TERMS)
        except EngineError:
            return []
        terms: dict[str, list[str]] = {}
        for row in rows:
            label, term = row["label"], labels.compact(_value(row["term"]))
            if not isinstance(label, Literal) or ":" not in term or "/" in term:
                continue
            kind = _value(row["kind"]).rpartition("#")[2]
            entry = terms.setdefault(term, [term, "", "", kind])
            entry[2 if (label.language or "").startswith("en") else 1] = label.value
        return list(terms.values())

    words = {"prefixes": PREFIXES, "terms": site.kept("sparql.terms", read)}
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


def _table(found: Answer, form: str) -> dict[str, object]:
    """Variables and the first rows of terms, their labels fetched; or the boolean."""
    if form == "ASK":
        return {"boolean": json.loads(found.body)["boolean"]}
    variables, rows, total = beginning(found.body, SHOWN)
    labels.fetch(term for row in rows for term in row.values() if isinstance(term, IRI))
    return {"variables": variables, "rows": rows, "total": total, "shown": len(rows)}


def _downloads(operation: Operation, form: str) -> list[tuple[str, str]]:
    """Links to the answer as a file, (name, address)."""
    if not operation.query or not form:
        return []
    select = ("csv", "tsv", "json", "xml")
    names = select if form in ("SELECT", "ASK") else ("ttl", "nt", "jsonld", "rdf", "trig", "nq")
    asked = [("query", operation.query)]
    asked += [("default-graph-uri", graph) for graph in operation.default or ()]
    asked += [("named-graph-uri", graph) for graph in operation.named or ()]
    parameters = "&".join(f"{name}={quote(value)}" for name, value in asked)
    return [(name, f"{request.script_root}/sparql?{parameters}&format={name}") for name in names]


def _prologue() -> str:
    return f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n\n"


def _quoted(text: str) -> dict[str, str]:
    """The query as shells and languages write it."""
    return {
        "shell": "'" + text.replace("'", "'\\''") + "'",
        "json": json.dumps(text, ensure_ascii=False),
        "text": text,
    }


def _value(term: Term) -> str:
    return term.value
