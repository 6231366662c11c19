"""Changes as text for a terminal, Markdown for a review, JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ne_kg.model.rdf import IRI, Literal, Quad
from ne_kg.model.terms import PREFIXES
from ne_kg.queries.changes import KINDS, AnswerChange, Answered, Changes, GraphChange, NodeChange
from ne_kg.queries.run import Several, Value

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|~#])")
_NAMESPACES = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
MOST_ROWS = 5


def summary(changes: Changes) -> str:
    """All in one line."""
    counts = [
        f"{count} {noun}{'s' if count > 1 else ''} {kind}"
        for kind in KINDS
        for noun, figures in (("fact", False), ("figure", True))
        if (count := changes.count(kind, figures))
    ]
    sentences = len(changes.sentences)
    said = [", ".join(counts) or "no fact differs"]
    if sentences:
        said[0] += f" in {sentences} sentence{'s' if sentences > 1 else ''}"
    things = sum(len(source.nodes) for source in changes.sources)
    if things:
        said.append(f"{things} catalogue {'entries differ' if things > 1 else 'entry differs'}")
    if changes.asked:
        said.append(f"{len(changes.answers)} of {changes.asked} answers differ")
    return "; ".join(said)


def as_text(changes: Changes) -> str:
    """Sentences with their words, nodes with what was taken away and added."""
    lines: list[str] = []
    for graph in (*changes.sentences, *changes.sources):
        lines.append(f"{short(graph.graph)}  {graph.text}".rstrip())
        for node in graph.nodes:
            lines.append(f"  {_SIGNS[node.kind]} {_node(node)}")
            lines += [f"      {sign} {said}" for sign, said in _statements(node)]
        lines.append("")
    for answer in changes.answers:
        lines.append(f"answer {answer.question.name}: {_rows(answer)}")
        for sign, rows in (("-", answer.removed), ("+", answer.added)):
            lines += [f"    {sign} {_row(row)}" for row in rows[:MOST_ROWS]]
    if changes.answers:
        lines.append("")
    lines.append(summary(changes))
    return "\n".join(lines) + "\n"


def as_markdown(changes: Changes) -> str:
    """The same as a comment: sentences folded open, statements as a diff."""
    lines = ["## Changes to the graph", "", _plain(summary(changes)), ""]
    for graph in (*changes.sentences, *changes.sources):
        lines += [f"**{_plain(short(graph.graph))}** {_plain(graph.text)}".rstrip(), "", "```diff"]
        lines += list(_diff(graph))
        lines += ["```", ""]
    if changes.answers:
        lines += ["### Answers", "", "| question | rows |", "|---|---|"]
        lines += [
            f"| {_plain(answer.question.title['en'])} | {_plain(_rows(answer))} |"
            for answer in changes.answers
        ]
        lines.append("")
    return "\n".join(lines)


def as_json(changes: Changes) -> str:
    """Every change, with terms as in N-Triples."""
    content = {
        "summary": summary(changes),
        "sentences": [_graph(graph) for graph in changes.sentences],
        "sources": [_graph(graph) for graph in changes.sources],
        "answers": [_answer(answer) for answer in changes.answers],
        "asked": changes.asked,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def short(term: Value | None) -> str:
    """A term by our prefixes; literals without datatype."""
    if term is None:
        return "–"
    if isinstance(term, Several):
        return ", ".join(map(short, term.terms))
    if isinstance(term, Literal):
        language = f"@{term.language}" if term.language else ""
        return f'"{term.value}"{language}'
    if isinstance(term, IRI):
        for prefix, namespace in _NAMESPACES:
            local = term.value.removeprefix(namespace)
            if local != term.value and not re.search(r"[/#]", local):
                return f"{prefix}:{local}"
    return str(term)


def _node(node: NodeChange) -> str:
    classes = ", ".join(short(iri) for iri in node.classes)
    return f"{short(node.node)} ({classes})" if classes else short(node.node)


def _statements(node: NodeChange) -> Iterator[tuple[str, str]]:
    for sign, quads in (("-", node.removed), ("+", node.added)):
        for quad in quads:
            yield sign, _said(quad)


def _said(quad: Quad) -> str:
    return f"{short(quad.predicate)} {short(quad.object)}"


def _diff(graph: GraphChange) -> Iterator[str]:
    for node in graph.nodes:
        yield f"  {_node(node)}"
        for sign, said in _statements(node):
            yield f"{sign}   {said.replace('```', '` ` `')}"


def _rows(answer: AnswerChange) -> str:
    if answer.failure:
        return f"no answer in one of the versions: {answer.failure}"
    if not answer.added and not answer.removed:
        return "the same rows in another order"
    return f"{len(answer.added)} added, {len(answer.removed)} removed"


def _row(row: Answered) -> str:
    return " | ".join(short(term) for term in row)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _graph(graph: GraphChange) -> dict[str, Any]:
    return {
        "graph": graph.graph.value,
        "text": graph.text,
        "nodes": [
            {
                "kind": node.kind,
                "node": node.node.value,
                "classes": [iri.value for iri in node.classes],
                "removed": [_statement(quad) for quad in node.removed],
                "added": [_statement(quad) for quad in node.added],
            }
            for node in graph.nodes
        ],
    }


def _statement(quad: Quad) -> dict[str, str]:
    return {"property": quad.predicate.value, "value": str(quad.object)}


def _answer(answer: AnswerChange) -> dict[str, Any]:
    columns = [column.name for column in answer.question.columns]

    def rows(found: Iterable[Answered]) -> list[dict[str, str]]:
        return [
            {name: str(term) for name, term in zip(columns, row, strict=True) if term is not None}
            for row in found
        ]

    described: dict[str, Any] = {
        "question": answer.question.name,
        "title": dict(answer.question.title),
        "added": rows(answer.added),
        "removed": rows(answer.removed),
    }
    return {**described, "failure": answer.failure} if answer.failure else described
