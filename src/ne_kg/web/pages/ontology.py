"""`/ontology` and its terms: definition, use, an example, and what the shapes ask of each."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Base

from ne_kg import __version__
from ne_kg.model.rdf import IRI, Literal, Quad, Term
from ne_kg.model.terms import ONTOLOGY_GRAPH, term
from ne_kg.web import addresses, labels, rdf, signposting
from ne_kg.web.lookup import lookup
from ne_kg.web.negotiate import media_type
from ne_kg.web.pages.diagram import LEFT, RIGHT, WIDTH, Box, Diagram, Kind, Property, drawn
from ne_kg.web.passages import value
from ne_kg.web.site import site
from ne_kg.web.things.describe import in_graph

blueprint = Blueprint("ontology", __name__)

_ANYTHING = term("owl:Thing")
_MANY = 10
"""Terms; what the shapes ask of more is said once."""


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
    rules = Counter(rule for entry in entries for rule in entry.rules)
    general = [rule for rule, terms in rules.items() if terms > _MANY]
    labels.fetch(t for e in entries for terms in e.said.values() for t in terms)
    labels.fetch(x for e in entries for x in e.examples)
    schemes = site().kept("schemes", lambda: site().rows(lookup("schemes")))
    labels.fetch(row["scheme"] for row in schemes)
    html = render_template(
        "ontology.html",
        general=general,
        said_here=_said_here,
        classes=[e for e in entries if e.is_class],
        properties=[e for e in entries if not e.is_class],
        schemes=schemes,
        value=value,
        diagram=_diagram(),
        WIDTH=WIDTH,
        LEFT=LEFT,
        RIGHT=RIGHT,
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


def _said_here(rules: Iterable[Literal], apart: Collection[Literal] = ()) -> list[str]:
    """The texts of rules in the page's language, without those that stand `apart`."""
    mine = labels.mine([rule for rule in rules if rule not in apart])
    return [labels.visible(rule.value) for rule in mine if isinstance(rule, Literal)]


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
    for row in site().rows(lookup("term-uses")):
        if isinstance(iri := row["term"], IRI) and iri in entries:
            entries[iri].count = int(value(row, "count"))
            if isinstance(example := row["example"], IRI):
                entries[iri].examples.append(example)
    for row in site().rows(lookup("term-rules")):
        if not isinstance(iri := row["term"], IRI) or iri not in entries:
            continue
        if (cls := row.get("class")) is not None:  # its rules stand there
            if cls not in entries[iri].said["domain"]:
                entries[iri].said["domain"].append(cls)
        elif isinstance(rule := row["rule"], Literal):
            entries[iri].rules.append(rule)
    return list(entries.values())


def _diagram() -> Diagram:
    """What the shapes say of each kind of fact: its properties, and the classes of their values.

    A property whose shape names no class leads to the range that the ontology gives it; one whose
    values are literals is not in the picture, one that no value may have neither.
    """
    rows = site().kept("model", lambda: site().rows(lookup("model")))
    ranges = {
        entry.iri: next((t for t in entry.said["range"] if isinstance(t, IRI)), None)
        for entry in site().kept("ontology", _entries)
    }
    labels.fetch(t for row in rows for t in row.values() if isinstance(t, IRI))
    labels.fetch(target for target in ranges.values() if target)
    texts: defaultdict[tuple[IRI, IRI], list[Literal]] = defaultdict(list)
    said: dict[tuple[IRI, IRI], dict[str, Term]] = {}
    for row in rows:
        kind, shape = row["class"], row["shape"]
        if isinstance(kind, IRI) and isinstance(shape, IRI):
            said[kind, shape] = row
            if isinstance(rule := row.get("rule"), Literal):
                texts[kind, shape].append(rule)
    kinds: defaultdict[str, list[Property]] = defaultdict(list)
    for (kind, shape), row in said.items():
        property_ = row["property"]
        if not isinstance(property_, IRI) or value(row, "most") == "0":
            continue
        to = row.get("to") or ranges.get(property_)
        if to is None and value(row, "node").endswith("#IRI"):
            to = _ANYTHING
        if isinstance(to, IRI) and "datatype" not in row:
            name, words = labels.name(property_).text, labels.chosen(texts[kind, shape])
            asked = words[0] if words else ""
            kinds[kind.value].append(Property(name, _count(row), _box(to.value), asked))
    return drawn([Kind(_box(kind), tuple(properties)) for kind, properties in kinds.items()])


def _count(row: dict[str, Term]) -> str:
    """How many values a shape allows, as UML writes it."""
    least, most = value(row, "least") or "0", value(row, "most") or "*"
    return least if least == most else "*" if (least, most) == ("0", "*") else f"{least}..{most}"


def _box(iri: str) -> Box:
    name = labels.name(iri)
    return Box(iri, name.text, name.address or "")
