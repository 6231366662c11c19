"""Things by their IRIs: 303 from the thing to its page or its data, and those two.

https://www.w3.org/TR/cooluris/#r303gendocument. Links between the documents are said in headers
as well (Signposting, https://signposting.org/FAIR/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, g, redirect, render_template, request
from werkzeug.wrappers import Response as Base

from ne_kg.model.errors import UsageError
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.model.terms import SHAPES_GRAPH, term
from ne_kg.web import addresses, figures, labels, rdf, signposting
from ne_kg.web.language import language
from ne_kg.web.language import translate as _
from ne_kg.web.lookup import lookup
from ne_kg.web.negotiated import see_other
from ne_kg.web.passages import passages, reading
from ne_kg.web.site import site
from ne_kg.web.things import panels
from ne_kg.web.things.around import around
from ne_kg.web.things.describe import description
from ne_kg.web.things.kinds import Kind, kind_of
from ne_kg.web.things.linked import linked

blueprint = Blueprint("things", __name__)

_FEW = 20
_LABEL = (term("rdfs:label"), term("skos:prefLabel"), term("skos:altLabel"))
_COMMENT = (term("rdfs:comment"), term("skos:definition"), term("dcterms:description"))
_FIGURE = term("nekg:Figure")
_MEASURED = ("about", "indicator")
_DEPRECATED = term("owl:deprecated")
_REPLACED = term("dcterms:isReplacedBy")


@dataclass(frozen=True, slots=True)
class Value:
    """An object of a statement and the graphs that hold it."""

    term: Term
    graphs: tuple[IRI, ...]


@dataclass(frozen=True, slots=True)
class Pointing:
    """What points at a thing by one property: some of the subjects, and how many there are."""

    property: IRI
    subjects: tuple[IRI, ...]
    count: int


@blueprint.get("/id/<slug>", defaults={"head": ""})
@blueprint.get("/prefixes", defaults={"head": "", "slug": "prefixes"})
@blueprint.get("/dataset/class/<slug>", defaults={"head": "dataset/class"})
@blueprint.get("/<any(report, vocab, source, graph, shape, prefixes):head>/<path:slug>")
def thing(head: str, slug: str) -> Base:
    """303 to the page or the data about a thing, whichever the client prefers."""
    iri = addresses.iri_of(f"{head}/{slug}" if head else slug)
    _require(iri)
    return see_other(iri) or redirect(addresses.page(iri.value) or "", 303)


@blueprint.get("/page/<path:ref>")
def page(ref: str) -> Response:
    """All about a thing, for reading."""
    iri = addresses.iri_of(ref)
    _require(iri)
    statements = _statements(iri)
    kind = kind_of(iri)
    shown = panels.about(iri, kind.classes)
    pointing = _pointing(iri, request.args.get("all"))
    labels.fetch(_mentioned(statements, pointing, shown, kind))
    read = reading(iri) if kind.is_a("Sentence") else None
    html = render_template(
        "thing.html",
        iri=iri,
        kind=kind,
        shown=_name(iri, statements),
        aliases=_aliases(statements),
        comments=_texts(statements, _COMMENT),
        panels=shown,
        statements=statements,
        pointing=pointing,
        passages=passages(iri),
        reading=read,
        around=around(iri) if read else None,
        linked=linked(iri, kind, statements),
    )
    return signposting.on_page(Response(html), iri)


@blueprint.get("/data/<path:name>")
def data(name: str) -> Response:
    """All about a thing, as RDF. References may hold dots, so the last one begins the format."""
    ref, _, ext = name.rpartition(".")
    iri = addresses.iri_of(ref)
    if ext not in rdf.EXTENSIONS:
        abort(404)
    _require(iri)
    body = rdf.serialise(description(iri), ext, rdf.context_file())
    kind = rdf.EXTENSIONS[ext]
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    answer = Response(body, content_type=kind + charset)
    signposting.on_data(answer, iri)
    answer.headers["Content-Disposition"] = f'inline; filename="{ref.rsplit("/", 1)[-1]}.{ext}"'
    return answer


def _require(iri: IRI) -> None:
    """404 for what is not there, 301 or 410 for what has gone."""
    g.asked = iri
    try:
        known = site().rows(lookup("known"), this=iri)
    except UsageError:
        abort(404)
    if not known:
        abort(404)
    said = {p: row["value"] for row in known if (p := row.get("property")) and row.get("value")}
    replacement = said.get(_REPLACED)
    if isinstance(replacement, IRI) and (ours := addresses.reference(replacement.value)):
        path = request.path
        if path.startswith(("/page/", "/data/")):
            ending = f".{path.rsplit('.', 1)[-1]}" if path.startswith("/data/") else ""
            target = f"/{path.split('/')[1]}/{ours}{ending}"
        else:
            target = "/" + replacement.value.removeprefix(site().settings.base)
        abort(redirect(addresses.local(target), 301))
    if _DEPRECATED in said:
        abort(410)


def _statements(iri: IRI) -> dict[IRI, list[Value]]:
    """What is said of a thing: values by property, each with its graphs."""
    found: defaultdict[IRI, dict[Term, list[IRI]]] = defaultdict(dict)
    for row in site().rows(lookup("statements"), this=iri):
        property_, graph = row["property"], row["graph"]
        if isinstance(property_, IRI) and isinstance(graph, IRI):
            found[property_].setdefault(row["value"], []).append(graph)
    return {
        p: [
            Value(v, tuple(graphs))
            for v, graphs in sorted(values.items(), key=lambda i: (_foreign(i[0]), str(i[0])))
        ]
        for p, values in sorted(found.items(), key=lambda i: i[0])
    }


def _name(iri: IRI, statements: dict[IRI, list[Value]]) -> labels.Name:
    """What a page is called: a figure by whose it is, what it measures, and how much."""
    name = labels.name(iri)
    row = {p.value.rpartition("#")[2]: values[0].term for p, values in statements.items()}
    if row.get("type") != _FIGURE:
        return name
    parts = [labels.name(t).text for p in _MEASURED if isinstance(t := row.get(p), IRI)]
    amount = figures.shown(row).text
    text = _("：").join([" · ".join(parts), amount]) if parts else amount
    return replace(name, text=text, lang=None)


def _foreign(term: Term) -> bool:
    """Whether a text is not in the page's language."""
    spoken = term.language if isinstance(term, Literal) else None
    return bool(spoken) and str(spoken).lower()[:2] != language()[:2]


def _pointing(iri: IRI, all_of: str | None) -> list[Pointing]:
    found: defaultdict[IRI, list[IRI]] = defaultdict(list)
    for row in site().rows(lookup("pointing"), this=iri):
        if isinstance(p := row["property"], IRI) and isinstance(s := row["subject"], IRI):
            found[p].append(s)
    return [
        Pointing(p, tuple(s if labels.compact(p.value) == all_of else s[:_FEW]), len(s))
        for p, s in sorted(found.items(), key=lambda i: -len(i[1]))
    ]


def _mentioned(
    statements: dict[IRI, list[Value]],
    pointing: list[Pointing],
    shown: list[panels.Shown],
    kind: Kind,
) -> Iterable[Term]:
    """Whatever the page will want to name."""
    yield from kind.types
    for property_, values in statements.items():
        yield property_
        for value in values:
            yield value.term
            yield from (graph for graph in value.graphs if graph != SHAPES_GRAPH)
    for group in pointing:
        yield group.property
        yield from group.subjects
    for panel in shown:
        for row in panel.rows:
            yield from row.values()


def _aliases(statements: dict[IRI, list[Value]]) -> list[Literal]:
    """All names of a thing, without those that only put another one between 《》."""
    texts = _texts(statements, _LABEL)
    known = {text.value for text in texts}
    return [text for text in texts if not (text.value[:1] == "《" and text.value[1:-1] in known)]


def _texts(statements: dict[IRI, list[Value]], properties: Iterable[IRI]) -> list[Literal]:
    values = (v.term for p in properties for v in statements.get(p, ()))
    return [value for value in values if isinstance(value, Literal)]
