"""One sentence's graph, read as accounting and anchoring need it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ne_kg.model.rdf import IRI, Literal, Node, Quad
from ne_kg.model.terms import PREFIXES, term
from ne_kg.model.text import Report, Span, Unit

A = term("rdf:type")
PRINTED = term("nekg:printed")
OCCURRENCE = term("nekg:occurrence")
_MEMBER, _GROUP, _PART_OF = term("nekg:member"), term("nekg:group"), term("nekg:partOf")
_CLAUSE = re.compile(r"[^，；：。！？]+")
STATES_NO_FACT = term("nekg:statesNoFact")
MENTION = term("nekg:Mention")
MISPRINT = term("nekg:Misprint")
_THINGS = (PREFIXES["id"], PREFIXES["period"])


@dataclass(frozen=True, slots=True)
class SentenceGraph:
    """A sentence and the quads that it states."""

    unit: Unit
    iri: IRI
    quads: tuple[Quad, ...]
    by_subject: Mapping[Node, tuple[Quad, ...]]

    @property
    def nodes(self) -> Iterator[IRI]:
        """The fact nodes: subjects named after the sentence."""
        prefix = self.iri.value + "."
        return (
            node
            for node in self.by_subject
            if isinstance(node, IRI) and node.value.startswith(prefix)
        )

    @property
    def things(self) -> frozenset[IRI]:
        """The things and periods that the graph speaks of, as subject or object."""
        ends = (end for quad in self.quads for end in (quad.subject, quad.object))
        return frozenset(e for e in ends if isinstance(e, IRI) and e.value.startswith(_THINGS))

    def objects(self, subject: Node, predicate: IRI) -> Iterator[IRI | Literal]:
        for quad in self.by_subject.get(subject, ()):
            if quad.predicate == predicate and isinstance(quad.object, (IRI, Literal)):
                yield quad.object

    def strings(self, subject: Node, predicate: IRI) -> tuple[str, ...]:
        return tuple(o.value for o in self.objects(subject, predicate) if isinstance(o, Literal))

    def string(self, subject: Node, predicate: IRI) -> str | None:
        return next(iter(self.strings(subject, predicate)), None)

    def types(self, subject: Node) -> frozenset[IRI]:
        return frozenset(o for o in self.objects(subject, A) if isinstance(o, IRI))

    def occurrence(self, node: IRI) -> int | None:
        value = self.string(node, OCCURRENCE)
        return int(value) if value and value.isdigit() else None


def sentence_iri(year: int, name: str) -> IRI:
    """`(2010, "1.6-3")` → the sentence's IRI, which is also the name of its graph."""
    return IRI(f"{PREFIXES['r']}{year}/{name}")


def sentence_graphs(report: Report, quads: Iterable[Quad]) -> dict[str, SentenceGraph]:
    """The graph of each sentence of `report`, by the sentence's name; empty ones included."""
    grouped: defaultdict[Node | None, list[Quad]] = defaultdict(list)
    for quad in quads:
        grouped[quad.graph].append(quad)
    graphs = {}
    for unit in report.sentences:
        iri = sentence_iri(report.year, unit.name)
        by_subject: defaultdict[Node, list[Quad]] = defaultdict(list)
        for quad in grouped[iri]:
            by_subject[quad.subject].append(quad)
        graphs[unit.name] = SentenceGraph(
            unit, iri, tuple(grouped[iri]), {s: tuple(q) for s, q in by_subject.items()}
        )
    return graphs


def occurrences(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text`; a number is not found inside a longer number."""
    found, start = [], text.find(words)
    while words and start >= 0:
        end = start + len(words)
        splits = (
            words[0].isdigit() and text[start - 1 : start].strip(".").isdigit() and start > 0
        ) or (words[-1].isdigit() and text[end : end + 1].isdigit())
        if not splits:
            found.append(Span(start, end))
        start = text.find(words, start + 1)
    return found


def clauses(text: str) -> Iterator[Span]:
    """What stands between ，；：。！？."""
    return (Span(*match.span()) for match in _CLAUSE.finditer(text))


def wholes(graph: SentenceGraph) -> dict[IRI, list[IRI]]:
    """What the sentence says that each thing is a part or a member of."""
    found: dict[IRI, list[IRI]] = {}
    for node in graph.by_subject:
        groups = [end for end in graph.objects(node, _GROUP) if isinstance(end, IRI)]
        for member in graph.objects(node, _MEMBER):
            if isinstance(member, IRI):
                found.setdefault(member, []).extend(groups)
        for whole in graph.objects(node, _PART_OF):
            if isinstance(node, IRI) and isinstance(whole, IRI):
                found.setdefault(node, []).append(whole)
    return found
