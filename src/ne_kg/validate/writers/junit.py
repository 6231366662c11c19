"""JUnit XML: a test suite a shapes file, a test case a constraint, so that passing ones show.

In the form of Ant's JUnit task, which the schema of github.com/windyroad/JUnit-Schema describes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
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
    written = [
        _suite(number, name, [_case(name, rule, found[rule], broken[rule], view, names)
                              for rule in rules],
               [light for rule in rules for light in found[rule] if light.level < view.fail_on],
               view, names)
        for number, (name, rules) in enumerate(suites.items())
    ]  # fmt: skip
    if broken[None]:
        text = "\n".join(_failed(failure, view) for failure in broken[None])
        case = _element("files", "read", _problem("error", text.partition("\n")[0], text))
        written.append(_suite(len(suites), "files", [case], [], view, names))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *written, "</testsuites>"]
    return "\n".join(lines) + "\n"


def _suite(
    number: int, name: str, cases: list[str], light: list[Violation], view: View, names: Names
) -> str:
    """A suite; findings below the level that fails stand in its output."""
    failures = sum("<failure " in case for case in cases)
    errors = sum("<error " in case for case in cases)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    output = "\n\n".join(_told(violation, view, names) for violation in light)
    return "\n".join(
        [
            f'  <testsuite name={_attribute(name)} package="shacl" id="{number}" timestamp="{now}"'
            f' hostname="localhost" tests="{len(cases)}" failures="{failures}" errors="{errors}"'
            ' time="0">',
            "    <properties/>",
            *cases,
            f"    <system-out>{_text(output)}</system-out>",
            "    <system-err/>",
            "  </testsuite>",
        ]
    )


def _case(
    suite: str,
    rule: Rule,
    violations: list[Violation],
    failures: list[Failure],
    view: View,
    names: Names,
) -> str:
    grave = [violation for violation in violations if violation.level >= view.fail_on]
    problem = ""
    if failures:
        text = "\n".join(_failed(failure, view) for failure in failures)
        problem = _problem("error", failures[0].what, text)
    elif grave:
        first = headline(grave[0], view, names)
        more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
        text = "\n\n".join(_told(violation, view, names) for violation in grave)
        problem = _problem("failure", first + more, text, str(grave[0].level))
    return _element(suite, rule.name, problem)


def _element(suite: str, name: str, problem: str) -> str:
    opening = f'    <testcase classname={_attribute(suite)} name={_attribute(name)} time="0"'
    return f"{opening}>\n{problem}\n    </testcase>" if problem else f"{opening}/>"


def _failed(failure: Failure, view: View) -> str:
    return f"{view.place(failure.place)}: {failure.what}" if failure.place else failure.what


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
