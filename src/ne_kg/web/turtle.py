"""Turtle and TriG as a person would write them: prefixes, a block a subject, a block a graph.

https://www.w3.org/TR/trig/. Written here because rdflib takes a second for 10 000 quads, and
Oxigraph changes the spelling of language tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from ne_kg.model.rdf import IRI, RDF, XSD, Literal, Quad, Term
from ne_kg.model.terms import PREFIXES

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE = {XSD + "integer": re.compile(r"[+-]?\d+"), XSD + "decimal": re.compile(r"[+-]?\d*\.\d+")}
_NAMESPACES = sorted(((ns, p) for p, ns in PREFIXES.items()), key=lambda pair: -len(pair[0]))


def write(quads: Iterable[Quad], *, graphs: bool) -> bytes:
    """The quads as TriG, or their triples as Turtle."""
    used: set[str] = set()
    blocks: list[str] = []
    kept = {q if graphs else Quad(q.subject, q.predicate, q.object) for q in quads}
    ordered = sorted(
        kept, key=lambda q: (str(q.graph or ""), str(q.subject), _order(q), str(q.object))
    )
    for graph, inside in groupby(ordered, key=lambda q: q.graph):
        subjects = [_subject(list(g), used) for _, g in groupby(inside, key=lambda q: q.subject)]
        if graph is None:
            blocks += subjects
        else:
            body = "\n".join(subjects).rstrip("\n").replace("\n", "\n    ")
            blocks.append(f"{_term(graph, used)} {{\n    {body}\n}}\n")
    head = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used))
    return "\n".join([head, *blocks] if head else blocks).encode()


def _order(quad: Quad) -> tuple[bool, str]:
    return (quad.predicate.value != RDF + "type", quad.predicate.value)


def _subject(quads: list[Quad], used: set[str]) -> str:
    lines = []
    for predicate, group in groupby(quads, key=lambda q: q.predicate):
        verb = "a" if predicate.value == RDF + "type" else _term(predicate, used)
        lines.append(f"{verb} {', '.join(_term(q.object, used) for q in group)}")
    return f"{_term(quads[0].subject, used)} " + " ;\n    ".join(lines) + " .\n"


def _term(term: Term, used: set[str]) -> str:
    if isinstance(term, IRI):
        return _iri(term, used)
    if isinstance(term, Literal) and term.datatype in _BARE:
        return term.value if _BARE[term.datatype].fullmatch(term.value) else _typed(term, used)
    if isinstance(term, Literal) and not term.language and term.datatype != XSD + "string":
        return _typed(term, used)
    return str(term)


def _typed(literal: Literal, used: set[str]) -> str:
    return f"{Literal(literal.value)}^^{_iri(IRI(literal.datatype), used)}"


def _iri(iri: IRI, used: set[str]) -> str:
    for namespace, prefix in _NAMESPACES:
        if iri.value.startswith(namespace):
            local = iri.value.removeprefix(namespace)
            if not _LOCAL.fullmatch(local):
                continue
            used.add(prefix)
            return f"{prefix}:{local}"
    return str(iri)
