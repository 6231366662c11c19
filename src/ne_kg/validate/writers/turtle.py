"""The report as SHACL itself defines it: a sh:ValidationReport in Turtle (SHACL §3.6)."""

from __future__ import annotations

import rdflib
from rdflib.namespace import RDF, SH

from ne_kg.model.rdf import Term
from ne_kg.model.violation import Report
from ne_kg.validate.convert import graph_of, to_rdflib
from ne_kg.validate.writers.view import View


def write(report: Report, view: View) -> str:
    """All results with SHACL's own properties; places are in the other formats."""
    graph = graph_of(report.paths)
    for prefix, namespace in report.prefixes.items():
        graph.bind(prefix, namespace)
    graph.bind("sh", SH)
    head = rdflib.BNode()
    graph.add((head, RDF.type, SH.ValidationReport))
    graph.add((head, SH.conforms, rdflib.Literal(report.conforms)))
    for found in report.violations:
        result = rdflib.BNode()
        graph.add((head, SH.result, result))
        graph.add((result, RDF.type, SH.ValidationResult))
        named: tuple[tuple[rdflib.URIRef, Term | None], ...] = (
            (SH.focusNode, found.focus),
            (SH.resultPath, found.path),
            (SH.value, found.value),
            (SH.resultSeverity, found.severity),
            (SH.sourceConstraintComponent, found.component),
            (SH.sourceShape, found.shape),
            (SH.sourceConstraint, found.constraint),
            *((SH.resultMessage, message) for message in found.messages),
        )
        for predicate, term in named:
            if term is not None:
                graph.add((result, predicate, to_rdflib(term)))
    return graph.serialize(format="turtle")


