"""Loading a dataset file into Oxigraph, and choosing what a query sees of it.

The published dataset has an empty default graph; queries see the merge of its graphs as default
graph. Oxigraph's own union gives a triple that two graphs hold twice, against the set semantics of
RDF 1.1 Semantics §4.1, so the merge is made once, when loading.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ne_kg.model.errors import QueryRejected, SyntaxProblem, UsageError
from ne_kg.model.rdf import Position
from ne_kg.model.terms import BASE

UNMERGED = (f"{BASE}graph/shapes", f"{BASE}graph/queries")
"""Graphs about the graph: they are asked for by name, and do not stand in the merge."""

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_UNKNOWN_FUNCTION = re.compile(r"function <([^<>]+)> is not supported")
_VERSION = re.compile(r"[0-9a-f]{8,64}")


def version_of(path: Path) -> str:
    """The version of a dataset file: its folder's name if that is a hash, else the file's hash."""
    folder = path.resolve().parent.name
    if _VERSION.fullmatch(folder):
        return folder
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load(path: Path, *, merged: bool = True) -> ox.Store:
    """Read a file into a store in memory; `merged` fills the default graph from the others."""
    if not path.is_file():
        raise UsageError(
            "there is no such dataset file",
            where=str(path),
            remedy="run `ne-kg build` first, or name a file with --dataset",
        )
    if path.suffix not in _FORMATS:
        raise UsageError(
            f"cannot tell the RDF format from {path.suffix or 'a name without ending'!r}",
            where=str(path),
            remedy=f"use one of {', '.join(_FORMATS)}",
        )
    store = ox.Store()
    try:
        store.bulk_load(path=path, format=_FORMATS[path.suffix], base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        raise SyntaxProblem(
            error.msg or "not well formed", where=Position(str(path), error.lineno, error.offset)
        ) from error
    if merged:
        excluded = ", ".join(f"<{graph}>" for graph in UNMERGED)
        store.update(
            "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } "
            f"FILTER(?g NOT IN ({excluded})) }}"
        )
    return store


def _fails(*arguments: object) -> None:
    """A function whose result is always an error."""


class View:
    """What queries see of a loaded store, dataset clauses and parameters considered."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self.store = store
        self.base = base
        self.graphs = frozenset(
            graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)
        )

    def query(
        self, text: str, default: Sequence[str] | None, named: Sequence[str] | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate a query on the whole dataset (both None) or on the one that the lists name.

        Once one list is given, the other counts as empty (SPARQL 1.1 Protocol §2.1.4): Oxigraph
        would otherwise let GRAPH range over all graphs.
        """
        if default is None and named is None:
            return self._ask(self.store, text)
        default, named = default or (), named or ()
        self._require([*default, *named])
        if len(default) < 2:
            return self._ask(
                self.store,
                text,
                default_graph=[ox.NamedNode(graph) for graph in default],
                named_graphs=[ox.NamedNode(graph) for graph in named],
            )
        return self._ask(
            self._merge(default, named),
            text,
            default_graph=[ox.DefaultGraph()],
            named_graphs=[ox.NamedNode(graph) for graph in named],
        )

    def parse(self, text: str) -> str | None:
        """What the parser says against a text; None if there is nothing."""
        try:
            ox.Store().query(text, base_iri=self.base)
        except SyntaxError as error:
            return str(error)
        return None

    def _ask(
        self, store: ox.Store, text: str, **dataset: Any
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Evaluate; a function that is not known is an error of its expression (§17.6), no more.

        Oxigraph refuses the whole query, and names the function: it is then told of one that fails.
        """
        unknown: dict[ox.NamedNode, Callable[..., Any]] = {}
        while True:
            try:
                return store.query(text, base_iri=self.base, custom_functions=unknown, **dataset)
            except RuntimeError as error:
                found = _UNKNOWN_FUNCTION.search(str(error))
                function = ox.NamedNode(found[1]) if found else None
                if function is None or function in unknown:
                    raise
                unknown[function] = _fails

    def _merge(self, default: Sequence[str], named: Sequence[str]) -> ox.Store:
        """A temporary store: of two default graphs, Oxigraph counts a shared triple twice."""
        merge = ox.Store()
        for graph in default:
            merge.extend(
                ox.Quad(quad.subject, quad.predicate, quad.object)
                for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            )
        for graph in named:
            merge.add_graph(ox.NamedNode(graph))
            merge.extend(self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        return merge

    def _require(self, graphs: Sequence[str]) -> None:
        for graph in graphs:
            if graph not in self.graphs:
                raise QueryRejected(
                    f"this dataset has no graph <{graph}>, and none is fetched from elsewhere",
                    remedy="list the graphs with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
                )
