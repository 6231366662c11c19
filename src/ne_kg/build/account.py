"""Facts against words: is every sentence, clause, number and name of the report accounted for?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ne_kg.build.anchor import Anchors, readable
from ne_kg.build.names import Names
from ne_kg.build.sentence import STATES_NO_FACT, SentenceGraph, clauses, occurrences
from ne_kg.model.coverage import Finding, Gap, Tally
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import BASE, PREFIXES, term
from ne_kg.model.text import Span

_DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_NUMERALS = re.compile(r"[零〇一二三四五六七八九十百千万亿两半首]+")
_DOC_NUMBER = term("nekg:docNumber")
_SUPPLIES = {
    term(f"nekg:inherits{what}"): frozenset(term(f"nekg:{name}") for name in names.split())
    for what, names in {
        "": "",
        "Subject": "about subject member recipient",
        "Period": "asOf period comparedTo",
        "Place": "place",
        "Agent": "agent fundedBy",
        "Object": "object partner group beneficiary",
    }.items()
}
"""Which properties of a fact each kind of inheritance supplies; plain nekg:inherits, all."""
_PLANNED_FOR = term("nekg:plannedFor")
"""The year of the plan is printed in its part's heading, not in its sentences."""
_CATCH_ALL = {"其他", "一般", "其它", "综合", "other", "general"}
_MEASURED = (PREFIXES["ind"], PREFIXES["verb"])


def account(
    graph: SentenceGraph, anchors: Anchors, names: Names, phrases: Iterable[str], known: set[IRI]
) -> tuple[Tally, tuple[Finding, ...]]:
    """Compare one sentence with its graph.

    `phrases` are words that hold a numeral but count nothing (进一步); `known` are all things and
    terms that catalogue and vocabularies describe.
    """
    findings = list(anchors.findings)
    factless = any(True for _ in graph.objects(graph.iri, STATES_NO_FACT))
    facts = [node for node in graph.nodes if node in anchors.facts]
    parts = list(clauses(graph.unit.text))
    numbers = list(_numbers(graph.unit.text, phrases))
    tally = Tally(
        sentences=1,
        read=int(bool(facts) or factless),
        factless=int(factless),
        clauses=len(parts),
        clauses_touched=len(parts),
        numbers=len(numbers),
        numbers_told=len(numbers),
        facts=len(facts),
        mentions=sum(map(len, anchors.things.values())),
    )
    if not graph.quads:
        findings.append(_gap(graph, Gap.UNREAD, graph.unit.text, "write its facts, or mark it"))
        return _less(tally, len(parts), len(numbers)), tuple(findings)
    if factless and facts:
        findings.append(_gap(graph, Gap.CONTRADICTION, graph.unit.text, "remove one of the two"))
    spans = [span for found in anchors.facts.values() for span in found]
    spans += [  # “2010年，” says when the fact behind it holds
        span
        for thing, found in anchors.things.items()
        for span in found
        if thing.value.startswith(PREFIXES["period"])
    ]
    open_clauses = [] if factless else [c for c in parts if not any(c.meets(s) for s in spans)]
    told = [*spans, *_told(graph, anchors)]
    open_numbers = [n for n in numbers if not any(span.holds(n) for span in told)]
    for span in open_clauses:
        words = graph.unit.text[span.start : span.end]
        remedy = "say what it states, with the words in nekg:printed"
        findings.append(_gap(graph, Gap.CLAUSE, words, remedy, span))
    for span in open_numbers:
        around = graph.unit.text[max(0, span.start - 4) : span.end + 4]
        remedy = "make it a figure, or name the thing or period that it is part of"
        findings.append(_gap(graph, Gap.NUMBER, around, remedy, span))
    findings.extend(_unknown(graph, known))
    findings.extend(_unmentioned(graph, anchors))
    findings.extend(_unnamed(graph, anchors, names))
    findings.extend(_catch_all(graph, names))
    return _less(tally, len(open_clauses), len(open_numbers)), tuple(findings)


def _less(tally: Tally, clauses: int, numbers: int) -> Tally:
    return tally + Tally(clauses_touched=-clauses, numbers_told=-numbers)


def _numbers(text: str, phrases: Iterable[str]) -> Iterator[Span]:
    """Digit runs and Chinese numerals, but for those inside a phrase that counts nothing."""
    idle = [span for phrase in phrases for span in occurrences(text, phrase)]
    for pattern in (_DIGITS, _NUMERALS):
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if pattern is _NUMERALS and text[span.start - 1 : span.start].isdigit():
                continue  # 万 of 494万人: the figure of the digits tells it
            if not any(phrase.holds(span) for phrase in idle):
                yield span


def _told(graph: SentenceGraph, anchors: Anchors) -> Iterator[Span]:
    """Where names, periods and document numbers stand."""
    yield from (span for found in anchors.things.values() for span in found)
    for quad in graph.quads:
        if quad.predicate == _DOC_NUMBER:
            yield from occurrences(graph.unit.text, getattr(quad.object, "value", ""))


def _unknown(graph: SentenceGraph, known: set[IRI]) -> Iterator[Finding]:
    seen: set[IRI] = set()
    for quad in graph.quads:
        for end in (quad.subject, quad.predicate, quad.object):
            if not isinstance(end, IRI) or end in seen or not end.value.startswith(BASE):
                continue
            seen.add(end)
            if not end.value.startswith(PREFIXES["r"]) and end not in known:
                near = get_close_matches(end.value, (iri.value for iri in known), 1, 0.9)
                meant = f"; did you mean {near[0]}?" if near else ""
                remedy = f"describe it, or correct its name{meant}"
                yield _gap(graph, Gap.UNKNOWN, end.value, remedy, node=end)


def _unmentioned(graph: SentenceGraph, anchors: Anchors) -> Iterator[Finding]:
    """Things that a fact speaks of, the sentence does not print, and no inheritance supplies."""
    seen: set[IRI] = set()
    for quad in graph.quads:
        thing = quad.object
        if not isinstance(thing, IRI) or thing in seen or thing not in graph.things:
            continue
        if thing in anchors.things or quad.predicate == _PLANNED_FOR:
            continue
        supplied = (how for how, what in _SUPPLIES.items() if not what or quad.predicate in what)
        if not any(True for how in supplied for _ in graph.objects(quad.subject, how)):
            seen.add(thing)
            remedy = "say nekg:inherits… on the fact, add the printed form as alias, or a Mention"
            yield _gap(graph, Gap.UNMENTIONED, thing.value, remedy, node=thing)


def _unnamed(graph: SentenceGraph, anchors: Anchors, names: Names) -> Iterator[Finding]:
    """Names of known things, longest first, whose place no mention and no fact has taken."""
    text = readable(graph)
    taken = [span for found in anchors.things.values() for span in found]
    by_length = sorted((name for name in names.things if len(name) > 1 and name in text), key=len)
    for name in reversed(by_length):
        things = {t for t in names.things[name] if t.value.startswith(PREFIXES["id"])}
        if not things:
            continue
        for span in occurrences(text, name):
            if any(span.meets(other) for other in taken):
                continue
            taken.append(span)
            if things.isdisjoint(graph.things):
                remedy = "the words speak of it: state what they say"
                fact = min(
                    (node for node, at in anchors.facts.items() if any(s.holds(span) for s in at)),
                    key=lambda node: sum(map(len, anchors.facts[node])),
                    default=None,
                )
                yield _gap(graph, Gap.NAME, name, remedy, span, fact)


def _catch_all(graph: SentenceGraph, names: Names) -> Iterator[Finding]:
    for quad in graph.quads:
        if isinstance(quad.object, IRI) and quad.object.value.startswith(_MEASURED):
            slug = quad.object.value.rsplit("/", 1)[-1]
            if slug in _CATCH_ALL or names.of.get(quad.object, frozenset()) & _CATCH_ALL:
                remedy = "name what is measured or done"
                yield _gap(graph, Gap.CATCH_ALL, slug, remedy, node=quad.object)


def _gap(
    graph: SentenceGraph,
    gap: Gap,
    words: str,
    remedy: str,
    span: Span | None = None,
    node: IRI | None = None,
) -> Finding:
    return Finding(gap, graph.unit.name, words, remedy, span, None, node)
