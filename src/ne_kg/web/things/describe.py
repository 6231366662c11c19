"""What the data document about a thing holds.

All statements about it in every graph; every fact that names it, whole; the text of the sentences
that those stand in; the labels of all that occurs. Of a named graph, its statements as well; of a
document whose parts are named by fragments (a saved query, a source text), its parts; of the
dataset, its files and partitions.
"""

from __future__ import annotations

from collections.abc import Iterable

from ne_kg.model.rdf import IRI, RDF_LANG_STRING, Literal, Quad, Term
from ne_kg.model.terms import DATASET_GRAPH, term
from ne_kg.web.lookup import lookup
from ne_kg.web.site import site
from ne_kg.web.tags import tag

_BATCH = 400


def description(thing: IRI) -> list[Quad]:
    """The quads of a thing's data document; none if nothing is known of it."""
    quads = _quads("about", this=thing)
    parted = thing.value.removeprefix(site().settings.base)
    if parted.startswith("queries/") or parted.endswith("/source.txt"):
        quads += _quads("fragments", this=thing)
    if parted == "dataset":
        quads += in_graph(DATASET_GRAPH)
    if not quads:
        return []
    mentioned = sorted(
        {t for q in quads for t in (q.subject, q.predicate, q.object) if isinstance(t, IRI)}
    )
    for start in range(0, len(mentioned), _BATCH):
        quads += _quads("captions", these=list(mentioned[start : start + _BATCH]))
    if any(quad.graph == thing for quad in quads):
        dataset = IRI(f"{site().settings.base}dataset")
        quads.append(Quad(thing, term("void:inDataset"), dataset, DATASET_GRAPH))
    return list(dict.fromkeys(quads))


def in_graph(graph: IRI) -> list[Quad]:
    """All statements of a named graph."""
    return _quads("graph", this=graph)


def _quads(name: str, **terms: Term | list[Term]) -> list[Quad]:
    return [quad for row in site().rows(lookup(name), **terms) for quad in _quad(row)]


def _quad(row: dict[str, Term]) -> Iterable[Quad]:
    subject, predicate, graph = row["s"], row["p"], row.get("g")
    if (
        isinstance(predicate, IRI)
        and not isinstance(subject, Literal)
        and not isinstance(graph, Literal)
    ):
        yield Quad(subject, predicate, _authored(row["o"]), graph)


def _authored(term: Term) -> Term:
    """A literal with its language tag in the usual spelling."""
    if isinstance(term, Literal) and term.language:
        return Literal(term.value, RDF_LANG_STRING, tag(term.language))
    return term
