"""What differs between two versions of the graph: facts by sentence, things by source, answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal as Choice

from ne_kg.model.errors import EngineError
from ne_kg.model.question import Question
from ne_kg.model.rdf import IRI, Node, Quad
from ne_kg.model.terms import PREFIXES, term
from ne_kg.queries.run import Row, Value, ask
from ne_kg.store import Store

Answered = tuple[Value | None, ...]
"""A row of an answer, its values in the order of the question's columns."""
Kind = Choice["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
_TYPE, _TEXT, _FIGURE = term("rdf:type"), term("nekg:text"), term("nekg:Figure")


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node whose statements in one graph differ; `classes` are those of the newer version."""

    kind: Kind
    node: Node
    classes: tuple[IRI, ...]
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    @property
    def is_figure(self) -> bool:
        return _FIGURE in self.classes


@dataclass(frozen=True, slots=True)
class GraphChange:
    """A named graph that differs; `text` are the words of the sentence that it stands for."""

    graph: IRI
    text: str
    nodes: tuple[NodeChange, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A saved question whose rows differ; rows are terms by the question's columns.

    `failure` says why there is no answer in one of the versions.
    """

    question: Question
    added: tuple[Answered, ...]
    removed: tuple[Answered, ...]
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs; sentences in reading order, then sources."""

    sentences: tuple[GraphChange, ...]
    sources: tuple[GraphChange, ...]
    answers: tuple[AnswerChange, ...] = ()
    asked: int = 0

    def count(self, kind: Kind, figures: bool | None = None) -> int:
        """How many nodes of sentences changed so; only figures, or only others, if asked."""
        return sum(
            node.kind == kind and figures in (None, node.is_figure)
            for graph in self.sentences
            for node in graph.nodes
        )


def compare(before: Iterable[Quad], after: Iterable[Quad]) -> Changes:
    """The difference of two datasets in what sentences and sources state."""
    old, new = list(before), list(after)
    texts = {q.subject: q.object.value for q in (*old, *new) if q.predicate == _TEXT}
    then, now = _stated(old), _stated(new)
    changed = [
        GraphChange(graph, texts.get(graph, ""), nodes)
        for graph in sorted({*then, *now}, key=_reading_order)
        if (nodes := tuple(_nodes(then.get(graph, set()), now.get(graph, set()))))
    ]
    sentences = [change for change in changed if change.graph.value.startswith(PREFIXES["r"])]
    sources = [change for change in changed if change.graph.value.startswith(PREFIXES["src"])]
    return Changes(tuple(sentences), tuple(sources))


def _stated(quads: Iterable[Quad]) -> dict[IRI, set[Quad]]:
    """The statements of sentences and sources; the rest is made of them."""
    bases = (PREFIXES["r"], PREFIXES["src"])
    stated: dict[IRI, set[Quad]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph, IRI) and quad.graph.value.startswith(bases):
            stated[quad.graph].add(quad)
    return stated


def _reading_order(graph: IRI) -> list[tuple[int, str]]:
    """Sentence 2 before sentence 10."""
    return [(int(part), "") if part.isdigit() else (-1, part)
            for part in re.split(r"(\d+)", graph.value)]  # fmt: skip


def _nodes(then: set[Quad], now: set[Quad]) -> Iterable[NodeChange]:
    if then == now:
        return
    sides: dict[Node, tuple[set[Quad], set[Quad]]] = defaultdict(lambda: (set(), set()))
    for number, quads in enumerate((then, now)):
        for quad in quads:
            sides[quad.subject][number].add(quad)
    for node in sorted(sides, key=str):
        old, new = sides[node]
        if old != new:
            kind: Kind = "changed" if old and new else "added" if new else "removed"
            classes = tuple(
                sorted(
                    quad.object
                    for quad in (new or old)
                    if quad.predicate == _TYPE and isinstance(quad.object, IRI)
                )
            )
            yield NodeChange(kind, node, classes, _sorted(old - new), _sorted(new - old))


def _sorted(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    return tuple(sorted(quads, key=lambda quad: (quad.predicate != _TYPE, str(quad))))


def compare_answers(
    before: Store, after: Store, questions: Sequence[Question]
) -> tuple[AnswerChange, ...]:
    """The questions whose answers, with their defaults, are not the same in both versions."""
    changed = []
    for question in questions:
        if any(not parameter.optional and parameter.default is None
               for parameter in question.parameters):  # fmt: skip
            continue
        try:
            then, now = (_rows(store, question) for store in (before, after))
        except EngineError as error:
            changed.append(AnswerChange(question, (), (), error.what))
            continue
        if then != now:
            added, removed = _surplus(now, then), _surplus(then, now)
            changed.append(AnswerChange(question, added, removed))
    return tuple(changed)


def _rows(store: Store, question: Question) -> list[Answered]:
    names = [column.name for column in question.columns]
    return [_row(row, names) for row in ask(store, question, {}).rows]


def _row(row: Row, names: Sequence[str]) -> Answered:
    return tuple(row.get(name) for name in names)


def _surplus(rows: Iterable[Answered], others: Iterable[Answered]) -> tuple[Answered, ...]:
    known = set(others)
    return tuple(row for row in dict.fromkeys(rows) if row not in known)
