"""From what is authored to one dataset of named graphs: assemble, anchor, account, derive.

    assembled = assemble(sources)      all graphs, positions, and the accounting of each report

Pure: reading is done by `sources`, validation by `validate`, writing by `store`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby

from ne_kg.build.account import account
from ne_kg.build.anchor import Anchors, anchor
from ne_kg.build.canonical import canonical_number, version
from ne_kg.build.derive import derive, require_sparql
from ne_kg.build.describe import describe
from ne_kg.build.names import Names, names
from ne_kg.build.pins import check_pins
from ne_kg.build.reading import compare
from ne_kg.build.sentence import SentenceGraph, sentence_graphs, sentence_iri
from ne_kg.build.spoken import unspoken
from ne_kg.build.text import mentions, structure
from ne_kg.build.units import units
from ne_kg.model.coverage import Coverage, Finding, Gap, SectionCoverage, Tally
from ne_kg.model.errors import BuildError
from ne_kg.model.rdf import IRI, XSD, Literal, Node, Position, Quad
from ne_kg.model.terms import PREFIXES, term
from ne_kg.questions import describe as describe_questions
from ne_kg.sources import ReportFiles, Sources

_DECIMAL = IRI(XSD + "decimal")
_RANGE = term("rdfs:range")


@dataclass(frozen=True, slots=True)
class Assembled:
    """The dataset that is to be validated and published, and how well it covers the reports."""

    quads: tuple[Quad, ...]
    positions: Mapping[Quad, Position]
    version: str
    coverage: tuple[Coverage, ...]


def assemble(sources: Sources) -> Assembled:
    """Put the graphs together and account for the words of the reports."""
    vocabulary = names(chain(sources.catalogue.quads, sources.ontology.quads))
    known = {
        quad.subject
        for authored in (sources.catalogue, sources.ontology)
        for quad in authored.quads
        if isinstance(quad.subject, IRI)
    }
    text: list[Quad] = []
    coverage = []
    authored, positions = _typed(sources)
    _require_reports(sources)
    for question in sources.questions:
        require_sparql(question.text, question.position.file)
    for files in sources.reports:
        placed = _place(files, sources, vocabulary)
        structured = tuple(structure(files.report))
        text.extend(structured)
        begins = _beginnings(files)
        positions |= {q: begins[q.subject] for q in structured if q.subject in begins}
        for graph, anchors in placed:
            text.extend(mentions(graph, anchors, files.report.source, files.report.year))
        coverage.append(_cover(files, sources, placed, vocabulary, known))
    stated = (*authored, *dict.fromkeys(text))
    quads = (*stated, *derive(stated, sources.rules), *describe_questions(sources.questions))
    data_version = version(quads)
    whole = (*quads, *describe(quads, data_version))
    return Assembled(whole, positions, data_version, tuple(coverage))


def _require_reports(sources: Sources) -> None:
    """BuildError at the first fact of a report whose text is not there."""
    years = [files.report.year for files in sources.reports]
    bases = tuple(f"{PREFIXES['r']}{year}/" for year in years)
    for quad in sources.facts.quads:
        if isinstance(quad.graph, IRI) and not quad.graph.value.startswith(bases):
            raise BuildError(
                f"the graph {quad.graph} is that of no sentence",
                where=sources.facts.positions[quad],
                remedy="name it by a sentence of a report in data/reports/, which are those of "
                f"{', '.join(map(str, years)) or 'no year'}",
            )


def _place(
    files: ReportFiles, sources: Sources, vocabulary: Names
) -> list[tuple[SentenceGraph, Anchors]]:
    check_pins(files.report, files.pins, files.pins_file)
    graphs = sentence_graphs(files.report, sources.facts.quads)
    return [(graph, anchor(graph, vocabulary)) for graph in graphs.values()]


def _cover(
    files: ReportFiles,
    sources: Sources,
    placed: list[tuple[SentenceGraph, Anchors]],
    vocabulary: Names,
    known: set[IRI],
) -> Coverage:
    phrases = [
        name
        for thing, forms in vocabulary.of.items()
        if thing.value.startswith(PREFIXES["phrase"])
        for name in forms
    ]
    measures = units(sources.ontology.quads)
    report, sections = files.report, []
    headings = {(u.part, u.section): u.text for u in report.units if u.kind == "heading"}
    for (part, section), group in groupby(placed, lambda p: (p[0].unit.part, p[0].unit.section)):
        tally = Tally()
        findings: list[Finding] = []
        for graph, anchors in group:
            counted, gaps = account(graph, anchors, vocabulary, phrases, known)
            gaps = (*gaps, *unspoken(graph, anchors, vocabulary))
            rows = [row for row in files.readings if row.sentence == graph.unit.name]
            if files.readings:
                gaps = (*gaps, *compare(graph, anchors, vocabulary, measures, rows))
            tally += counted
            findings.extend(_located(gap, graph, sources, files) for gap in gaps)
        heading = headings.get((part, section), "")
        sections.append(SectionCoverage(f"{part}.{section}", heading, tally, tuple(findings)))
    stray = tuple(_strangers(files, sources, {graph.iri for graph, _ in placed}))
    return Coverage(report.year, tuple(sections), stray)


def _located(
    finding: Finding, graph: SentenceGraph, sources: Sources, files: ReportFiles
) -> Finding:
    """The finding with its place: the fact's line, else the sentence's block, else the source."""
    if finding.position:
        return finding
    positions = sources.facts.positions
    own = [q for q in graph.quads if finding.node in (q.subject, q.predicate, q.object)]
    wrong = finding.value.value if finding.value else finding.words
    said = [q for q in own if getattr(q.object, "value", None) == wrong]
    quad = min(said or own or graph.quads, key=lambda q: positions[q], default=None)
    if quad is not None:
        return replace(finding, position=positions[quad])
    return replace(finding, position=_beginnings(files)[graph.iri])


def _beginnings(files: ReportFiles) -> dict[Node, Position]:
    """Where each sentence begins in the source as received."""
    source = files.report.source
    return {
        sentence_iri(files.report.year, unit.name): Position(
            files.source_file,
            source.count("\n", 0, unit.span.start) + 1,
            unit.span.start - source.rfind("\n", 0, unit.span.start),
        )
        for unit in files.report.sentences
    }


def _strangers(files: ReportFiles, sources: Sources, known: set[IRI]) -> Iterator[Finding]:
    """Graphs and rows of the second reading for sentences that the report does not have."""
    base = f"{PREFIXES['r']}{files.report.year}/"
    remedy = "the report has no such sentence: ne-kg sentences lists them"
    seen: set[IRI] = set()
    for quad in sources.facts.quads:
        graph = quad.graph
        if isinstance(graph, IRI) and graph.value.startswith(base) and graph not in known | seen:
            seen.add(graph)
            yield Finding(
                Gap.STRANGER,
                graph.value.removeprefix(base),
                graph.value,
                remedy,
                position=sources.facts.positions[quad],
                node=graph,
            )
    for row in files.readings:
        if IRI(base + row.sentence) not in known:
            yield Finding(Gap.STRANGER, row.sentence, row.printed, remedy, position=row.position)


def _typed(sources: Sources) -> tuple[tuple[Quad, ...], dict[Quad, Position]]:
    """All authored quads; numbers get the datatype that the ontology gives their property."""
    decimals = {
        q.subject for q in sources.ontology.quads if q.predicate == _RANGE and q.object == _DECIMAL
    }
    positions: dict[Quad, Position] = {}
    for authored in (sources.facts, sources.catalogue, sources.ontology, sources.shapes):
        for quad in authored.quads:
            positions.setdefault(_canonical(quad, decimals), authored.positions[quad])
    return tuple(positions), positions


def _canonical(quad: Quad, decimals: set[Node]) -> Quad:
    literal = quad.object
    if not isinstance(literal, Literal):
        return quad
    if quad.predicate in decimals and literal.datatype == XSD + "integer":
        literal = replace(literal, datatype=_DECIMAL.value)
    return replace(quad, object=canonical_number(literal))


__all__ = ["Assembled", "assemble"]
