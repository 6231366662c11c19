"""The second reading against the facts.

A second reader writes, from the text alone, every number, act and stage of a report. Each row must
find a fact of the same sentence that says the same; each figure must be in a row. Either reader may
be wrong: a difference is settled by reading the sentence again, and correcting the one that erred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ne_kg.build.anchor import Anchors
from ne_kg.build.names import Names
from ne_kg.build.sentence import SentenceGraph, occurrences
from ne_kg.model.coverage import Finding, Gap
from ne_kg.model.rdf import IRI, Literal
from ne_kg.model.terms import term
from ne_kg.model.text import Reading

_FIGURE = term("nekg:Figure")
_ABOUT = tuple(term(f"nekg:{name}") for name in ("about", "recipient", "place", "among"))


def compare(
    graph: SentenceGraph, anchors: Anchors, names: Names, rows: Iterable[Reading]
) -> Iterator[Finding]:
    """The differences between the rows of one sentence and its facts."""
    figures = {node for node in graph.nodes if _FIGURE in graph.types(node)}
    told: set[IRI] = set()
    rows = tuple(rows)
    for row in rows:
        if row.kind == "figure":
            fitting = [node for node in figures if not _figure_differs(graph, names, node, row)]
            told.update(fitting)
            if not fitting:
                near = [n for n in figures if row.printed in graph.strings(n, term("nekg:printed"))]
                why = _figure_differs(graph, names, near[0], row) if near else "no such figure"
                yield _difference(row, f"{row.printed}: {why}", near[0] if near else None)
        else:
            why = _deed_differs(graph, anchors, names, row)
            if why:
                yield _difference(row, f"{row.printed}: {why}")
    if rows:
        for node in sorted(figures - told):
            words = graph.string(node, term("nekg:printed")) or node.value
            remedy = "it is not in the second reading, or differently: read the sentence again"
            yield Finding(Gap.READING, graph.unit.name, words, remedy, node=node)


def _figure_differs(graph: SentenceGraph, names: Names, node: IRI, row: Reading) -> str | None:
    """What is different between a figure and a row, or None."""
    values = {
        *graph.strings(node, term("nekg:printedValue")),
        *graph.strings(node, term("nekg:printedUpperValue")),
    }
    if not {_number(v) for v in row.value.split("-")} <= {_number(v) for v in values}:
        return f"value {row.value}, the fact has {', '.join(sorted(values))}"
    checks = (
        ("unit", row.unit, (term("nekg:printedUnit"), term("nekg:unit"))),
        ("bound", row.bound, (term("nekg:bound"), term("nekg:boundWord"))),
        ("period", row.period, (term("nekg:period"), term("nekg:comparedTo"))),
        ("subject", row.subject, _ABOUT),
        ("indicator", row.what, (term("nekg:indicator"),)),
    )
    for what, expected, predicates in checks:
        if expected and not _says(graph, names, node, predicates, expected):
            got = ", ".join(sorted(_said(graph, names, node, predicates))) or "nothing"
            return f"{what} {expected}, the fact has {got}"
    return None


def _deed_differs(graph: SentenceGraph, anchors: Anchors, names: Names, row: Reading) -> str | None:
    places = occurrences(graph.unit.text, row.printed)
    if not places:
        return "the words do not stand in the sentence"
    overlapping = [
        node
        for node, spans in anchors.facts.items()
        for span in spans
        if any(span.start < at.end and at.start < span.end for at in places)
    ]
    if not overlapping:
        return "no fact has these words"
    if row.subject and not any(
        row.subject in _said(graph, names, node, None) for node in overlapping
    ):
        return f"no fact with these words speaks of {row.subject}"
    return None


def _says(
    graph: SentenceGraph, names: Names, node: IRI, predicates: tuple[IRI, ...], expected: str
) -> bool:
    return expected in _said(graph, names, node, predicates)


def _said(
    graph: SentenceGraph, names: Names, node: IRI, predicates: tuple[IRI, ...] | None
) -> set[str]:
    """The names of a node's values, their slugs included (bounds, say, are given so)."""
    said: set[str] = set()
    for quad in graph.by_subject.get(node, ()):
        if predicates is None or quad.predicate in predicates:
            if isinstance(quad.object, Literal):
                said.add(quad.object.value)
            elif isinstance(quad.object, IRI):
                said |= names.of.get(quad.object, frozenset())
                said.add(quad.object.value.rsplit("/", 1)[-1])
    return said


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _difference(row: Reading, words: str, node: IRI | None = None) -> Finding:
    remedy = "read the sentence again and correct the fact or the second reading"
    return Finding(Gap.READING, row.sentence, words, remedy, position=row.position, node=node)
