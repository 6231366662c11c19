"""Markdown for a review comment or a job's summary page."""

from __future__ import annotations

import re
from collections import Counter

from ne_kg.model.violation import Level, Report
from ne_kg.validate.names import Names
from ne_kg.validate.writers.view import View, headline, subject, summary

MOST_LISTED = 50
_MARKS = {Level.VIOLATION: "❌", Level.WARNING: "⚠️", Level.INFO: "ℹ️"}
# Characters that begin markup; a pipe would end a table's cell.
_MARKUP = re.compile(r"([\\`*_\[\]<>|~#])")


def write(report: Report, view: View) -> str:
    """The verdict, a table of constraints violated, then the findings."""
    names = Names(report.prefixes)
    verdict = "❌ Not valid" if report.fails(view.fail_on) else "✅ Valid"
    lines = [f"## {verdict}", "", summary(report), ""]
    counted = Counter(found.rule for found in report.violations)
    if counted:
        lines += ["| | constraint | findings |", "|---|---|---:|"]
        ordered = sorted(counted.items(), key=lambda item: (-item[0].level, -item[1]))
        lines += [f"| {_MARKS[r.level]} | {_plain(r.name)} | {n} |" for r, n in ordered]
        lines.append("")
    for failure in report.failures:
        shape = f" {_plain(failure.rule.name)}" if failure.rule else ""
        lines.append(f"- ❌ not evaluated:{shape} {_plain(failure.what)}")
    for found in sorted(report.violations, key=lambda v: -v.level)[:MOST_LISTED]:
        place = view.place(found.place) if found.place else "(not in a file)"
        said = _plain(headline(found, view, names))
        lines.append(f"- {_MARKS[found.level]} `{place}` {said}")
        lines.append(f"  <br>{_plain(subject(found, names))} · {_plain(found.rule.name)}")
        if found.context is not None:
            lines.append(f"  <br>“{_plain(found.context.text)}”")
    left = len(report.violations) - MOST_LISTED
    if left > 0:
        lines.append(f"- … and {left} more")
    lines += [f"\n> {_plain(note)}" for note in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
