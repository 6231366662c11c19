"""`/ontology` and its terms: definition, use, an example, and what the shapes ask of each."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Base

from ne_kg import __version__
from ne_kg.model.rdf import IRI, Literal, Quad, Term
from ne_kg.model.terms import ONTOLOGY_GRAPH
from ne_kg.web import addresses, labels, rdf, signposting
from ne_kg.web.describe import in_graph
from ne_kg.web.diagram import Box, Diagram, drawn
from ne_kg.web.lookup import lookup
from ne_kg.web.negotiate import media_type
from ne_kg.web.passages import value
from ne_kg.web.site import site

blueprint = Blueprint("ontology", __name__)


@dataclass(slots=True)
class Entry:
    """A class or property: its texts, its relations to other terms, its use, what shapes ask."""

    iri: IRI
    is_class: bool
    said: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    examples: list[IRI] = field(default_factory=list)
    rules: list[Literal] = field(default_factory=list)

    @property
    def local(self) -> str:
        return self.iri.value.rpartition("#")[2]

    def text(self, name: str) -> tuple[str, str | None] | None:
        """A label or definition in the page's language."""
        return labels.chosen(t for t in self.said[name] if isinstance(t, Literal))


@blueprint.get("/ontology")
@blueprint.get("/ontology.<ext>")
def ontology(ext: str = "") -> Base:
    """All classes and properties on one page, or the ontology as RDF."""
    if ext:
        if ext not in rdf.EXTENSIONS:
            abort(404)
        return _document(ext)
    wanted = media_type(request.headers.get("Accept"), ["text/html", *rdf.MEDIA_TYPES])
    if wanted is None:
        abort(406)
    if wanted != "text/html":
        return redirect(request.script_root + f"/ontology.{rdf.MEDIA_TYPES[wanted]}", 303)
    entries = site().kept("ontology", _entries)
    labels.fetch(t for e in entries for terms in e.said.values() for t in terms)
    labels.fetch(x for e in entries for x in e.examples)
    schemes = site().kept("schemes", lambda: site().rows(lookup("schemes")))
    labels.fetch(row["scheme"] for row in schemes)
    html = render_template(
        "ontology.html",
        classes=[e for e in entries if e.is_class],
        properties=[e for e in entries if not e.is_class],
        schemes=schemes,
        value=value,
        diagram=_diagram(),
    )
    answer = Response(html)
    answer.headers["Link"] = ", ".join(
        f'<{request.script_root}/ontology.{extension}>; rel="alternate"; type="{kind}"'
        for extension, kind in rdf.EXTENSIONS.items()
    )
    return answer


@blueprint.get("/ontology/<version>")
def versioned(version: str) -> Base:
    """A version of the ontology by its version IRI: this one, or 404."""
    if version != __version__:
        abort(404)
    return redirect(addresses.local("/ontology"), 303)


@blueprint.get("/context.jsonld")
def context() -> Response:
    """The JSON-LD context that data documents are compacted with."""
    project = site().settings.project
    document = rdf.context(project / "ontology" / "context.jsonld" if project else None)
    body = json.dumps({"@context": document}, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type="application/ld+json")


def _document(ext: str) -> Response:
    quads = [q for q in in_graph(ONTOLOGY_GRAPH) if not _in_scheme(q)]
    kind = rdf.EXTENSIONS[ext]
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    answer = Response(rdf.serialise(quads, ext, rdf.context_file()), content_type=kind + charset)
    return signposting.on_data(answer, IRI(f"{site().settings.base}ontology"))


def _in_scheme(quad: Quad) -> bool:
    return str(quad.subject).startswith(f"<{site().settings.base}vocab/")


def _entries() -> list[Entry]:
    entries: dict[IRI, Entry] = {}
    for row in site().rows(lookup("terms")):
        iri, property_ = row["term"], row["property"]
        if isinstance(iri, IRI) and isinstance(property_, IRI):
            entry = entries.setdefault(iri, Entry(iri, value(row, "kind").endswith("#Class")))
            entry.said[property_.value.rpartition("#")[2].rpartition("/")[2]].append(row["value"])
    for row in site().rows(lookup("term-counts")):
        if isinstance(iri := row["term"], IRI) and iri in entries:
            entries[iri].count = int(value(row, "count"))
    for row in site().rows(lookup("term-examples")):
        if (
            isinstance(iri := row["term"], IRI)
            and iri in entries
            and isinstance(x := row["example"], IRI)
        ):
            entries[iri].examples.append(x)
    for row in site().rows(lookup("term-rules")):
        if (
            isinstance(iri := row["term"], IRI)
            and iri in entries
            and isinstance(message := row["message"], Literal)
        ):
            entries[iri].rules.append(message)
    return list(entries.values())


def _diagram() -> Diagram:
    """Kinds of fact, and the kinds of things that their properties lead to."""
    links: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    rows = site().kept("class links", lambda: site().rows(lookup("class-links")))
    labels.fetch(t for row in rows for t in row.values())
    for row in rows:
        a, b, p = row["from"], row["to"], row["property"]
        if isinstance(a, IRI) and isinstance(b, IRI) and isinstance(p, IRI):
            links[(a.value, b.value)][labels.name(p).text] = int(value(row, "count"))
    left, right = ([_box(iri) for iri in sorted({pair[end] for pair in links})] for end in (0, 1))
    return drawn(left, right, links)


def _box(iri: str) -> Box:
    name = labels.name(iri)
    return Box(iri, name.text, name.address or "")
