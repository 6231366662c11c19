"""Our quads as the terms of rdflib and pyoxigraph, and back."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pyoxigraph as ox
import rdflib
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch

from ne_kg.model.rdf import (
    IRI,
    RDF_LANG_STRING,
    XSD_STRING,
    BlankNode,
    Literal,
    Node,
    Quad,
    Term,
)

RdflibNode = rdflib.URIRef | rdflib.BNode


@contextmanager
def quietly() -> Iterator[None]:
    """Without rdflib's log of each ill-typed literal: a shape reports it where one forbids it."""
    log = logging.getLogger("rdflib.term")
    before = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        log.disabled = before


def to_rdflib(term: Term) -> RdflibNode | rdflib.Literal:
    """The term for rdflib, in its authored form: `01` is not made `1`."""
    if isinstance(term, IRI):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD_STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)


def node_to_rdflib(node: Node) -> RdflibNode:
    """The same for what cannot be a literal."""
    return rdflib.URIRef(node.value) if isinstance(node, IRI) else rdflib.BNode(node.value)


def from_rdflib(term: object) -> Term:
    """Our term for one of rdflib's; TypeError for a variable or a nested graph."""
    if isinstance(term, rdflib.URIRef):
        return IRI(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), RDF_LANG_STRING, term.language)
        return Literal(str(term), str(term.datatype) if term.datatype else XSD_STRING)
    raise TypeError(f"{term!r} is not an RDF term")


def node_from_rdflib(term: object) -> Node:
    """Our node for one of rdflib's; TypeError for a literal."""
    node = from_rdflib(term)
    if isinstance(node, Literal):
        raise TypeError(f"{node} is a literal where a node is expected")
    return node


def graph_of(quads: Iterable[Quad], graph: rdflib.Graph | None = None) -> rdflib.Graph:
    """The merge of all graphs, in `graph` if one is given."""
    graph = rdflib.Graph(bind_namespaces="none") if graph is None else graph
    cache: dict[Term, RdflibNode | rdflib.Literal] = {}

    def term(of: Term) -> RdflibNode | rdflib.Literal:
        known = cache.get(of)
        if known is None:
            known = cache[of] = to_rdflib(of)
        return known

    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


class _ShapesGraph(rdflib.Graph):
    """A graph that remembers what it answered: pySHACL reads a shape anew at each focus node."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self._answers: dict[Any, tuple[Any, ...]] = {}

    def triples(self, triple: Any) -> Any:
        answer = self._answers.get(triple)
        if answer is None:
            answer = self._answers[triple] = tuple(super().triples(triple))
        return iter(answer)

    def add(self, triple: Any) -> _ShapesGraph:
        self._answers.clear()
        super().add(triple)
        return self

    def addN(self, quads: Any) -> _ShapesGraph:
        self._answers.clear()
        super().addN(quads)
        return self

    def remove(self, triple: Any) -> _ShapesGraph:
        self._answers.clear()
        super().remove(triple)
        return self


def shapes_graph_of(quads: Iterable[Quad]) -> rdflib.Graph:
    """The same for shapes, in which only `true` is true, as pySHACL reads them."""
    rdflib_bool_patch()  # type: ignore[no-untyped-call]
    try:
        return graph_of(quads, _ShapesGraph())
    finally:
        rdflib_bool_unpatch()  # type: ignore[no-untyped-call]


def dataset_of(quads: Iterable[Quad]) -> rdflib.Dataset:
    """The graphs apart, queried as their union."""
    dataset = rdflib.Dataset(default_union=True)
    for quad in quads:
        target = (
            dataset.default_graph
            if quad.graph is None
            else dataset.graph(node_to_rdflib(quad.graph))
        )
        subject, predicate = node_to_rdflib(quad.subject), node_to_rdflib(quad.predicate)
        target.add((subject, predicate, to_rdflib(quad.object)))
    return dataset


def to_oxigraph(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The term for pyoxigraph; its stores write numbers and language tags their own way."""
    if isinstance(term, IRI):
        return ox.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.value)
    if term.language is not None:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def node_to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode:
    """The same for what cannot be a literal."""
    return ox.NamedNode(node.value) if isinstance(node, IRI) else ox.BlankNode(node.value)


def store_of(quads: Iterable[Quad]) -> ox.Store:
    """The graphs apart, in memory."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(
            node_to_oxigraph(quad.subject),
            ox.NamedNode(quad.predicate.value),
            to_oxigraph(quad.object),
            ox.DefaultGraph() if quad.graph is None else node_to_oxigraph(quad.graph),
        )
        for quad in quads
    )
    return store
