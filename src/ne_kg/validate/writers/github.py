"""Annotations of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from ne_kg.model.rdf import Position
from ne_kg.model.violation import Level, Report
from ne_kg.validate.names import Names
from ne_kg.validate.writers.view import View, headline, subject, summary

_COMMANDS = {Level.VIOLATION: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def write(report: Report, view: View) -> str:
    """One line a finding, errors first: GitHub shows ten of a kind and step."""
    names = Names(report.prefixes)
    lines = []
    for failure in report.failures:
        title = failure.rule.name if failure.rule else "shapes"
        lines.append(command("error", title, failure.what, failure.place, view))
    for found in sorted(report.violations, key=lambda found: -found.level):
        parts = [headline(found, view, names), f"node: {subject(found, names)}"]
        if found.context is not None:
            parts.append(found.context.text)
        message = "\n".join(parts)
        lines.append(command(_COMMANDS[found.level], found.rule.name, message, found.place, view))
    lines.append(summary(report))
    return "\n".join(lines) + "\n"


def command(kind: str, title: str, message: str, place: Position | None, view: View) -> str:
    """One workflow command."""
    properties = []
    if place is not None:
        properties.append(f"file={_property(view.file(place))}")
        if place.line is not None:
            properties.append(f"line={place.line}")
        if place.column is not None:
            properties.append(f"col={place.column}")
    properties.append(f"title={_property(title)}")
    return f"::{kind} {','.join(properties)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
