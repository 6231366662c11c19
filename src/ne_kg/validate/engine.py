"""One pass of pySHACL: a data graph, a shapes graph, results as terms.

pySHACL's own report graph and text are not made; its results are read as it finds them. A shape
that raises an error becomes a failure of that shape, and the others are still evaluated.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
from pyshacl import Shape, ShapesGraph, Validator
from pyshacl import shape as shape_module
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.graph_abstraction import OxigraphDataGraph, RdfLibDataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from ne_kg.model.rdf import IRI, Literal, Node, Term
from ne_kg.model.violation import SH
from ne_kg.validate.convert import from_rdflib, node_from_rdflib
from ne_kg.validate.portable import together

# pySHACL logs the errors that it also raises.
_SILENT = logging.getLogger("ne_kg.validate.pyshacl")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result before it is located."""

    focus: Term
    path: Node | None
    value: Term | None
    severity: IRI
    component: IRI
    shape: Node
    constraint: Node | None
    messages: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass is, counted in focus nodes of all its shapes."""

    done: int
    total: int
    seconds: float

    @property
    def remaining(self) -> float:
        """Estimated seconds to the end, at the speed so far."""
        return self.seconds / self.done * (self.total - self.done) if self.done else 0.0


@dataclass(slots=True)
class Pass:
    """What a pass found: results, and shapes that could not be evaluated with the reason."""

    results: list[Result] = field(default_factory=list)
    failures: list[tuple[Node | None, str]] = field(default_factory=list)


Watch = Callable[[Progress], None]
# Focus nodes that are evaluated between two looks at the clock.
BATCH = 500


def run(
    data: rdflib.Graph | ox.Store,
    shapes: rdflib.Graph,
    *,
    ontology: rdflib.Graph | None = None,
    inference: str = "none",
    advanced: bool = False,
    watch: Watch | None = None,
) -> Pass:
    """Evaluate all shapes on all their focus nodes."""
    found = Pass()
    graph: _StoreGraph | _RdflibGraph = (
        _StoreGraph(data) if isinstance(data, ox.Store) else _RdflibGraph(data.store, data)
    )
    try:
        validator = _Validator(
            graph,
            shacl_graph=shapes,
            ont_graph=ontology,
            options={"inference": inference, "advanced": advanced, "logger": _SILENT},
        )
        validator.shacl_graph = _Shapes(shapes, found, graph, watch)
        with _examined_once(), _canonical_decimals():
            validator.run()  # type: ignore[no-untyped-call]
    except Exception as error:  # pySHACL lets errors of any class through
        found.failures.append((None, _reason(error)))
    return found


@contextmanager
def _examined_once() -> Iterator[None]:
    """Let pySHACL examine the text of a query once, not for each focus node.

    Nine regular expressions a focus node and constraint were a third of the time on our graph; the
    comparison of each property of a shape with a list of all parameters was a fifth.
    """
    examine = SPARQLQueryHelper.check_invalid_sparql
    sound: set[tuple[object, ...]] = set()

    def once(helper: Any, text: str, valuenode: Any = None, extravars: Any = None) -> bool:
        key = (text, valuenode is None, tuple(extravars or ()))
        if key not in sound:
            examine(helper, text, valuenode, extravars)  # type: ignore[no-untyped-call]
            sound.add(key)
        return True

    parameters = getattr(shape_module, "CONSTRAINT_PARAMS", (None, None))
    SPARQLQueryHelper.check_invalid_sparql = once  # type: ignore[method-assign]
    shape_module.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
        _Parameters(ALL_CONSTRAINT_PARAMETERS),
        CONSTRAINT_PARAMETERS_MAP,
    )
    try:
        yield
    finally:
        SPARQLQueryHelper.check_invalid_sparql = examine  # type: ignore[method-assign]
        shape_module.CONSTRAINT_PARAMS = parameters  # type: ignore[attr-defined]


@contextmanager
def _canonical_decimals() -> Iterator[None]:
    """Let rdflib's arithmetic end in the numbers that a Store writes.

    rdflib keeps the zeros of its factors (668.0 × 1.0 is 668.00 there), so messages would differ
    by engine. XSD 1.1 part 2 §3.3.3.2: the canonical form has none, nor a point for an integer.
    """
    evaluate = SPARQLBasedConstraint._validate_sparql_query

    def canonical(term: Any) -> Any:
        number = term.value if isinstance(term, rdflib.Literal) else None
        if not isinstance(number, Decimal):
            return term
        text = f"{number:f}"
        return rdflib.Literal(
            text.rstrip("0").rstrip(".") if "." in text else text,
            datatype=rdflib.XSD.decimal,
            normalize=False,
        )

    def read(found: Any) -> Any:
        if not isinstance(found, tuple):
            return found
        *terms, variables = found
        return (*terms, {name: canonical(term) for name, term in variables.items()})

    def canonically(constraint: Any, query: Any, bindings: Any, graph: Any) -> list[Any]:
        return [read(found) for found in evaluate(constraint, query, bindings, graph)]  # type: ignore[no-untyped-call]

    SPARQLBasedConstraint._validate_sparql_query = canonically  # type: ignore[method-assign]
    try:
        yield
    finally:
        SPARQLBasedConstraint._validate_sparql_query = evaluate  # type: ignore[method-assign]


class _Parameters(list[rdflib.URIRef]):
    """A list that is searched by hash."""

    def __init__(self, items: Iterable[rdflib.URIRef]) -> None:
        super().__init__(items)
        self._known = frozenset(self)

    def __contains__(self, item: object) -> bool:
        return item in self._known


class _RdflibGraph(RdfLibDataGraph):
    """An rdflib graph for which a query is read once: that is nine tenths of a short one."""

    def query(self, query_object: Any, *args: Any, **named: Any) -> Any:  # type: ignore[override]
        if isinstance(query_object, str):
            query_object = _read(query_object, tuple(self.namespaces()))
        return super().query(query_object, *args, **named)


@lru_cache(maxsize=1000)
def _read(text: str, prefixes: tuple[tuple[str, rdflib.URIRef], ...]) -> Query:
    return prepareQuery(text, initNs=dict(prefixes))


class _StoreGraph(OxigraphDataGraph):
    """A Store that answers a query for a batch of focus nodes at once, where that is the same.

    pySHACL asks once a focus node and constraint: on our graph 22 000 queries, 4.6 s; so 0.4 s. It
    also asks a data graph for its truth at each result, and this one would count its triples.
    """

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store)
        self._nodes: dict[rdflib.URIRef, None] = {}
        self._answers: dict[str, _Answers | None] = {}

    def __bool__(self) -> bool:
        return True

    def expect(self, focus_nodes: Iterable[Any]) -> None:
        """The focus nodes that the next queries will be about."""
        self._nodes = {node: None for node in focus_nodes if isinstance(node, rdflib.URIRef)}
        self._answers = {}

    def query(self, query_object: Any, *args: Any, **named: Any) -> Any:  # type: ignore[override]
        bound = named.get("initBindings") or {}
        focus = bound.get("this")
        if len(bound) == 1 and focus in self._nodes:
            if query_object not in self._answers:
                whole = together(query_object, (node.n3() for node in self._nodes))
                free = {**named, "initBindings": None}
                result = None if whole is None else super().query(whole, *args, **free)
                self._answers[query_object] = None if result is None else _Answers(result)
            answers = self._answers[query_object]
            if answers is not None:
                return answers.of(focus)
        return super().query(query_object, *args, **named)


class _Answers:
    """The rows of a query, by focus node."""

    def __init__(self, result: rdflib.query.Result) -> None:
        self._variables = result.vars
        self._rows: dict[Any, list[Any]] = {}
        for row in result.bindings:
            self._rows.setdefault(row[rdflib.Variable("this")], []).append(row)

    def of(self, focus: rdflib.URIRef) -> rdflib.query.Result:
        """The result of the query for one focus node."""
        result = rdflib.query.Result("SELECT")
        result.vars, result.bindings = self._variables, self._rows.get(focus, [])
        return result


class _Validator(Validator):
    """Hands the results over instead of making a report of them."""

    def create_validation_report(  # type: ignore[override]
        self, shapes: _Shapes, conforms: bool, results: list[tuple[str, Any, list[Any]]]
    ) -> tuple[rdflib.Graph, str]:
        shapes.found.results.extend(_result(triples) for _text, _node, triples in results)
        return rdflib.Graph(), ""


class _Shapes(ShapesGraph):
    """A shapes graph whose shapes are guarded and counted."""

    def __init__(
        self,
        graph: rdflib.Graph,
        found: Pass,
        data: _RdflibGraph | _StoreGraph,
        watch: Watch | None,
    ) -> None:
        super().__init__(graph, False, _SILENT)
        self.found = found
        self._data = data
        self._meter = None if watch is None else _Meter(watch)

    @property
    def shapes(self) -> list[_Guarded]:
        shapes = list(super().shapes)
        if self._meter is not None:
            self._meter.total = sum(self._cost(shape) for shape in shapes)
        return [_Guarded(shape, self.found, self._meter) for shape in shapes]

    def _cost(self, shape: Shape) -> int:
        """Focus nodes; a shape whose targets cannot be read costs nothing."""
        try:
            return len(shape.focus_nodes(self._data))  # type: ignore[no-untyped-call]
        except Exception:  # the evaluation itself will report it
            return 0


class _Meter:
    """Tells the watch how far a pass is."""

    def __init__(self, watch: Watch) -> None:
        self.total = 0
        self._watch = watch
        self._done = 0
        self._begun = time.monotonic()

    def add(self, focus_nodes: int) -> None:
        self._done += focus_nodes
        seconds = time.monotonic() - self._begun
        self._watch(Progress(self._done, max(self.total, self._done), seconds))


class _Guarded:
    """A shape whose error is noted and does not end the run."""

    def __init__(self, shape: Shape, found: Pass, meter: _Meter | None) -> None:
        self._shape = shape
        self._found = found
        self._meter = meter
        self.node = shape.node

    def set_advanced(self, advanced: bool) -> None:
        self._shape.set_advanced(advanced)  # type: ignore[no-untyped-call]

    def validate(self, executor: Any, data: Any, focus: Any = None) -> tuple[bool, list[Any]]:
        """Evaluate on the nodes given, else on all of the shape's targets, a batch at a time."""
        try:
            if focus is not None:
                conforms, results = self._shape.validate(executor, data, focus=focus)
                return bool(conforms), results
            nodes = list(self._shape.focus_nodes(data))  # type: ignore[no-untyped-call]
            every: list[Any] = []
            for begin in range(0, len(nodes), BATCH):
                batch = nodes[begin : begin + BATCH]
                if isinstance(data, _StoreGraph):
                    data.expect(batch)
                every += self._shape.validate(executor, data, focus=batch)[1]
                if self._meter is not None:
                    self._meter.add(len(batch))
            return not every, every
        except Exception as error:  # pySHACL and the engines below it raise errors of any class
            self._found.failures.append((node_from_rdflib(self.node), _reason(error)))
            return False, []


def _reason(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error)
    reason = " ".join(str(message).split())
    return reason if isinstance(error, RuntimeError) else f"{type(error).__name__}: {reason}"


def _result(triples: list[Any]) -> Result:
    """Read pySHACL's triples of one result; objects may come as (graph, term)."""
    values: dict[str, list[Term]] = {}
    for _subject, predicate, held in triples:
        if str(predicate).startswith(SH):
            term = held[1] if isinstance(held, tuple) else held
            values.setdefault(str(predicate).removeprefix(SH), []).append(from_rdflib(term))

    def one(name: str) -> Term | None:
        return values[name][0] if name in values else None

    def node(name: str) -> Node | None:
        term = one(name)
        return None if isinstance(term, Literal) else term

    def iri(name: str) -> IRI:
        term = one(name)
        assert isinstance(term, IRI), f"sh:{name} is {term}"
        return term

    shape, focus = node("sourceShape"), one("focusNode")
    assert shape is not None
    assert focus is not None
    messages = {term for term in values.get("resultMessage", ()) if isinstance(term, Literal)}
    return Result(
        focus=focus,
        path=node("resultPath"),
        value=one("value"),
        severity=iri("resultSeverity"),
        component=iri("sourceConstraintComponent"),
        shape=shape,
        constraint=node("sourceConstraint"),
        messages=tuple(sorted(messages, key=str)),
    )
