"""Facts and names → the characters of the sentence that carry them.

Spans are offsets in the clean text of a sentence; `source_span` maps them to the source. A name is
sought only among the things that the sentence's own graph speaks of, longest first. A name inside
a longer one is a mention of its own only where the graph relates the two things (沈阳 inside
沈阳机床, if the graph says where 沈阳机床 is). Names of one character are never sought: they are
authored, as are names whose head or tail is shared (A、B机场).
"""

from __future__ import annotations

from dataclasses import dataclass

from ne_kg.build.names import Names
from ne_kg.build.sentence import (
    MENTION,
    MISPRINT,
    PRINTED,
    SentenceGraph,
    occurrences,
)
from ne_kg.model.coverage import Finding, Gap
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import term
from ne_kg.model.text import Span, Unit

_OF = term("nekg:of")
_EXACT = term("nekg:exact")
_READ_AS = term("nekg:readAs")


@dataclass(frozen=True, slots=True)
class Anchors:
    """Of one sentence: spans of fact nodes, spans of things, and what could not be placed."""

    facts: dict[IRI, tuple[Span, ...]]
    things: dict[IRI, tuple[Span, ...]]
    findings: tuple[Finding, ...]


def anchor(graph: SentenceGraph, names: Names) -> Anchors:
    """Place the printed words and the names of a sentence's graph."""
    findings: list[Finding] = []
    facts = _place_facts(graph, findings)
    things = _place_things(graph, names, findings)
    return Anchors(facts, things, tuple(findings))


def source_span(unit: Unit, source: str, span: Span) -> Span:
    """A span of the clean text as a span of the source, which may hold white space inside."""
    offsets = [i for i in range(unit.span.start, unit.span.end) if not source[i].isspace()]
    return Span(offsets[span.start], offsets[span.end - 1] + 1)


def readable(graph: SentenceGraph) -> str:
    """The clean text with its misprints read as they are meant; lengths stay the same."""
    text = graph.unit.text
    for node in graph.nodes:
        if MISPRINT in graph.types(node):
            exact, read_as = graph.string(node, _EXACT), graph.string(node, _READ_AS)
            if exact and read_as and len(exact) == len(read_as):
                text = text.replace(exact, read_as)
    return text


def _place_facts(graph: SentenceGraph, findings: list[Finding]) -> dict[IRI, tuple[Span, ...]]:
    placed = {}
    for node in graph.nodes:
        authored = graph.types(node) & {MENTION, MISPRINT}
        words = graph.strings(node, _EXACT if authored else PRINTED)
        spans = [span for word in words for span in _place(graph, node, word, findings)]
        if spans and not authored:
            placed[node] = tuple(sorted(spans))
    return placed


def _place(
    graph: SentenceGraph, node: IRI, words: str, findings: list[Finding]
) -> tuple[Span, ...]:
    found = occurrences(graph.unit.text, words)
    nth = graph.occurrence(node)
    if not found or (nth and nth > len(found)):
        remedy = f"copy the words from the sentence: {graph.unit.text}"
        findings.append(_finding(Gap.PRINTED, graph, words, remedy, node))
        return ()
    if nth:
        return (found[nth - 1],)
    if len(found) > 1:
        remedy = f"they stand there {len(found)} times: print more words, or say nekg:occurrence"
        findings.append(_finding(Gap.AMBIGUOUS, graph, words, remedy, node))
        return ()
    return (found[0],)


def _place_things(
    graph: SentenceGraph, names: Names, findings: list[Finding]
) -> dict[IRI, tuple[Span, ...]]:
    placed: dict[IRI, list[Span]] = {}
    claimed: dict[Span, set[IRI]] = {}
    for node in graph.nodes:
        if graph.types(node) & {MENTION, MISPRINT}:
            exact = graph.string(node, _EXACT) or ""
            for span in _place(graph, node, exact, []):
                for thing in graph.objects(node, _OF):
                    if isinstance(thing, IRI):
                        placed.setdefault(thing, []).append(span)
                        claimed.setdefault(span, set()).add(thing)
    settled = set(claimed)
    text = readable(graph)
    candidates = sorted(
        (
            (span, thing)
            for thing in graph.things
            for name in names.of.get(thing, ())
            if len(name) > 1
            for span in occurrences(text, name)
        ),
        key=lambda found: (-len(found[0]), found[0].start, found[1]),
    )
    for span, thing in candidates:
        if span in settled:
            continue
        outer = {o for at, things in claimed.items() if _inside(span, at) for o in things}
        if outer and (thing in outer or not any(_related(graph, thing, o) for o in outer)):
            continue
        if any(_crosses(span, at) for at in claimed):
            continue
        claimed.setdefault(span, set()).add(thing)
        placed.setdefault(thing, []).append(span)
    for span, things in claimed.items():
        if len(things) > 1 and span not in settled:
            words = graph.unit.text[span.start : span.end]
            which = ", ".join(sorted(t.value.rsplit("/", 1)[-1] for t in things))
            remedy = f"it may be {which}: settle it with an authored nekg:Mention"
            findings.append(_finding(Gap.TIE, graph, words, remedy, span=span))
    return {thing: tuple(sorted(spans)) for thing, spans in placed.items()}


def _related(graph: SentenceGraph, inner: IRI, outer: IRI) -> bool:
    return any(
        {quad.subject, quad.object} == {inner, outer}
        for end in (inner, outer)
        for quad in graph.by_subject.get(end, ())
    )


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner != outer


def _crosses(one: Span, other: Span) -> bool:
    apart = one.end <= other.start or other.end <= one.start
    return not (apart or one == other or _inside(one, other) or _inside(other, one))


def _finding(
    gap: Gap,
    graph: SentenceGraph,
    words: str,
    remedy: str,
    node: IRI | None = None,
    span: Span | None = None,
) -> Finding:
    return Finding(gap, graph.unit.name, words, remedy, span=span, node=node)
