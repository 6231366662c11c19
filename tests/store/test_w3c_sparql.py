"""The W3C's SPARQL 1.0 and 1.1 query tests through what a worker runs.

https://w3c.github.io/rdf-tests/sparql/. Evaluation tests compare solutions as a multiset up to the
names of blank nodes, by index where the expected result has one; syntax tests want an error, or
none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from ne_kg.model.errors import QueryRejected
from ne_kg.store import Limits, answer, guard
from ne_kg.store.dataset import View
from ne_kg.store.worker import evaluate

SUITE = Path(__file__).parents[1] / "w3c" / "sparql"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LIMITS = Limits()

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".csv": ox.QueryResultsFormat.CSV,
    ".tsv": ox.QueryResultsFormat.TSV,
}

_BY_REASON = {
    "Oxigraph keeps values, not lexical forms: 01 and 1 are one term": """
        sparql10/distinct/distinct-1 sparql10/distinct/distinct-9
        sparql10/expr-builtin/dawg-str-1 sparql10/expr-builtin/dawg-str-2
        sparql10/expr-builtin/sameTerm-eq sparql10/expr-builtin/sameTerm-not-eq
        sparql10/expr-builtin/sameTerm-simple sparql10/expr-equals/eq-graph-1
        sparql10/expr-equals/eq-graph-2 sparql10/open-world/open-eq-01
        sparql11/csv-tsv-res/csv03""",
    "Oxigraph compares a date without time zone with one that has it by XPath 3.1": """
        sparql10/open-world/date-2""",
    "Oxigraph binds the variable of GRAPH before, not after, what stands in its braces": """
        sparql10/graph/graph-optional sparql10/graph/graph-variable-scope
        sparql11/aggregates/agg-empty-group-count-graph sparql11/bindings/graph
        sparql11/negation/graph-minus""",
    "Oxigraph lets the filter of a nested group see no variable of the OPTIONAL's left side": """
        sparql10/optional-filter/dawg-optional-filter-005-simplified""",
    "Oxigraph keeps the common language tag of GROUP_CONCAT's members, as SPARQL 1.2 does": """
        sparql11/aggregates/agg-groupconcat-04 sparql11/aggregates/agg-groupconcat-06""",
    "Oxigraph's BNODE(label) gives one node for a label in all solutions": """
        sparql11/functions/bnode01""",
    "Oxigraph's zero-length path does not reach a term that the graph does not hold": """
        sparql11/property-path/zero_or_more_set_end
        sparql11/property-path/zero_or_more_set_start
        sparql11/property-path/zero_or_one_set_end
        sparql11/property-path/zero_or_one_set_start""",
}
EXCEPTIONS = {name: reason for reason, names in _BY_REASON.items() for name in names.split()}
"""Tests that fail, each with the reason."""


@dataclass(frozen=True, slots=True)
class Case:
    """One entry of a manifest; `data` and `graphs` are file names, `result` is None for syntax."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None


def manifest(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return store


def path_of(term: object) -> Path:
    assert isinstance(term, ox.NamedNode)
    return Path(term.value.removeprefix("file://"))


def cases() -> Iterator[Case]:
    for path in sorted(SUITE.glob("*/*/manifest.ttl")):
        store = manifest(path)

        def of(
            node: ox.NamedNode | ox.BlankNode, iri: str, store: ox.Store = store
        ) -> list[ox.NamedNode]:
            return [q.object for q in store.quads_for_pattern(node, ox.NamedNode(iri), None)]  # type: ignore[misc]

        for quad in store.quads_for_pattern(None, ox.NamedNode(MF + "action"), None):
            test, action = quad.subject, quad.object
            kinds = [kind.value.removeprefix(MF) for kind in of(test, RDF + "type")]
            [kind] = kinds
            if "Update" in kind:
                continue
            name = f"{path.parent.parent.name}/{path.parent.name}/{test.value.split('#')[-1]}"
            if "Syntax" in kind:
                yield Case(name, kind, path_of(action))
                continue
            graphs = []
            for graph in of(action, QT + "graphData"):
                [file] = of(graph, QT + "graph") or [graph]
                graphs.append((file.value, path_of(file)))
            yield Case(
                name,
                kind,
                path_of(of(action, QT + "query")[0]),
                tuple(path_of(data) for data in of(action, QT + "data")),
                tuple(graphs),
                path_of(of(test, MF + "result")[0]),
            )


CASES = {case.name: case for case in cases()}


def test_the_suite_is_all_there() -> None:
    assert len(CASES) == 821  # the 523 + 308 of the two suites without the ten of SERVICE
    assert set(EXCEPTIONS) <= set(CASES)
    assert len(CASES) - len(EXCEPTIONS) >= 796


@pytest.mark.parametrize("name", CASES)
def test_query(name: str, request: pytest.FixtureRequest) -> None:
    if name in EXCEPTIONS:
        request.applymarker(pytest.mark.xfail(reason=EXCEPTIONS[name], strict=True))
    case = CASES[name]
    text = case.query.read_bytes().decode()
    if "Negative" in case.kind:
        with pytest.raises(QueryRejected):
            run(case, text)
    elif case.result is None:
        run(case, text)
    else:
        assert agree(run(case, text), case, text)


def run(case: Case, text: str) -> bytes:
    base = case.query.as_uri()
    asked = guard.inspect(text, LIMITS, base)
    store = ox.Store()
    for path in case.data:
        store.load(path=path, format=FORMATS[path.suffix], base_iri=path.as_uri())
    named = [(iri, path) for iri, path in case.graphs]
    named += [(iri, path_of(ox.NamedNode(iri))) for iri in asked.default or ()]
    named += [(iri, path_of(ox.NamedNode(iri))) for iri in asked.named or ()]
    for iri, path in dict(named).items():
        if not path.is_file():
            continue
        graph = ox.NamedNode(iri)
        store.add_graph(graph)
        store.load(path=path, format=FORMATS[path.suffix], base_iri=iri, to_graph=graph)
    media_type = answer.N_TRIPLES
    if asked.form in ("SELECT", "ASK"):
        csv = case.result is not None and case.result.suffix == ".csv"
        media_type = answer.CSV if csv else answer.JSON
    default, named_graphs = asked.default, asked.named
    if case.result is None:
        default = named_graphs = None  # syntax: there are no graphs to find
    return evaluate(
        View(store, base),
        text,
        None if default is None else list(default),
        None if named_graphs is None else list(named_graphs),
        media_type,
        LIMITS.answer,
        asked.star,
    )


def agree(body: bytes, case: Case, text: str) -> bool:
    assert case.result is not None
    if case.result.suffix == ".csv":
        header, *rows = lines(body.decode())
        wanted_header, *wanted_rows = lines(case.result.read_text())
        return header == wanted_header and sorted(rows) == sorted(wanted_rows)
    form = guard.inspect(text, LIMITS, case.query.as_uri()).form
    if form in ("CONSTRUCT", "DESCRIBE"):
        ours = ox.Dataset(q for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        path = case.result
        theirs = ox.Dataset(
            ox.parse(path=path, format=FORMATS[path.suffix], base_iri=path.as_uri())
        )
        ours.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        theirs.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return ours == theirs
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    wanted = expected(case.result)
    if isinstance(results, ox.QueryBoolean):
        return bool(results) == wanted
    assert isinstance(wanted, tuple)
    rows, ordered = wanted
    found = [rowed(results.variables, solution) for solution in results]
    if "REDUCED" in text.upper():
        found, rows = (
            list(map(dict, {frozenset(r.items()) for r in found})),
            list(map(dict, {frozenset(r.items()) for r in rows})),
        )
    return same(rows, found, ordered)


def lines(csv: str) -> list[str]:
    """The lines of a CSV result, with one name for all blank nodes."""
    return [re.sub(r"_:\w+", "_:b", line) for line in csv.splitlines()]


Row = dict[str, object]


def rowed(variables: list[ox.Variable], solution: ox.QuerySolution) -> Row:
    return {v.value: normal(solution[v]) for v in variables if solution[v] is not None}


def normal(term: object) -> object:
    """A literal as Oxigraph's store keeps it: `1.0E6` of an expected result is `1000000.0`."""
    if not isinstance(term, ox.Literal):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode(), ox.NamedNode("a:b"), term))
    return next(iter(store)).object


def expected(path: Path) -> bool | tuple[list[Row], bool]:
    """The boolean, or the solutions and whether their order counts."""
    if path.suffix in RESULTS:
        results = ox.parse_query_results(path=path, format=RESULTS[path.suffix])
        if isinstance(results, ox.QueryBoolean):
            return bool(results)
        return [rowed(results.variables, solution) for solution in results], False
    store = ox.Store()
    store.load(path=path, format=FORMATS[path.suffix], base_iri=path.as_uri())

    def one(node: object, name: str) -> object:
        found = [q.object for q in store.quads_for_pattern(node, ox.NamedNode(RS + name), None)]  # type: ignore[arg-type]
        return found[0] if found else None

    for quad in store.quads_for_pattern(None, ox.NamedNode(RS + "boolean"), None):
        return quad.object.value == "true"  # type: ignore[union-attr]
    rows = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(RS + "solution"), None):
        index = one(quad.object, "index")
        row = {
            one(b.object, "variable").value: normal(one(b.object, "value"))  # type: ignore[attr-defined]
            for b in store.quads_for_pattern(quad.object, ox.NamedNode(RS + "binding"), None)  # type: ignore[arg-type]
        }
        rows.append((int(index.value) if index else 0, row))  # type: ignore[attr-defined]
    ordered = any(index for index, _ in rows)
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])], ordered


def same(wanted: list[Row], found: list[Row], ordered: bool) -> bool:
    """Whether a renaming of blank nodes makes the solutions equal."""
    if len(wanted) != len(found):
        return False
    if not any(isinstance(term, ox.BlankNode) for row in wanted for term in row.values()):
        if ordered:
            return wanted == found
        return Counter(frozenset(r.items()) for r in wanted) == Counter(
            frozenset(r.items()) for r in found
        )
    return match(wanted, found, ordered, {})


def match(wanted: list[Row], found: list[Row], ordered: bool, names: dict[object, object]) -> bool:
    if not wanted:
        return True
    first, *rest = wanted
    for index, row in enumerate(found[:1] if ordered else found):
        extended = unify(first, row, names)
        if extended is not None and match(
            rest, found[:index] + found[index + 1 :], ordered, extended
        ):
            return True
    return False


def unify(wanted: Row, found: Row, names: dict[object, object]) -> dict[object, object] | None:
    if wanted.keys() != found.keys():
        return None
    names = dict(names)
    for variable, term in wanted.items():
        other = found[variable]
        if isinstance(term, ox.BlankNode) and isinstance(other, ox.BlankNode):
            if names.setdefault(term, other) != other:
                return None
        elif term != other:
            return None
    return names if len(set(names.values())) == len(names) else None
