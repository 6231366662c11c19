"""JUnit XML: a test suite a shapes file, a test case a constraint, so that passing ones show."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.sax.saxutils import escape, quoteattr

from ne_kg.model.violation import Failure, Report, Rule, Violation
from ne_kg.validate.names import Names
from ne_kg.validate.writers.view import View, headline, subject

# What XML 1.0 cannot hold.
_CONTROL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, view: View) -> str:
    """Findings below the level that fails the run stand in the output of their test case."""
    names = Names(report.prefixes)
    found: dict[Rule, list[Violation]] = defaultdict(list)
    broken: dict[Rule | None, list[Failure]] = defaultdict(list)
    for violation in report.violations:
        found[violation.rule].append(violation)
    for failure in report.failures:
        broken[failure.rule].append(failure)
    suites: dict[str, list[Rule]] = defaultdict(list)
    for rule in dict.fromkeys((*report.rules, *found, *filter(None, broken))):
        suites[view.file(rule.place) if rule.place else "shapes"].append(rule)
    cases = {
        suite: [_case(suite, rule, found[rule], broken[rule], view, names) for rule in rules]
        for suite, rules in suites.items()
    }
    if broken[None]:
        text = "\n".join(failure.what for failure in broken[None])
        cases["shapes graph"] = [_element("shapes graph", "load", [_problem("error", text, text)])]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    everything = [case for group in cases.values() for case in group]
    lines.append(f'<testsuites name="ne-kg validate" {_counts(everything, report.seconds)}>')
    for suite, group in cases.items():
        lines.append(f"  <testsuite name={quoteattr(suite)} {_counts(group, 0)}>")
        lines += group
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _counts(cases: list[str], seconds: float) -> str:
    failures = sum("<failure " in case for case in cases)
    errors = sum("<error " in case for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="{errors}" time="{seconds:.3f}"'


def _case(
    suite: str,
    rule: Rule,
    violations: list[Violation],
    failures: list[Failure],
    view: View,
    names: Names,
) -> str:
    parts = []
    grave = [violation for violation in violations if violation.level >= view.fail_on]
    light = [violation for violation in violations if violation.level < view.fail_on]
    if failures:
        text = "\n".join(failure.what for failure in failures)
        parts.append(_problem("error", text, text))
    elif grave:
        first = headline(grave[0], view, names)
        more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
        text = "\n\n".join(_told(violation, view, names) for violation in grave)
        parts.append(_problem("failure", first + more, text, str(grave[0].level)))
    if light:
        text = "\n\n".join(_told(violation, view, names) for violation in light)
        parts.append(f"      <system-out>{_text(text)}</system-out>")
    return _element(suite, rule.name, parts)


def _element(suite: str, name: str, parts: list[str]) -> str:
    opening = f"    <testcase classname={_attribute(suite)} name={_attribute(name)} time=\"0\""
    if not parts:
        return f"{opening}/>"
    return "\n".join([f"{opening}>", *parts, "    </testcase>"])


def _problem(tag: str, message: str, text: str, kind: str = "error") -> str:
    attributes = f"message={_attribute(message)} type={_attribute(kind)}"
    return f"      <{tag} {attributes}>{_text(text)}</{tag}>"


def _told(violation: Violation, view: View, names: Names) -> str:
    place = view.place(violation.place) if violation.place else "(not in a file)"
    lines = [
        f"{place}: {violation.level}: {headline(violation, view, names)}",
        f"node: {subject(violation, names)}",
    ]
    if violation.context is not None:
        lines.append(f"text: {violation.context.text}")
    return "\n".join(lines)


def _text(text: str) -> str:
    return escape(_CONTROL.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_CONTROL.sub("\ufffd", text))
