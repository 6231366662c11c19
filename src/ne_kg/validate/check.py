"""Checking a graph against shapes, from parsed files to a report.

Two passes of pySHACL: shapes on an rdflib graph, where every part of SHACL is right; SPARQL
constraints that are portable (see `portable`) on a pyoxigraph Store, where they are fast.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ne_kg.model.rdf import IRI, Authored, BlankNode, Literal, Node, Position, Quad, Term
from ne_kg.model.violation import Failure, Report, Rule, Violation
from ne_kg.validate.convert import dataset_of, graph_of, quietly, shapes_graph_of, store_of
from ne_kg.validate.engine import Pass, Result, Watch, run
from ne_kg.validate.locate import Places
from ne_kg.validate.messages import carried, carrying, messages
from ne_kg.validate.names import Names
from ne_kg.validate.shapes import (
    Division,
    Shapes,
    constrains,
    divide,
    holds,
    rules,
    sh,
    top_shapes,
    with_imported_prefixes,
)

INFERENCES = ("none", "rdfs", "owlrl", "both")


@dataclass(frozen=True, slots=True)
class Options:
    """How to check.

    `ontology` is mixed into the data while checking; `text` is the property that gives the text a
    named graph or node stands for; `languages` order messages and labels; `portable` False keeps
    all SPARQL on rdflib.
    """

    inference: str = "none"
    advanced: bool = False
    ontology: Authored | None = None
    text: IRI | None = None
    languages: Sequence[str] = ("en",)
    portable: bool = True


def check(
    data: Authored, shapes: Authored, options: Options | None = None, watch: Watch | None = None
) -> Report:
    """All that the shapes say of the data; problems are in the report, nothing is raised."""
    options = options or Options()
    begun = time.monotonic()
    read = with_imported_prefixes(Shapes.of(shapes))
    division = _division(read, options)
    with quietly():
        found = _passes(data, read, division, options, watch)
    return _report(data, read, found, options, time.monotonic() - begun)


def _division(shapes: Shapes, options: Options) -> Division:
    whole = options.inference == "none" and not options.advanced and options.ontology is None
    if options.portable and whole:
        return divide(shapes)
    # What inference and rules add to the rdflib graph, a Store would not know.
    return Division(shapes.authored.quads, (), {})


def _passes(
    data: Authored, shapes: Shapes, division: Division, options: Options, watch: Watch | None
) -> Pass:
    graphs = any(
        "GRAPH" in quad.object.value.upper()
        for quad in division.core
        if quad.predicate in (sh("select"), sh("ask")) and isinstance(quad.object, Literal)
    )
    core = run(
        dataset_of(data.quads) if graphs else graph_of(data.quads),
        shapes_graph_of(carrying(division.core, shapes)),
        ontology=None if options.ontology is None else graph_of(options.ontology.quads),
        inference=options.inference,
        advanced=options.advanced,
        watch=watch,
    )
    if not division.sparql:
        return core
    sparql = run(
        store_of(data.quads), shapes_graph_of(carrying(division.sparql, shapes)), watch=watch
    )
    return Pass(core.results + sparql.results, core.failures + sparql.failures)


def _report(
    data: Authored, shapes: Shapes, found: Pass, options: Options, seconds: float
) -> Report:
    prefixes = {**shapes.authored.prefixes, **data.prefixes}
    names = Names(prefixes)
    known = rules(shapes, names)
    places = Places(data)
    violations = [
        _violation(result, known, shapes, places, names, options) for result in found.results
    ]
    violations.sort(key=_reading_order)
    top = set(top_shapes(shapes))
    return Report(
        violations=tuple(_with_fingerprints(violations, places)),
        failures=tuple(
            Failure(reason, known.get(node) if node else None, shapes.place(node) if node else None)
            for node, reason in found.failures
        ),
        rules=tuple(
            rule
            for node, rule in known.items()
            if node not in top or constrains(shapes, node) or not holds(shapes, node)
        ),
        quads=len(data.quads),
        seconds=seconds,
        prefixes=prefixes,
        paths=_paths(violations, shapes),
    )


def _violation(
    result: Result,
    known: dict[Node, Rule],
    shapes: Shapes,
    places: Places,
    names: Names,
    options: Options,
) -> Violation:
    node = result.constraint or result.shape
    rule = known.get(node) or known.get(result.shape)
    if rule is None:  # a shape that only a custom component knows
        rule = Rule(names.short(result.shape), result.shape, result.severity)
    also = [value for value in carried(result).values() if places.is_subject(value)]
    located = places.locate(result, also)
    path = "" if result.path is None else names.path(result.path, shapes)
    return Violation(
        rule=rule,
        component=result.component,
        shape=result.shape,
        severity=result.severity,
        focus=result.focus,
        path=result.path,
        value=located.value,
        messages=messages(result, located.value, path, shapes, names),
        constraint=result.constraint,
        label=places.label(result.focus, options.languages),
        place=located.place,
        graph=located.graph,
        context=(
            places.context((located.graph, result.focus), options.text) if options.text else None
        ),
        others=located.others,
    )


def _reading_order(violation: Violation) -> tuple[object, ...]:
    place = violation.place or Position("\uffff")
    return (
        place.file, place.line or 0, place.column or 0, -violation.level, violation.rule.name,
        str(violation.focus), str(violation.value), str(violation.messages),
    )  # fmt: skip


def _with_fingerprints(violations: Iterable[Violation], places: Places) -> list[Violation]:
    """Number the findings that are the same in all that a fingerprint is made of."""
    met: Counter[str] = Counter()
    marked = []
    for found in violations:
        said = (
            found.rule.name, found.component.value, places.stable(found.focus),
            _stable_path(found.path), places.stable(found.value),
        )  # fmt: skip
        digest = sha256("\n".join(said).encode()).hexdigest()[:20]
        met[digest] += 1
        suffix = f"-{met[digest]}" if met[digest] > 1 else ""
        marked.append(replace(found, fingerprint=digest + suffix))
    return marked


def _stable_path(path: Term | None) -> str:
    return "_" if isinstance(path, BlankNode) else str(path)


def _paths(violations: Iterable[Violation], shapes: Shapes) -> tuple[Quad, ...]:
    nodes = {found.path for found in violations if isinstance(found.path, BlankNode)}
    return tuple(dict.fromkeys(shapes.closure(nodes)))
