"""What follows from the facts by rule: ontology/rules/*.rq, run in the order of their names.

Each rule is a CONSTRUCT over the named graphs built so far (the default graph is empty); what it
makes stands in graph/derived, where later rules see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from ne_kg.build.canonical import canonical
from ne_kg.model.errors import BuildError, SyntaxProblem
from ne_kg.model.rdf import IRI, BlankNode, Literal, Position, Quad
from ne_kg.model.terms import DERIVED_GRAPH
from ne_kg.store.syntax import rejected


def derive(quads: Iterable[Quad], rules: Sequence[tuple[str, str]]) -> tuple[Quad, ...]:
    """The quads of graph/derived. `rules` are (file name, text).

    Raises SyntaxProblem for a rule that does not parse, BuildError for one that makes blank nodes.
    """
    store = ox.Store()
    store.bulk_load(canonical(quads), format=ox.RdfFormat.N_QUADS)
    derived: dict[Quad, None] = {}
    graph = ox.NamedNode(DERIVED_GRAPH.value)
    for name, text in rules:
        require_sparql(text, name)
        made = store.query(text)
        if not isinstance(made, ox.QueryTriples):
            raise BuildError(
                "the rule is no CONSTRUCT query",
                where=name,
                remedy="construct what follows, from patterns inside GRAPH ?g { … }",
            )
        triples = list(made)
        for triple in triples:
            derived[_quad(triple, name)] = None
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    return tuple(derived)


def require_sparql(text: str, file: str) -> None:
    """SyntaxProblem, with line and column, for a rule or question that the engine cannot read."""
    complaint = _complaint(text)
    if complaint is not None:
        problem = rejected(complaint, text, _complaint)
        where = Position(file, problem.line, problem.column)
        raise SyntaxProblem(problem.what, where=where, remedy=problem.remedy)


def _complaint(query: str) -> str | None:
    """What the parser says of a query, if it does not read it."""
    try:
        ox.Store().query(query)
    except SyntaxError as error:
        return str(error)
    return None


def _quad(triple: ox.Triple, rule: str) -> Quad:
    subject, object_ = _term(triple.subject), _term(triple.object)
    if not isinstance(subject, IRI):
        raise BuildError(
            f"the rule makes a statement about {triple.subject}",
            where=rule,
            remedy="construct IRIs only: data has no blank nodes",
        )
    if object_ is None:
        raise BuildError(f"the rule makes {triple.object}, which cannot be stored", where=rule)
    return Quad(subject, IRI(triple.predicate.value), object_, DERIVED_GRAPH)


def _term(term: object) -> IRI | BlankNode | Literal | None:
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    return None
