"""SARIF 2.1.0, which code scanning and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from ne_kg import __version__
from ne_kg.model.rdf import Position
from ne_kg.model.violation import Failure, Level, Report, Rule, Violation
from ne_kg.validate.names import Names
from ne_kg.validate.writers.view import View, headline, subject

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Level.VIOLATION: "error", Level.WARNING: "warning", Level.INFO: "note"}


def write(report: Report, view: View) -> str:
    """One run; each constraint is a rule, each finding a result."""
    names = Names(report.prefixes)
    rules = list(dict.fromkeys((*report.rules, *(found.rule for found in report.violations))))
    index = {rule: number for number, rule in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "ne-kg validate",
                "version": __version__,
                "informationUri": "https://w3id.org/ne-kg/",
                "rules": [_rule(rule, view) for rule in rules],
            }
        },
        # Columns count code points, not UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index[found.rule], view, names) for found in report.violations],
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [
                    _notification(failure, view) for failure in report.failures
                ],
            }
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, view: View) -> dict[str, Any]:
    said = view.say(rule.help)
    described: dict[str, Any] = {
        "id": rule.name,
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "shortDescription": {"text": said or rule.name},
        "help": {"text": said or f"The constraint {rule.name}."},
    }
    if rule.see and re.match(r"https?://", rule.see):
        described["helpUri"] = rule.see
    return described


def _result(found: Violation, index: int, view: View, names: Names) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.rule.name,
        "ruleIndex": index,
        "level": _LEVELS[found.level],
        "message": {"text": headline(found, view, names)},
        "partialFingerprints": {"shaclResult/v1": found.fingerprint},
        "locations": [_location(found, view, names)],
        "properties": {"component": found.component.value},
    }
    related = []
    if found.context is not None:
        location: dict[str, Any] = {
            "message": {"text": f"{names.short(found.context.node)}: {found.context.text}"}
        }
        if found.context.place is not None:
            location["physicalLocation"] = _physical(found.context.place, view)
        related.append(location)
    related += [
        {"physicalLocation": _physical(other, view), "message": {"text": "bears on it"}}
        for other in found.others
    ]
    if related:
        result["relatedLocations"] = [{"id": n, **place} for n, place in enumerate(related, 1)]
    return result


def _location(found: Violation, view: View, names: Names) -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": subject(found, names), "kind": "resource"}]
    }
    if found.place is not None:
        location["physicalLocation"] = _physical(found.place, view)
    return location


def _physical(place: Position, view: View) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(view.file(place))}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line, "startColumn": place.column or 1}
    return physical


def _notification(failure: Failure, view: View) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": "error", "message": {"text": failure.what}}
    if failure.place is not None:
        notification["locations"] = [{"physicalLocation": _physical(failure.place, view)}]
    return notification
