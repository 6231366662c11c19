"""The structure of a report as RDF: parts, sections, work points, paragraphs, sentences, headings.

IRIs: `…/report/2010/1` a part, `/1.6` a section, `/2.6.20` a work point, `/1.6.p2` a paragraph,
`/1.6-3` a sentence. Ranges count code points of the source (RFC 5147, text/plain fragments).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ne_kg.build.anchor import Anchors, source_span
from ne_kg.build.sentence import A, SentenceGraph
from ne_kg.model.rdf import IRI, XSD, Literal, Node, Quad, Term
from ne_kg.model.terms import PREFIXES, TEXT_GRAPH, term
from ne_kg.model.text import Report, Span, Unit

_PART_OF = term("dcterms:isPartOf")
_ORDER = term("nekg:order")
_TEXT = term("nekg:text")


def structure(report: Report) -> Iterator[Quad]:
    """The quads of graph/text that say how the report is made up, in reading order."""
    base = report_iri(report.year)
    yield _quad(base, A, term("nekg:Report"))
    yield _quad(base, term("nekg:year"), _integer(report.year))
    seen: set[IRI] = set()
    for order, unit in enumerate(report.units, 1):
        holder = base
        for kind, iri, number in _holders(report.year, unit):
            if iri not in seen:
                seen.add(iri)
                yield _quad(iri, A, term(f"nekg:{kind}"))
                yield _quad(iri, _PART_OF, holder)
                yield _quad(iri, _ORDER, _integer(order))
                yield _quad(iri, term("nekg:number"), _integer(number))
            holder = iri
        if unit.kind == "sentence":
            yield from _unit(IRI(f"{base.value}/{unit.name}"), "Sentence", holder, unit, order)
        elif unit.kind == "heading":
            iri = IRI(f"{holder.value}{'.' if holder != base else '/'}h{order}")
            yield from _unit(iri, "Heading", holder, unit, order)
            if unit.part:
                yield _quad(
                    holder, term("dcterms:title"), Literal(_title(unit), language="zh-Hans")
                )


def mentions(graph: SentenceGraph, anchors: Anchors, source: str, year: int) -> Iterator[Quad]:
    """A nekg:Mention for each range of characters that carries a fact or names a thing."""
    for placed in (anchors.things, anchors.facts):
        for node, spans in placed.items():
            for span in spans:
                at = source_span(graph.unit, source, span)
                mention = mention_iri(year, at)
                yield _quad(mention, A, term("nekg:Mention"))
                yield _quad(mention, term("nekg:of"), node)
                yield _quad(mention, term("nekg:in"), graph.iri)
                yield _quad(mention, term("nekg:start"), _integer(at.start))
                yield _quad(mention, term("nekg:end"), _integer(at.end))
                exact = graph.unit.text[span.start : span.end]
                yield _quad(mention, term("nekg:exact"), Literal(exact))


def report_iri(year: int) -> IRI:
    return IRI(f"{PREFIXES['r']}{year}")


def mention_iri(year: int, span: Span) -> IRI:
    """The address of a range of characters of the source (RFC 5147 §2.2.1)."""
    return IRI(f"{PREFIXES['r']}{year}/source.txt#char={span.start},{span.end}")


def _holders(year: int, unit: Unit) -> Iterable[tuple[str, IRI, int]]:
    """What holds a unit, outermost first: class, IRI, number."""
    base = report_iri(year).value
    if unit.part:
        yield "Part", IRI(f"{base}/{unit.part}"), unit.part
    if unit.section:
        yield "Section", IRI(f"{base}/{unit.part}.{unit.section}"), unit.section
    if unit.point:
        yield "WorkPoint", IRI(f"{base}/{unit.part}.{unit.section}.{unit.point}"), unit.point
    if unit.paragraph and unit.kind == "sentence":
        stem = f"{base}/{unit.part}.{unit.section}" + (f".{unit.point}" if unit.point else "")
        yield "Paragraph", IRI(f"{stem}.p{unit.paragraph}"), unit.paragraph


def _unit(iri: IRI, kind: str, holder: IRI, unit: Unit, order: int) -> Iterator[Quad]:
    yield _quad(iri, A, term(f"nekg:{kind}"))
    yield _quad(iri, _PART_OF, holder)
    yield _quad(iri, _ORDER, _integer(order))
    yield _quad(iri, _TEXT, Literal(unit.text, language="zh-Hans"))
    yield _quad(iri, term("nekg:start"), _integer(unit.span.start))
    yield _quad(iri, term("nekg:end"), _integer(unit.span.end))


def _title(unit: Unit) -> str:
    """一（六）'s heading without its number and full stop."""
    text = unit.text
    for mark in "、）)":
        head, found, tail = text.partition(mark)
        if found and len(head) <= 4:
            return tail.rstrip("。")
    return text.rstrip("。")


def _integer(value: int) -> Literal:
    return Literal(str(value), XSD + "integer")


def _quad(subject: Node, predicate: IRI, object: Term) -> Quad:
    return Quad(subject, predicate, object, TEXT_GRAPH)
