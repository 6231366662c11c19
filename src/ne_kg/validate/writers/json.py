"""For programs, and as a baseline: every finding with all that is known about it."""

from __future__ import annotations

import json
from typing import Any

from ne_kg.model.rdf import IRI, BlankNode, Literal, Position, Term
from ne_kg.model.violation import Context, Failure, Level, Report, Violation
from ne_kg.validate.names import Names
from ne_kg.validate.writers.view import View


def write(report: Report, view: View) -> str:
    """The report as one JSON object; `format` counts its versions."""
    names = Names(report.prefixes)
    content = {
        "format": 1,
        "conforms": report.conforms,
        "failed": report.fails(view.fail_on),
        "counts": {str(level): report.count(level) for level in Level},
        "statements": report.quads,
        "constraints": len(report.rules),
        "seconds": round(report.seconds, 3),
        "findings": [_finding(found, view, names) for found in report.violations],
        "failures": [_failure(failure, view) for failure in report.failures],
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(found: Violation, view: View, names: Names) -> dict[str, Any]:
    return _filled(
        {
            "level": str(found.level),
            "rule": found.rule.name,
            "constraint": term(found.constraint or found.shape, names),
            "component": found.component.value,
            "severity": found.severity.value,
            "messages": [
                _filled({"text": text.value, "language": text.language}) for text in found.messages
            ],
            "focus": term(found.focus, names),
            "label": found.label,
            "path": None if found.path is None else term(found.path, names),
            "value": None if found.value is None else term(found.value, names),
            "place": _place(found.place, view),
            "graph": None if found.graph is None else term(found.graph, names),
            "context": _context(found.context, view, names),
            "others": [_place(other, view) for other in found.others],
            "see": found.rule.see,
            "fingerprint": found.fingerprint,
        }
    )


def term(value: Term, names: Names) -> dict[str, Any]:
    """A term as in SPARQL's JSON results, with its short form."""
    if isinstance(value, IRI):
        return {"type": "uri", "value": value.value, "short": names.short(value)}
    if isinstance(value, BlankNode):
        return {"type": "bnode", "value": value.value}
    return _literal(value)


def _literal(value: Literal) -> dict[str, Any]:
    if value.language is not None:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    return {"type": "literal", "value": value.value, "datatype": value.datatype}


def _context(context: Context | None, view: View, names: Names) -> dict[str, Any] | None:
    if context is None:
        return None
    return _filled(
        {
            "node": term(context.node, names),
            "text": context.text,
            "place": _place(context.place, view),
        }
    )


def _failure(failure: Failure, view: View) -> dict[str, Any]:
    return _filled(
        {
            "what": failure.what,
            "rule": failure.rule.name if failure.rule else None,
            "place": _place(failure.place, view),
        }
    )


def _place(place: Position | None, view: View) -> dict[str, Any] | None:
    if place is None:
        return None
    return _filled({"file": view.file(place), "line": place.line, "column": place.column})


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value != []}
