"""The report as SHACL itself defines it: a sh:ValidationReport in Turtle (SHACL §3.6).

Written without rdflib's serialiser, which leaves the quotes off an ill-typed boolean.
"""

from __future__ import annotations

import re

from ne_kg.model.rdf import IRI, Term
from ne_kg.model.violation import SH, Report, Violation
from ne_kg.validate.writers.view import View

_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_PREFIX = re.compile(r"[A-Za-z][\w-]*|", re.ASCII)


def write(report: Report, view: View) -> str:
    """All results with SHACL's own properties; places are in the other formats."""
    prefixes = {
        prefix: namespace
        for prefix, namespace in report.prefixes.items()
        if _PREFIX.fullmatch(prefix) and namespace != SH and prefix != "sh"
    }
    shown = {**prefixes, "sh": SH}

    def term(value: Term) -> str:
        if isinstance(value, IRI):
            for prefix, namespace in shown.items():
                if value.value.startswith(namespace):
                    local = value.value.removeprefix(namespace)
                    if _LOCAL.fullmatch(local):
                        return f"{prefix}:{local}"
        return str(value)

    def result(found: Violation) -> str:
        named = (
            ("focusNode", found.focus),
            ("resultPath", found.path),
            ("value", found.value),
            ("resultSeverity", found.severity),
            ("sourceConstraintComponent", found.component),
            ("sourceShape", found.shape),
            ("sourceConstraint", found.constraint),
            *(("resultMessage", message) for message in found.messages),
        )
        said = [f"        sh:{name} {term(value)} ;" for name, value in named if value is not None]
        return "\n".join(["    sh:result [ a sh:ValidationResult ;", *said, "    ] ;"])

    lines = [f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in shown.items()]
    verdict = "true" if report.conforms else "false"
    lines += ["", "[] a sh:ValidationReport ;", f"    sh:conforms {verdict} ;"]
    lines += [result(found) for found in report.violations]
    lines.append(".")
    lines += [f"{term(q.subject)} {term(q.predicate)} {term(q.object)} ." for q in report.paths]
    return "\n".join(lines) + "\n"
